package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import java.util.stream.Stream;

/** The envelope of a continuous export, under any of the names it has had (B82). */
record Enrichment(CaseBlind event) {

  /** Delete wins over whatever state the copy still carries (B83). */
  RecommendationState or(RecommendationState state) {
    return says("action", "delete") ? RecommendationState.DELETED : state;
  }

  /** The recommendation, as news or as one repetition of many (B81). */
  Candidate of(Recommendation recommendation) {
    Recommendation kept = Limits.keep(recommendation);
    return says("isSnapshot", "true") ? Candidate.snapshot(kept) : Candidate.of(kept);
  }

  private boolean says(String field, String word) {
    return Stream.of(
            "assessmentEventDataEnrichment",
            "subAssessmentEventDataEnrichment",
            "securityEventDataEnrichment")
        .anyMatch(envelope -> event.at(envelope, field).is(word));
  }
}
