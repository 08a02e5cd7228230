package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.FindingState;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Recommendation.Resource;
import dev.ropeway.assignment.Severity;
import dev.ropeway.assignment.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads Defender for Cloud's continuous export: assessments, sub-assessments and security alerts, in
 * the envelope of today and the PascalCase one of 2019 (B70–B90).
 */
@ApplicationScoped
public class DefenderReader implements EventReader {

  private static final String SOURCE = "microsoft";
  private static final int SHORT = 1000;
  private static final int LONG = 100_000;

  @Override
  public String source() {
    return "defender";
  }

  @Override
  public Proposal read(JsonNode json) {
    CaseBlind event = new CaseBlind(json);
    if (!json.isObject()) {
      return Proposal.rejected(null, "", "an event must be an object");
    }
    String type = lower(event.at("type").text());
    if (type.contains("/alerts") || isAlertExport(event)) {
      return alert(event);
    }
    boolean finding = type.endsWith("/assessments") || type.endsWith("/subassessments");
    if (finding || (type.isEmpty() && event.at("properties", "status", "code").isPresent())) {
      return assessment(event);
    }
    return Proposal.rejected(
        event.at("id").text(),
        "/type",
        type.isEmpty()
            ? "neither an assessment nor a security alert"
            : "events of type " + event.at("type").text() + " do not become tickets");
  }

  private static Proposal assessment(CaseBlind event) {
    CaseBlind properties = event.at("properties");
    CaseBlind status = properties.at("status");
    CaseBlind metadata = properties.at("metadata");
    // The id, never the name: the name is the kind of finding, the id this one on this resource (B70).
    String id = event.at("id").text();
    if (id == null || id.length() > Recommendation.MAX_ID_LENGTH) {
      return Proposal.rejected(null, "/id", "the assessment's id is missing or longer than 1024");
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
        new Recommendation(
            id,
            cut(title == null ? event.at("name").text() : title, SHORT),
            cut(CaseBlind.first(metadata.at("description"), properties.at("description")), LONG),
            cut(
                CaseBlind.first(metadata.at("remediationDescription"), properties.at("remediation")),
                LONG),
            severity(
                properties.at("risk", "level"),
                metadata.at("severity"),
                status.at("severity"),
                properties.at("additionalData", "severity")),
            category(metadata.at("categories"), properties.at("category")),
            SOURCE,
            state,
            first(
                status.at("statusChangeDate").instant(),
                properties.at("timeGenerated").instant()),
            resource(properties.at("resourceDetails"), id),
            link(properties.at("links"), event.at("links")),
            null,
            tags(event.at("tags")),
            null,
            event.node());
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
    String id = CaseBlind.first(event.at("id"), alert.at("systemAlertId"));
    if (id == null || id.length() > Recommendation.MAX_ID_LENGTH) {
      return Proposal.rejected(null, "/id", "the alert's id is missing or longer than 1024");
    }
    String title = CaseBlind.first(alert.at("alertDisplayName"), alert.at("alertName"), alert.at("displayName"));
    if (title == null) {
      return Proposal.rejected(id, "/properties/alertDisplayName", "the alert has no name");
    }
    return Proposal.of(
        new Recommendation(
            id,
            cut(title, SHORT),
            cut(alert.at("description").text(), LONG),
            cut(alert.at("remediationSteps").lines(), LONG),
            severity(alert.at("severity"), alert.at("alertSeverity")),
            CaseBlind.first(alert.at("intent")) == null ? "Alert" : cut(alert.at("intent").lines(), 200),
            SOURCE,
            alertState(lower(alert.at("status").text())),
            first(
                alert.at("processingEndTimeUtc").instant(),
                first(
                    alert.at("timeGeneratedUtc").instant(),
                    first(alert.at("timeGenerated").instant(), alert.at("startTimeUtc").instant()))),
            alertResource(alert),
            CaseBlind.first(alert.at("alertUri"), alert.at("alertLink")),
            null,
            tags(event.at("tags")),
            null,
            event.node()));
  }

  private static FindingState alertState(String status) {
    return switch (status) {
      case "resolved" -> FindingState.HEALTHY;
      case "dismissed" -> FindingState.NOT_APPLICABLE;
      default -> FindingState.UNHEALTHY; // New, Active, InProgress
    };
  }

  private static Resource alertResource(CaseBlind alert) {
    String id = alert.at("azureResourceId").text();
    for (JsonNode one : alert.at("resourceIdentifiers").node()) {
      if (id == null) {
        id = new CaseBlind(one).at("azureResourceId").text();
      }
    }
    String name = CaseBlind.first(alert.at("compromisedEntity"));
    return id == null && name == null
        ? null
        : new Resource(cut(id, 2048), cut(name == null ? lastSegment(id) : name, SHORT), null, cut(scope(id), 2048));
  }

  /** On-premises machines have no id (B72); the assessment's own id begins with its resource's. */
  private static Resource resource(CaseBlind details, String assessmentId) {
    String id = CaseBlind.first(details.at("id"), details.at("nativeResourceId"));
    if (id == null) {
      int provider = assessmentId.toLowerCase(Locale.ROOT).indexOf("/providers/microsoft.security/assessments/");
      id = provider > 0 ? assessmentId.substring(0, provider) : null;
    }
    String name = CaseBlind.first(details.at("resourceName"), details.at("machineName"), details.at("databaseName"));
    String type = typeOf(details);
    if (id == null && name == null) {
      return null;
    }
    return new Resource(
        cut(id, 2048), cut(name == null ? lastSegment(id) : name, SHORT), type, cut(scope(id), 2048));
  }

  private static String typeOf(CaseBlind details) {
    String type = details.at("resourceType").text();
    String provider = details.at("resourceProvider").text();
    return cut(type == null || provider == null ? type : provider + "/" + type, 200);
  }

  private static String lastSegment(String id) {
    return id == null ? null : id.substring(id.lastIndexOf('/') + 1);
  }

  /** The subscription or resource group: what rules match by prefix. */
  private static String scope(String id) {
    if (id == null) {
      return null;
    }
    int providers = id.toLowerCase(Locale.ROOT).indexOf("/providers/");
    return providers > 0 ? id.substring(0, providers) : id;
  }

  /** The first that is a severity of ours; Defender's are among them (B73, B75). Medium if none. */
  private static Severity severity(CaseBlind... candidates) {
    for (CaseBlind candidate : candidates) {
      var severity = Severity.named(candidate.text());
      if (severity.isPresent()) {
        return severity.get();
      }
    }
    return Severity.MEDIUM;
  }

  private static String category(CaseBlind categories, CaseBlind category) {
    String first = categories.node().path(0).asText("");
    return cut(first.isBlank() ? CaseBlind.first(categories, category) : first, 200);
  }

  /** The export leaves the scheme out, which the mapping puts back (B74). */
  private static String link(CaseBlind... links) {
    for (CaseBlind link : links) {
      String url = CaseBlind.first(link.at("azurePortal"), link.at("azurePortalUri"));
      if (url != null) {
        return cut(url, 4096);
      }
    }
    return null;
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
                      Text.clean(tag.getKey()),
                      cut(Text.clean(tag.getValue().asText()), SHORT));
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
