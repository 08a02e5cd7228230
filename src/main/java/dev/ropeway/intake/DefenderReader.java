package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.FindingState;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Recommendation.Resource;
import dev.ropeway.assignment.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads Defender for Cloud's continuous export: assessments, sub-assessments and security alerts,
 * in the envelope of today and the PascalCase one of 2019 (B70–B90).
 */
@ApplicationScoped
public class DefenderReader implements EventReader {

  private static final String SOURCE = "microsoft";
  private static final int SHORT = 1000;
  private static final int LONG = 100_000;
  private static final int MAX_URL_LENGTH = 4096;
  private static final String NO_KEY = "is missing, longer than 1024 or has control characters";

  @Override
  public String source() {
    return "defender";
  }

  @Override
  public List<Proposal> read(JsonNode json) {
    return List.of(one(json));
  }

  private static Proposal one(JsonNode json) {
    CaseBlind event = new CaseBlind(json);
    if (!json.isObject()) {
      return Proposal.rejected(null, "", "an event must be an object");
    }
    String type = lower(event.at("type").text());
    if (type.endsWith("/alerts") || isAlertExport(event) || isLogged(event)) {
      return alert(event);
    }
    boolean finding = type.endsWith("/assessments") || type.endsWith("/subassessments");
    if (finding || (type.isEmpty() && event.at("properties", "status", "code").isPresent())) {
      return assessment(event);
    }
    return Proposal.rejected(
        cut(event.at("id").text(), Recommendation.MAX_ID_LENGTH),
        "/type",
        type.isEmpty()
            ? "neither an assessment nor a security alert"
            : "events of type " + cut(event.at("type").text(), 200) + " do not become tickets");
  }

  private static Proposal assessment(CaseBlind event) {
    CaseBlind properties = event.at("properties");
    CaseBlind status = properties.at("status");
    CaseBlind metadata = properties.at("metadata");
    // The id, never the name: the name is the kind of finding, the id this one on this resource
    // (B70).
    String id = event.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Proposal.rejected(null, "/id", "the assessment's id " + NO_KEY);
    }
    String title = CaseBlind.first(properties.at("displayName"), metadata.at("displayName"));
    FindingState state = state(event, lower(status.at("code").text()));
    if (state == null) {
      return Proposal.rejected(
          id, "/properties/status/code", "must be Healthy, Unhealthy or NotApplicable");
    }
    if (title == null && state != FindingState.DELETED) {
      return Proposal.rejected(id, "/properties/displayName", "the recommendation has no name");
    }
    Recommendation finding =
        Recommendation.of(
                id,
                cut(
                    title == null ? CaseBlind.first(event.at("name"), event.at("id")) : title,
                    SHORT))
            .assessmentKey(cut(event.at("name").text(), SHORT))
            .description(
                cut(
                    CaseBlind.first(metadata.at("description"), properties.at("description")),
                    LONG))
            .remediation(
                cut(
                    CaseBlind.first(
                        metadata.at("remediationDescription"), properties.at("remediation")),
                    LONG))
            .severity(
                Severities.first(
                    properties.at("risk", "level"),
                    metadata.at("severity"),
                    status.at("severity"),
                    properties.at("additionalData", "severity")))
            .riskLevel(Severities.named(properties.at("risk", "level").text()).orElse(null))
            .category(category(metadata.at("categories"), properties.at("category")))
            .source(SOURCE)
            .state(state)
            .stateReason(cut(CaseBlind.first(status.at("cause")), SHORT))
            .stateChangedAt(
                first(
                    status.at("statusChangeDate").instant(),
                    properties.at("timeGenerated").instant()))
            .resource(resource(properties.at("resourceDetails"), id))
            .url(link(properties.at("links"), event.at("links")))
            .tags(tags(event.at("tags")))
            .raw(event.node())
            .build();
    return isSnapshot(event) ? Proposal.snapshot(finding) : Proposal.of(finding);
  }

  /** Delete wins over whatever state the copy of the assessment still carries (B83). */
  private static FindingState state(CaseBlind event, String code) {
    if (enrichment(event, "action").map("delete"::equalsIgnoreCase)) {
      return FindingState.DELETED;
    }
    return switch (code) {
      case "unhealthy" -> FindingState.UNHEALTHY;
      case "healthy" -> FindingState.HEALTHY;
      case "notapplicable" -> FindingState.NOT_APPLICABLE;
      case "removed" -> FindingState.DELETED;
      default -> null;
    };
  }

  private static boolean isSnapshot(CaseBlind event) {
    return enrichment(event, "isSnapshot").map("true"::equalsIgnoreCase);
  }

  /** A field of the envelope, under any of the names it has had (B82). */
  private record Envelope(String... values) {
    boolean map(java.util.function.Predicate<String> test) {
      return java.util.Arrays.stream(values).anyMatch(value -> value != null && test.test(value));
    }
  }

  private static Envelope enrichment(CaseBlind event, String field) {
    return new Envelope(
        asText(event.at("assessmentEventDataEnrichment", field)),
        asText(event.at("subAssessmentEventDataEnrichment", field)),
        asText(event.at("securityEventDataEnrichment", field)));
  }

  private static String asText(CaseBlind value) {
    return value.node().isValueNode() ? value.node().asText() : null;
  }

  private static boolean isAlertExport(CaseBlind event) {
    return event.at("SystemAlertId").isPresent() && event.at("AlertType").isPresent();
  }

  /** Alerts come as the alerts API has them or flat, in PascalCase (B89). */
  private static Proposal alert(CaseBlind event) {
    CaseBlind alert = event.at("properties").isPresent() ? event.at("properties") : event;
    String id =
        isLogged(event)
            ? loggedId(event)
            : CaseBlind.first(event.at("id"), alert.at("systemAlertId"));
    if (!Recommendation.isKey(id)) {
      return Proposal.rejected(null, "/id", "the alert's id " + NO_KEY);
    }
    String title =
        CaseBlind.first(
            alert.at("alertDisplayName"),
            alert.at("alertName"),
            alert.at("displayName"),
            event.at("eventName", "value"));
    if (title == null) {
      return Proposal.rejected(id, "/properties/alertDisplayName", "the alert has no name");
    }
    return Proposal.of(
        Recommendation.of(id, cut(title, SHORT))
            .kind(Recommendation.Kind.ALERT)
            .assessmentKey(cut(CaseBlind.first(alert.at("alertType")), SHORT))
            .description(
                cut(CaseBlind.first(alert.at("description"), event.at("description")), LONG))
            .remediation(cut(alert.at("remediationSteps").lines(), LONG))
            .severity(
                Severities.first(
                    alert.at("severity"), alert.at("alertSeverity"), alert.at("reportedSeverity")))
            .category(intent(alert.at("intent")))
            .source(SOURCE)
            .state(alertState(event, alert))
            .stateChangedAt(alertDate(event, alert))
            .resource(alertResource(alert, id))
            .url(address(CaseBlind.first(alert.at("alertUri"), alert.at("alertLink"))))
            .tags(tags(event.at("tags")))
            .raw(event.node())
            .build());
  }

  /** An entry of the activity log: the alert is told by its resource type, or by what was done. */
  private static boolean isLogged(CaseBlind event) {
    return lower(event.at("resourceType", "value").text()).endsWith("/alerts")
        || lower(event.at("operationName", "value").text()).contains("/alerts/");
  }

  /** The alert's id, as its API has it: an entry's own differs each time the alert is touched. */
  private static String loggedId(CaseBlind event) {
    String id = CaseBlind.first(event.at("resourceId"), event.at("id"));
    int entry = lower(id).indexOf("/events/");
    return entry > 0 ? id.substring(0, entry) : id;
  }

  /** One word, a comma list or a list inside a string (B89, B90). */
  private static String intent(CaseBlind intent) {
    String lines = intent.lines();
    return lines == null ? "Alert" : cut(lines.replaceAll("\\R", ", "), 200);
  }

  private static FindingState alertState(CaseBlind event, CaseBlind alert) {
    String status = lower(CaseBlind.first(alert.at("status"), event.at("status", "value")));
    String done = lower(event.at("operationName", "value").text());
    if (status.equals("resolved") || done.contains("/resolve/")) {
      return FindingState.HEALTHY;
    }
    return status.equals("dismissed") || done.contains("/dismiss/")
        ? FindingState.NOT_APPLICABLE
        : FindingState.UNHEALTHY; // New, Active, InProgress
  }

  private static Instant alertDate(CaseBlind event, CaseBlind alert) {
    return Stream.of(
            alert.at("processingEndTimeUtc"),
            alert.at("processingEndTime"),
            alert.at("timeGeneratedUtc"),
            alert.at("timeGenerated"),
            event.at("eventTimestamp"),
            event.at("submissionTimestamp"),
            alert.at("startTimeUtc"))
        .map(CaseBlind::instant)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Rules match by scope, so an alert that names no resource has at least its own (B72). */
  private static Resource alertResource(CaseBlind alert, String alertId) {
    String id = alert.at("azureResourceId").text();
    for (JsonNode one : alert.at("resourceIdentifiers").node()) {
      if (id == null) {
        id = new CaseBlind(one).at("azureResourceId").text();
      }
    }
    String name = CaseBlind.first(alert.at("compromisedEntity"));
    String scope = AzureId.scope(id != null ? id : alertId.startsWith("/") ? alertId : null);
    return id == null && name == null && scope == null
        ? null
        : new Resource(
            cut(id, 2048),
            cut(name == null ? AzureId.name(id) : name, SHORT),
            cut(CaseBlind.first(alert.at("resourceType"), alert.at("attackedResourceType")), 200),
            cut(scope, 2048));
  }

  /** On-premises machines have no id (B72); the assessment's own id begins with its resource's. */
  private static Resource resource(CaseBlind details, String assessmentId) {
    String id = CaseBlind.first(details.at("id"), details.at("nativeResourceId"));
    if (id == null) {
      int provider =
          assessmentId
              .toLowerCase(Locale.ROOT)
              .indexOf("/providers/microsoft.security/assessments/");
      id = provider > 0 ? assessmentId.substring(0, provider) : null;
    }
    String name =
        CaseBlind.first(
            details.at("resourceName"), details.at("machineName"), details.at("databaseName"));
    String type = typeOf(details);
    if (id == null && name == null) {
      return null;
    }
    return new Resource(
        cut(id, 2048),
        cut(name == null ? AzureId.name(id) : name, SHORT),
        type,
        cut(AzureId.scope(id), 2048));
  }

  private static String typeOf(CaseBlind details) {
    String type = details.at("resourceType").text();
    String provider = details.at("resourceProvider").text();
    return cut(type == null || provider == null ? type : provider + "/" + type, 200);
  }

  private static String category(CaseBlind categories, CaseBlind category) {
    return cut(
        CaseBlind.first(new CaseBlind(categories.node().path(0)), categories, category), 200);
  }

  /** The export leaves the scheme out, which the mapping puts back (B74). */
  private static String link(CaseBlind... links) {
    for (CaseBlind link : links) {
      String url = CaseBlind.first(link.at("azurePortal"), link.at("azurePortalUri"));
      if (url != null) {
        return address(url);
      }
    }
    return null;
  }

  /** A link that was cut would lead elsewhere. */
  private static String address(String url) {
    return url == null || url.length() > MAX_URL_LENGTH ? null : url;
  }

  private static Map<String, String> tags(CaseBlind tags) {
    Map<String, String> read = new TreeMap<>();
    if (tags.node().isObject()) {
      tags.node()
          .properties()
          .forEach(
              tag -> {
                if (tag.getValue().isValueNode() && !tag.getValue().isNull() && read.size() < 200) {
                  read.put(
                      Text.clean(tag.getKey()), cut(Text.clean(tag.getValue().asText()), SHORT));
                }
              });
    }
    return read;
  }

  private static <T> T first(T one, T other) {
    return one == null ? other : one;
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int max) {
    return Text.cut(text, max);
  }
}
