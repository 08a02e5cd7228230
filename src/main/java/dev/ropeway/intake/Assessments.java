package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Candidate.Warning;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.intake.words.ResourceNames;
import dev.ropeway.intake.words.SoftwareUpdate;
import dev.ropeway.intake.words.Vulnerabilities;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Assessments and sub-assessments of Defender for Cloud, exported or from its API (B70–B76). */
final class Assessments {

  private static final Warning UNREADABLE =
      new Warning(
          "/properties/additionalData/CvesDetails",
          "must be an array of objects with a CveId; it was not read");

  private Assessments() {}

  static List<Candidate> read(CaseBlind event) {
    CaseBlind properties = event.at("properties");
    CaseBlind status = properties.at("status");
    CaseBlind metadata = properties.at("metadata");
    // The id, never the name: the name is the kind of recommendation, the id this one on this
    // resource
    // (B70).
    String id = event.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id");
    }
    Enrichment enrichment = new Enrichment(event);
    RecommendationState state = enrichment.or(state(status.at("code").word()));
    if (state == null) {
      return List.of(
          Candidate.rejected(
              id, "/properties/status/code", "must be Healthy, Unhealthy or NotApplicable"));
    }
    String title = CaseBlind.first(properties.at("displayName"), metadata.at("displayName"));
    if (title == null && state != RecommendationState.DELETED) {
      return List.of(
          Candidate.rejected(id, "/properties/displayName", "the recommendation has no name"));
    }
    Resource resource = resource(properties, id);
    String recommendationCategory =
        CaseBlind.first(
            metadata.at("recommendationCategory"), properties.at("recommendationCategory"));
    SoftwareUpdate update =
        new SoftwareUpdate(title, recommendationCategory, properties.at("additionalData"));
    Candidate read =
        enrichment.of(
            Recommendation.of(id, title == null ? nameless(event) : title)
                .assessmentKey(key(event))
                .description(
                    CaseBlind.paragraphs(
                        description(metadata, properties),
                        recommendationCategory == null ? null : riskFactors(properties)))
                .remediation(
                    CaseBlind.paragraphs(
                        Vulnerabilities.update(properties.at("additionalData", "softwareDetails")),
                        CaseBlind.first(
                            metadata.at("remediationDescription"), properties.at("remediation"))))
                .severity(
                    Severities.first(
                        properties.at("risk", "level"),
                        metadata.at("severity"),
                        status.at("severity"),
                        properties.at("additionalData", "severity")))
                .riskLevel(Severities.named(properties.at("risk", "level").text()).orElse(null))
                .category(category(metadata.at("categories"), properties.at("category")))
                .recommendationCategory(recommendationCategory)
                .source(DefenderReader.SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(state)
                .stateReason(reason(state, status))
                .stateChangedAt(changed(status, properties))
                .resource(resource)
                .vulnerability(update.told())
                .configurationItems(items(resource, properties.at("resourceDetails")))
                .url(link(properties.at("links"), event.at("links")))
                .tags(event.at("tags").tags())
                .raw(event.node())
                .build());
    return List.of(update.isUnreadable() ? read.warning(List.of(UNREADABLE)) : read);
  }

  private static RecommendationState state(String code) {
    return switch (code) {
      case "unhealthy" -> RecommendationState.UNHEALTHY;
      case "healthy" -> RecommendationState.HEALTHY;
      case "notapplicable" -> RecommendationState.NOT_APPLICABLE;
      case "removed" -> RecommendationState.DELETED;
      default -> null;
    };
  }

  private static String reason(RecommendationState state, CaseBlind status) {
    String cause = CaseBlind.first(status.at("cause"));
    return cause == null && state == RecommendationState.NOT_APPLICABLE
        ? CaseBlind.first(status.at("description"), status.at("code"))
        : cause;
  }

  private static String nameless(CaseBlind event) {
    return CaseBlind.first(event.at("name"), event.at("id"));
  }

  /** A sub-assessment belongs to the recommendation that it is a part of: rules name that (B45). */
  private static String key(CaseBlind event) {
    String parent = AzureId.after("assessments", event.at("id").text());
    return parent == null ? event.at("name").text() : parent;
  }

  private static Instant changed(CaseBlind status, CaseBlind properties) {
    return Moment.first(status.at("statusChangeDate"), properties.at("timeGenerated"));
  }

  /** The weaknesses that a scanner found, by the names that everybody knows (B25). */
  private static String description(CaseBlind metadata, CaseBlind properties) {
    CaseBlind more = properties.at("additionalData");
    CaseBlind details = more.at("vulnerabilityDetails");
    List<String> weaknesses =
        Stream.concat(
                more.at("cve").items().stream().map(weakness -> weakness.at("title").text()),
                Stream.of(details.at("cveId")).map(CaseBlind::text))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    String facts =
        new Facts()
            .add(CaseBlind.first(metadata.at("description"), properties.at("description")))
            .add(weaknesses.isEmpty() ? null : "CVE: " + String.join(", ", weaknesses))
            .add(Vulnerabilities.installed(more.at("softwareDetails")))
            .text();
    return CaseBlind.paragraphs(
        facts,
        Vulnerabilities.references(
            Stream.of(more.at("vendorReferences"), details.at("references"))
                .flatMap(Vulnerabilities::links)));
  }

  /** Told only in the form of recommendations that is new, so that the others keep their text. */
  private static String riskFactors(CaseBlind properties) {
    List<String> factors = properties.at("risk", "riskFactors").texts();
    return factors.isEmpty() ? null : "Risk factors: " + String.join(", ", factors);
  }

  private static Resource resource(CaseBlind properties, String assessmentId) {
    CaseBlind details = properties.at("resourceDetails");
    String id = CaseBlind.first(details.at("id"), details.at("nativeResourceId"));
    if (id == null || id.equalsIgnoreCase(assessmentId)) {
      id = assessed(assessmentId);
    }
    String name =
        CaseBlind.first(
            details.at("resourceName"),
            details.at("machineName"),
            details.at("databaseName"),
            details.at("serverName"));
    if (name == null && ResourceNames.isImage(id, null)) {
      name =
          CaseBlind.first(
              properties.at("additionalData", "artifactDetails", "repositoryName"),
              properties.at("additionalData", "repositoryName"));
      name = name == null ? ResourceNames.repository(id) : name;
    }
    if (id == null && name == null) {
      return null;
    }
    return new Resource(
        id, name == null ? AzureId.name(id) : name, type(details, id), scope(id, assessmentId));
  }

  /** What a CI could be called, best first; a database is more than the server it is on. */
  private static List<String> items(Resource resource, CaseBlind details) {
    Stream<String> own =
        resource == null ? Stream.empty() : Stream.of(resource.id(), resource.name());
    Stream<String> named =
        Stream.of("nativeResourceId", "resourceName", "machineName", "databaseName", "serverName")
            .map(field -> CaseBlind.first(details.at(field)));
    return Stream.concat(own, named).filter(Objects::nonNull).distinct().toList();
  }

  /**
   * The beginning of an assessment's own id: on-premises machines have no other (B72), and what
   * others made themselves may name the assessment instead.
   */
  private static String assessed(String assessmentId) {
    int provider =
        assessmentId.toLowerCase(Locale.ROOT).indexOf("/providers/microsoft.security/assessments/");
    return provider > 0 ? assessmentId.substring(0, provider) : null;
  }

  /** Images and resources of other clouds lie where their assessment does. */
  private static String scope(String id, String assessmentId) {
    return id != null && id.startsWith("/subscriptions/")
        ? AzureId.scope(id)
        : AzureId.scope(assessmentId);
  }

  private static String type(CaseBlind details, String id) {
    String type = details.at("resourceType").text();
    String provider = details.at("resourceProvider").text();
    if (type == null) {
      return AzureId.type(id);
    }
    return provider == null ? type : provider + "/" + type;
  }

  private static String category(CaseBlind categories, CaseBlind category) {
    return CaseBlind.first(new CaseBlind(categories.node().path(0)), categories, category);
  }

  /** Two names and two places (B74). The export leaves the scheme out; the mapping adds it. */
  private static String link(CaseBlind properties, CaseBlind event) {
    return Limits.link(
        properties.at("azurePortal"),
        properties.at("azurePortalUri"),
        event.at("azurePortal"),
        event.at("azurePortalUri"));
  }
}
