package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads security alerts, of both generations, and incidents of Microsoft Graph. */
@ApplicationScoped
public class GraphSecurityReader implements EventReader {

  static final String SOURCE = "graph-security";

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    return json.isObject() ? List.of(alert(new CaseBlind(json))) : Limits.noObject();
  }

  private static Candidate alert(CaseBlind event) {
    String id = event.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id").get(0);
    }
    String title = CaseBlind.first(event.at("title"), event.at("displayName"));
    if (title == null) {
      return Candidate.rejected(id, "/title", "the alert has no title");
    }
    String elsewhere = elsewhere(event);
    RecommendationState state =
        elsewhere == null ? state(event.at("status").word()) : RecommendationState.NOT_APPLICABLE;
    if (state == null) {
      return Limits.refused(
          id, "/status", "is not a status of an alert or incident: " + event.at("status").text());
    }
    Entities entities = Entities.of(event.at("evidence"), event.at("hostStates"));
    String owner = CaseBlind.first(event.at("assignedTo"));
    Instant told = told(event, state);
    return Candidate.of(
            Limits.keep(
                Recommendation.of(id, title)
                    .kind(Kind.ALERT)
                    .assessmentKey(
                        CaseBlind.first(event.at("detectorId"), event.at("alertPolicyId")))
                    .description(CaseBlind.first(event.at("description")))
                    .remediation(event.at("recommendedActions").lines())
                    .severity(Severities.first(event.at("severity")))
                    .category(CaseBlind.first(event.at("category")))
                    .source(SOURCE)
                    .recommendationSource(Recommendation.MICROSOFT)
                    .state(state)
                    .stateReason(
                        elsewhere != null
                            ? elsewhere
                            : state == RecommendationState.UNHEALTHY ? null : reason(event, state))
                    .stateChangedAt(told == null ? event.at("createdDateTime").instant() : told)
                    .resource(resource(entities, event))
                    .configurationItems(entities.configurationItems())
                    .url(Limits.link(event.at("alertWebUrl"), event.at("incidentWebUrl")))
                    .tags(owner == null ? Map.of() : Map.of("owner", owner))
                    .raw(event.node())
                    .build()))
        .since(told == null);
  }

  private static RecommendationState state(String status) {
    return switch (status) {
      case "new", "newalert", "active", "inprogress", "awaitingaction", "unknown" ->
          RecommendationState.UNHEALTHY;
      case "resolved" -> RecommendationState.HEALTHY;
      // Dismissed by a person; an incident that became part of another.
      case "dismissed", "redirected" -> RecommendationState.NOT_APPLICABLE;
      default -> null;
    };
  }

  /** What another incident or alert stands for it; null where none does. */
  private static String elsewhere(CaseBlind event) {
    String into = CaseBlind.first(event.at("redirectIncidentId"), event.at("mergedIncidentId"));
    if (into != null) {
      return "Redirected to incident " + into;
    }
    String status = event.at("status").word();
    return status.equals("resolved") || Duplicates.isWord(status)
        ? Duplicates.told(
            event.at("classification"),
            event.at("determination"),
            event.at("feedback"),
            event.at("resolvingComment"),
            event.at("customTags"),
            event.at("tags"),
            event.at("comments"),
            event.at("status"))
        : null;
  }

  private static String reason(CaseBlind event, RecommendationState state) {
    String said = reason(event);
    return said == null && state == RecommendationState.NOT_APPLICABLE
        ? event.at("status").text()
        : said;
  }

  private static String reason(CaseBlind event) {
    String classification = CaseBlind.first(event.at("classification"), event.at("feedback"));
    String determination = CaseBlind.first(event.at("determination"));
    return classification == null || determination == null
        ? classification
        : classification + " (" + determination + ")";
  }

  /** Null where only the beginning has a date, which says nothing of what happened since. */
  private static Instant told(CaseBlind event, RecommendationState state) {
    Instant updated =
        Moment.newest(event.at("lastUpdateDateTime"), event.at("lastModifiedDateTime"));
    return updated != null || state == RecommendationState.UNHEALTHY
        ? updated
        : Moment.newest(event.at("resolvedDateTime"), event.at("closedDateTime"));
  }

  private static Resource resource(Entities entities, CaseBlind event) {
    String id = entities.bestResources().stream().findFirst().orElse(null);
    String host = entities.things().stream().findFirst().orElse(null);
    String tenant = CaseBlind.first(event.at("tenantId"), event.at("azureTenantId"));
    String scope = id != null ? AzureId.scope(id) : tenant == null ? null : "/tenants/" + tenant;
    return host == null && scope == null
        ? null
        : new Resource(id, host == null ? AzureId.name(id) : host, AzureId.type(id), scope);
  }
}
