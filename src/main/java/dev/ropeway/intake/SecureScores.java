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

/** Secure scores of Defender for Cloud and their controls (B77): healthy at full marks. */
final class SecureScores {

  private SecureScores() {}

  static List<Candidate> read(CaseBlind event) {
    CaseBlind properties = event.at("properties");
    String id = event.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id");
    }
    Double current = properties.at("score", "current").number();
    Double max = properties.at("score", "max").number();
    if (current == null || max == null) {
      return List.of(Candidate.rejected(id, "/properties/score", "the score has no numbers"));
    }
    String title = CaseBlind.first(properties.at("displayName"), event.at("name"));
    Double unhealthy = properties.at("unhealthyResourceCount").number();
    boolean full = current >= max && (unhealthy == null || unhealthy == 0);
    Enrichment enrichment = new Enrichment(event);
    String scope = AzureId.scope(id);
    return List.of(
        enrichment.of(
            Recommendation.of(id, title == null ? id : title)
                .kind(Kind.SCORE)
                .assessmentKey(event.at("name").text())
                .description(description(properties))
                .category("Secure score")
                .source(DefenderReader.SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(
                    enrichment.or(
                        full ? RecommendationState.HEALTHY : RecommendationState.UNHEALTHY))
                .resource(new Resource(scope, AzureId.name(scope), null, scope))
                .tags(event.at("tags").tags())
                .raw(event.node())
                .build()));
  }

  private static String description(CaseBlind properties) {
    Facts facts = new Facts();
    facts.add("Score", properties.at("score", "current"));
    facts.add("Of", properties.at("score", "max"));
    facts.add("Healthy resources", properties.at("healthyResourceCount"));
    facts.add("Unhealthy resources", properties.at("unhealthyResourceCount"));
    facts.add("Not applicable resources", properties.at("notApplicableResourceCount"));
    facts.add("Weight", properties.at("weight"));
    return facts.text();
  }
}
