package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Standards of regulatory compliance, their controls and the assessments of these (B85). */
final class ComplianceStates {

  private ComplianceStates() {}

  static List<Candidate> read(CaseBlind event) {
    CaseBlind properties = event.at("properties");
    String id = event.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id");
    }
    Enrichment enrichment = new Enrichment(event);
    RecommendationState state = enrichment.or(state(properties.at("state").word()));
    if (state == null) {
      return List.of(
          Candidate.rejected(
              id, "/properties/state", "must be Passed, Failed, Skipped or Unsupported"));
    }
    String scope = AzureId.scope(id);
    return List.of(
        enrichment.of(
            Recommendation.of(id, title(id, properties))
                .kind(Kind.COMPLIANCE)
                .assessmentKey(event.at("name").text())
                .description(description(properties))
                .category("Regulatory compliance")
                .source(DefenderReader.SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(state)
                .stateReason(
                    state == RecommendationState.NOT_APPLICABLE
                        ? properties.at("state").text()
                        : null)
                .resource(new Resource(scope, AzureId.name(scope), null, scope))
                .url(Limits.link(properties.at("assessmentDetailsLink")))
                .tags(event.at("tags").tags())
                .raw(event.node())
                .build()));
  }

  private static RecommendationState state(String word) {
    return switch (word) {
      case "failed" -> RecommendationState.UNHEALTHY;
      case "passed" -> RecommendationState.HEALTHY;
      case "skipped", "unsupported" -> RecommendationState.NOT_APPLICABLE;
      default -> null;
    };
  }

  /** "ISO-27001 A.8.2.1: Labelling of information"; the id for want of anything better. */
  private static String title(String id, CaseBlind properties) {
    String place =
        Stream.of("regulatoryComplianceStandards", "regulatoryComplianceControls")
            .map(segment -> AzureId.after(segment, id))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    String what = CaseBlind.first(properties.at("description"));
    if (place.isEmpty()) {
      return what == null ? id : what;
    }
    return what == null ? place : place + ": " + what;
  }

  private static String description(CaseBlind properties) {
    Facts facts = new Facts().add(CaseBlind.first(properties.at("description")));
    for (String things : List.of("Controls", "Assessments", "Resources")) {
      for (String how : List.of("passed", "failed", "skipped", "unsupported")) {
        facts.add(things + " " + how, properties.at(how + things));
      }
    }
    return facts.text();
  }
}
