package dev.ropeway.mapping;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.integration.Integration;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a template sees: maps of texts, numbers and dates. Every name is always there, empty where
 * nothing is known, so that a name that is not there is a mistake.
 */
final class Model {

  private static final Resource NO_RESOURCE = new Resource(null, null, null, null);

  private static final Vulnerability NO_VULNERABILITY =
      new Vulnerability(null, null, null, null, null, null);

  private Model() {}

  static Map<String, Object> of(Claim claim, Map<String, Object> integration) {
    return of(claim, integration, Mapping.draft(claim));
  }

  /**
   * All that a template may see.
   *
   * @param standard what Ropeway would write itself
   */
  static Map<String, Object> of(
      Claim claim, Map<String, Object> integration, TicketFields standard) {
    Map<String, Object> model = new HashMap<>();
    model.put("recommendation", recommendation(claim.recommendation()));
    model.put("assignment", assignment(claim));
    model.put("integration", integration);
    model.put("default", byDefault(claim.ticketType(), standard));
    return model;
  }

  private static Map<String, Object> recommendation(Recommendation recommendation) {
    Resource resource = recommendation.resource() == null ? NO_RESOURCE : recommendation.resource();
    Map<String, Object> names = new HashMap<>();
    names.put("id", recommendation.id());
    names.put("kind", recommendation.kind().word());
    names.put("assessmentKey", recommendation.assessmentKey());
    names.put("title", recommendation.title());
    names.put("description", recommendation.description());
    names.put("remediation", recommendation.remediation());
    names.put("severity", word(recommendation.severity()));
    names.put("riskLevel", word(recommendation.riskLevel()));
    names.put("category", recommendation.category());
    names.put("recommendationCategory", recommendation.recommendationCategory());
    names.put("source", recommendation.source());
    names.put("recommendationSource", recommendation.recommendedBy());
    names.put("state", recommendation.state().word());
    names.put("stateReason", recommendation.stateReason());
    names.put("latestUpdate", recommendation.latestUpdate());
    names.put("stateChangedAt", recommendation.stateChangedAt());
    names.put("occurredAt", recommendation.occurredAt());
    names.put("url", Mapping.link(recommendation.url()));
    names.put("initiatedBy", recommendation.initiatedBy());
    names.put("resource", resource(resource));
    names.put("vulnerability", vulnerability(recommendation.vulnerability()));
    names.put("configurationItems", recommendation.configurationItems());
    names.put("tags", new Values.Tags(recommendation.tags()));
    names.put(
        "inheritedTags",
        List.copyOf(recommendation.inheritedTags().stream().map(Values.Tags::new).toList()));
    return filled(names);
  }

  private static Map<String, Object> resource(Resource resource) {
    Map<String, Object> names = new HashMap<>();
    names.put("id", resource.id());
    names.put("name", resource.name());
    names.put("type", resource.type());
    names.put("scope", resource.scope());
    return filled(names);
  }

  private static Map<String, Object> vulnerability(Vulnerability told) {
    Vulnerability vulnerability = told == null ? NO_VULNERABILITY : told;
    Map<String, Object> names = new HashMap<>();
    names.put("cves", vulnerability.cves());
    names.put("package", vulnerability.software());
    names.put("installedVersion", vulnerability.installedVersion());
    names.put("fixedVersion", vulnerability.fixedVersion());
    names.put("score", vulnerability.score());
    names.put("exploited", vulnerability.exploited());
    return filled(names);
  }

  private static Map<String, Object> assignment(Claim claim) {
    AssignmentSpec spec = claim.spec();
    Map<String, Object> names = new HashMap<>();
    names.put("id", claim.id().toString());
    names.put("ticketType", claim.ticketType().name().word());
    names.put("assignedTo", spec.assignedTo());
    names.put("assignmentGroup", spec.assignmentGroup());
    names.put("caller", spec.caller());
    names.put("shortDescription", spec.shortDescription());
    names.put("description", spec.description());
    names.put("priority", spec.priority());
    names.put("impact", spec.impact());
    names.put("urgency", spec.urgency());
    names.put("dueDate", claim.dueAt());
    names.put("gracePeriod", Boolean.TRUE.equals(spec.gracePeriod()));
    return filled(names);
  }

  static Map<String, Object> integration(Integration integration) {
    return integration(
        integration.name(), integration.environment().word(), integration.url().toString());
  }

  static Map<String, Object> integration(String name, String environment, String url) {
    return Map.of("name", name, "environment", environment, "url", url);
  }

  /** What Ropeway would write itself, column by column. */
  private static Map<String, Object> byDefault(TicketTypeDefinition type, TicketFields draft) {
    Map<String, Object> columns = new HashMap<>(draft.managed());
    columns.putAll(draft.onCreate());
    // What the default leaves out of this record is empty, not unknown.
    DefaultFields.of(type).keySet().forEach(name -> columns.putIfAbsent(name, ""));
    return columns;
  }

  private static Map<String, Object> filled(Map<String, Object> names) {
    names.replaceAll((name, value) -> value == null ? "" : value);
    return names;
  }

  private static String word(Severity severity) {
    return severity == null ? null : severity.word();
  }
}
