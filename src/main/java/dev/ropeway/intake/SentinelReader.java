package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads incidents and alerts of Microsoft Sentinel: as its API has them, or as an automation rule's
 * playbook passes them on.
 */
@ApplicationScoped
public class SentinelReader implements EventReader {

  static final String SOURCE = "sentinel";

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public boolean carries(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("microsoft.securityinsights");
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    if (!json.isObject()) {
      return Limits.noObject();
    }
    CaseBlind event = new CaseBlind(json);
    String at = "";
    for (String wrapper : List.of("body", "object")) {
      if (event.at(wrapper).node().isObject()) {
        event = event.at(wrapper);
        at += "/" + wrapper;
      }
    }
    CaseBlind properties = event.at("properties");
    if (event.at("kind").is("SecurityAlert")
        || properties.at("alertDisplayName").isPresent()
        || SecurityAlerts.isFlat(event)) {
      return SecurityAlerts.read(event, SOURCE);
    }
    String type = event.at("type").word();
    if (type.endsWith("/incidents") || properties.at("incidentNumber").isPresent()) {
      return List.of(incident(event, at));
    }
    return List.of(
        Limits.refused(
            event.at("id").text(),
            at + "/type",
            type.isEmpty()
                ? "the event is neither an incident nor a security alert"
                : "items of type " + type + " do not become tickets"));
  }

  private static Candidate incident(CaseBlind event, String at) {
    String id = CaseBlind.first(event.at("id"), event.at("name"));
    if (!Recommendation.isKey(id)) {
      return Limits.keyless(at + "/id").get(0);
    }
    CaseBlind incident = event.at("properties");
    String title = CaseBlind.first(incident.at("title"));
    if (title == null) {
      return Candidate.rejected(id, at + "/properties/title", "the incident has no title");
    }
    String merged = merged(incident);
    RecommendationState state =
        merged == null ? state(incident.at("status").word()) : RecommendationState.NOT_APPLICABLE;
    if (state == null) {
      return Candidate.rejected(id, at + "/properties/status", "must be New, Active or Closed");
    }
    Entities entities = entities(event, incident);
    Instant told = incident.at("lastModifiedTimeUtc").instant();
    return Candidate.of(
            Limits.keep(
                Recommendation.of(id, title)
                    .kind(Kind.ALERT)
                    .assessmentKey(
                        incident.at("relatedAnalyticRuleIds").texts().stream()
                            .findFirst()
                            .orElse(null))
                    .description(description(incident))
                    .severity(Severities.first(incident.at("severity")))
                    .category(category(incident.at("additionalData", "tactics")))
                    .source(SOURCE)
                    .recommendationSource(Recommendation.MICROSOFT)
                    .state(state)
                    .stateReason(
                        merged != null
                            ? merged
                            : state == RecommendationState.HEALTHY
                                ? classification(incident)
                                : null)
                    .stateChangedAt(told == null ? incident.at("createdTimeUtc").instant() : told)
                    .resource(resource(entities, id))
                    .configurationItems(entities.configurationItems())
                    .url(Limits.link(incident.at("incidentUrl")))
                    .tags(tags(incident))
                    .raw(event.node())
                    .build()))
        .since(told == null);
  }

  private static RecommendationState state(String status) {
    return switch (status) {
      case "", "new", "active" -> RecommendationState.UNHEALTHY;
      case "closed" -> RecommendationState.HEALTHY;
      default -> null;
    };
  }

  /** What another incident stands for it; null where none does. */
  private static String merged(CaseBlind incident) {
    CaseBlind more = incident.at("additionalData");
    String into = CaseBlind.first(more.at("mergedIncidentNumber"), more.at("mergedIncidentUrl"));
    if (into != null) {
      return "Merged into incident " + into;
    }
    CaseBlind status = incident.at("status");
    return status.is("closed") || Duplicates.isWord(status.text())
        ? Duplicates.told(
            incident.at("classificationComment"),
            incident.at("classificationReason"),
            incident.at("classification"),
            status,
            incident.at("labels"))
        : null;
  }

  /** Why it was closed: FalsePositive (IncorrectAlertLogic): the rule was too wide. */
  private static String classification(CaseBlind incident) {
    String classification = CaseBlind.first(incident.at("classification"));
    String reason = CaseBlind.first(incident.at("classificationReason"));
    String comment = CaseBlind.first(incident.at("classificationComment"));
    String text =
        (classification == null ? "Closed" : classification)
            + (reason == null ? "" : " (" + reason + ")");
    return comment == null ? text : text + ": " + comment;
  }

  /** Those of the incident, and those of its alerts where a playbook passes these on. */
  private static Entities entities(CaseBlind event, CaseBlind incident) {
    Entities own =
        Entities.of(
            incident.at("relatedEntities"), incident.at("entities"), event.at("relatedEntities"));
    return own.all().isEmpty()
        ? Entities.of(
            alerts(incident).stream()
                .flatMap(
                    alert ->
                        List.of(
                            alert.at("properties", "resourceIdentifiers"),
                            alert.at("properties", "entities"))
                            .stream())
                .toArray(CaseBlind[]::new))
        : own;
  }

  private static List<CaseBlind> alerts(CaseBlind incident) {
    return incident.at("alerts").items();
  }

  /** Rules match by scope, so an incident lies at least where its workspace does. */
  private static Resource resource(Entities entities, String incidentId) {
    String id = entities.bestResources().stream().findFirst().orElse(null);
    String host = entities.things().stream().findFirst().orElse(null);
    String scope = AzureId.scope(id == null && incidentId.startsWith("/") ? incidentId : id);
    return id == null && host == null && scope == null
        ? null
        : new Resource(id, id == null ? host : AzureId.name(id), AzureId.type(id), scope);
  }

  private static String category(CaseBlind tactics) {
    List<String> names = tactics.texts();
    return names.isEmpty() ? null : String.join(", ", names);
  }

  /** Labels, and whom Sentinel holds for the owner: rules can choose by both (B46). */
  private static Map<String, String> tags(CaseBlind incident) {
    Map<String, String> tags = new TreeMap<>();
    for (CaseBlind label : incident.at("labels").items()) {
      String name = label.at("labelName").text();
      if (name != null) {
        String type = label.at("labelType").text();
        tags.put(name, type == null ? "" : type);
      }
    }
    CaseBlind owner = incident.at("owner");
    String person =
        CaseBlind.first(owner.at("email"), owner.at("userPrincipalName"), owner.at("assignedTo"));
    if (person != null) {
      tags.put("owner", person);
    }
    return tags;
  }

  private static String description(CaseBlind incident) {
    Facts facts =
        new Facts()
            .add(CaseBlind.first(incident.at("description")))
            .add("Incident", incident.at("incidentNumber"))
            .add("Products", incident.at("additionalData", "alertProductNames"))
            .add("Techniques", incident.at("additionalData", "techniques"))
            .add("First activity", incident.at("firstActivityTimeUtc"))
            .add("Last activity", incident.at("lastActivityTimeUtc"));
    for (CaseBlind alert : alerts(incident)) {
      facts.add("Alert", alert.at("properties", "alertDisplayName"));
    }
    return facts.text();
  }
}
