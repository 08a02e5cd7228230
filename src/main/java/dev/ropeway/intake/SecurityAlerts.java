package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Security alerts as the alerts API and Sentinel have them, flat in PascalCase (B89), or as an
 * entry of the activity log (B90).
 */
final class SecurityAlerts {

  private SecurityAlerts() {}

  static boolean isFlat(CaseBlind event) {
    return event.at("SystemAlertId").isPresent()
        && (event.at("AlertType").isPresent() || event.at("AlertDisplayName").isPresent());
  }

  /** The alert is told by its resource type, or by what was done. */
  static boolean isLogged(CaseBlind event) {
    return event.at("resourceType", "value").word().endsWith("/alerts")
        || event.at("operationName", "value").word().contains("/alerts/");
  }

  static List<Candidate> read(CaseBlind event, String source) {
    CaseBlind alert = event.at("properties").isPresent() ? event.at("properties") : event;
    String id =
        isLogged(event)
            ? loggedId(event)
            : CaseBlind.first(event.at("id"), alert.at("systemAlertId"));
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id");
    }
    String title =
        CaseBlind.first(
            alert.at("alertDisplayName"),
            alert.at("alertName"),
            alert.at("displayName"),
            event.at("eventName", "value"));
    if (title == null) {
      return List.of(
          Candidate.rejected(id, "/properties/alertDisplayName", "the alert has no name"));
    }
    Enrichment enrichment = new Enrichment(event);
    Entities entities = Entities.of(alert.at("resourceIdentifiers"), alert.at("entities"));
    Resource resource = resource(alert, entities, id);
    Instant told = told(event, alert);
    return List.of(
        enrichment
            .of(
                Recommendation.of(id, title)
                    .kind(Kind.ALERT)
                    .assessmentKey(CaseBlind.first(alert.at("alertType")))
                    .description(CaseBlind.first(alert.at("description"), event.at("description")))
                    .remediation(alert.at("remediationSteps").lines())
                    .severity(
                        Severities.first(
                            alert.at("severity"),
                            alert.at("alertSeverity"),
                            alert.at("reportedSeverity")))
                    .category(intent(alert.at("intent"), alert.at("tactics")))
                    .source(source)
                    .recommendationSource(Recommendation.MICROSOFT)
                    .state(enrichment.or(state(event, alert)))
                    .stateReason(reason(event, alert))
                    .stateChangedAt(told == null ? alert.at("startTimeUtc").instant() : told)
                    .resource(resource)
                    .configurationItems(configurationItems(entities, resource))
                    .url(Limits.link(alert.at("alertUri"), alert.at("alertLink")))
                    .tags(event.at("tags").tags())
                    .raw(event.node())
                    .build())
            .since(told == null));
  }

  /** The alert's id, as its API has it: an entry's own differs each time the alert is touched. */
  private static String loggedId(CaseBlind event) {
    String id = CaseBlind.first(event.at("resourceId"), event.at("id"));
    int entry = id == null ? -1 : id.toLowerCase(java.util.Locale.ROOT).indexOf("/events/");
    return entry > 0 ? id.substring(0, entry) : id;
  }

  /** One word, a comma list or a list inside a string (B89, B90). */
  private static String intent(CaseBlind intent, CaseBlind tactics) {
    String lines = intent.lines() == null ? tactics.lines() : intent.lines();
    return lines == null ? "Alert" : lines.replaceAll("\\R", ", ");
  }

  private static RecommendationState state(CaseBlind event, CaseBlind alert) {
    String status = status(event, alert);
    String done = event.at("operationName", "value").word();
    if (duplicate(event, alert) != null) {
      return RecommendationState.NOT_APPLICABLE;
    }
    if ("resolved".equalsIgnoreCase(status) || done.contains("/resolve/")) {
      return RecommendationState.HEALTHY;
    }
    return "dismissed".equalsIgnoreCase(status) || done.contains("/dismiss/")
        ? RecommendationState.NOT_APPLICABLE
        : RecommendationState.UNHEALTHY; // New, Active, InProgress
  }

  private static String status(CaseBlind event, CaseBlind alert) {
    return CaseBlind.first(alert.at("status"), event.at("status", "value"));
  }

  private static String reason(CaseBlind event, CaseBlind alert) {
    String duplicate = duplicate(event, alert);
    boolean dismissed = state(event, alert) == RecommendationState.NOT_APPLICABLE;
    String why = CaseBlind.first(alert.at("dismissalReason"), alert.at("statusReason"));
    return duplicate != null
        ? duplicate
        : !dismissed ? null : why == null ? "Dismissed" : "Dismissed: " + why;
  }

  /** What says that another alert stands for this one that is over; else null. */
  private static String duplicate(CaseBlind event, CaseBlind alert) {
    String status = status(event, alert);
    String done = event.at("operationName", "value").word();
    boolean over =
        "resolved".equalsIgnoreCase(status)
            || "dismissed".equalsIgnoreCase(status)
            || Duplicates.isWord(status)
            || done.contains("/resolve/")
            || done.contains("/dismiss/");
    CaseBlind more = alert.at("extendedProperties").unquoted();
    return over
        ? Duplicates.told(
            alert.at("dismissalReason"),
            alert.at("statusReason"),
            alert.at("stateReason"),
            alert.at("subStatus"),
            alert.at("classification"),
            alert.at("determination"),
            alert.at("feedback"),
            alert.at("comment"),
            alert.at("comments"),
            alert.at("reason"),
            more.at("reason"),
            more.at("comment"),
            more.at("dismissalReason"),
            more.at("statusReason"),
            alert.at("status"),
            event.at("status", "value"))
        : null;
  }

  /** Null where only the beginning has a date. An entry of the log has its own: what was done. */
  private static Instant told(CaseBlind event, CaseBlind alert) {
    Instant logged =
        isLogged(event)
            ? Moment.first(event.at("eventTimestamp"), event.at("submissionTimestamp"))
            : null;
    return logged != null
        ? logged
        : Moment.newest(
            alert.at("processingEndTimeUtc"),
            alert.at("processingEndTime"),
            alert.at("timeGeneratedUtc"),
            alert.at("timeGenerated"));
  }

  /** Rules match by scope, so an alert that names no resource has at least its own (B72). */
  private static Resource resource(CaseBlind alert, Entities entities, String alertId) {
    String id = CaseBlind.first(alert.at("azureResourceId"));
    if (id == null) {
      id = entities.bestResources().stream().findFirst().orElse(null);
    }
    String name = CaseBlind.first(alert.at("compromisedEntity"));
    if (name == null && id == null) {
      name = entities.hosts().stream().findFirst().orElse(null);
    }
    String scope = AzureId.scope(id == null && alertId.startsWith("/") ? alertId : id);
    if (id == null && name == null && scope == null) {
      return null;
    }
    String type = CaseBlind.first(alert.at("resourceType"), alert.at("attackedResourceType"));
    return new Resource(
        id, name == null ? AzureId.name(id) : name, type == null ? AzureId.type(id) : type, scope);
  }

  /** The resource's own names first; an address only where there is neither name nor entity. */
  private static List<String> configurationItems(Entities entities, Resource resource) {
    Stream<String> own =
        resource == null ? Stream.empty() : Stream.of(resource.id(), resource.name());
    List<String> named =
        Stream.of(entities.bestResources().stream(), entities.hosts().stream(), own)
            .flatMap(names -> names)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return named.isEmpty() ? entities.configurationItems() : named;
  }
}
