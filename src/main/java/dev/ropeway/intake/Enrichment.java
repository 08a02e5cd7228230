package dev.ropeway.intake;

import dev.ropeway.correlation.Proposal;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import java.util.stream.Stream;

/** The envelope of a continuous export, under any of the names it has had (B82). */
record Enrichment(CaseBlind event) {

  /** Delete wins over whatever state the copy still carries (B83). */
  FindingState or(FindingState state) {
    return says("action", "delete") ? FindingState.DELETED : state;
  }

  /** The finding, as news or as one repetition of many (B81). */
  Proposal of(Recommendation finding) {
    Recommendation kept = Limits.keep(finding);
    return says("isSnapshot", "true") ? Proposal.snapshot(kept) : Proposal.of(kept);
  }

  private boolean says(String field, String word) {
    return Stream.of(
            "assessmentEventDataEnrichment",
            "subAssessmentEventDataEnrichment",
            "securityEventDataEnrichment")
        .anyMatch(envelope -> event.at(envelope, field).is(word));
  }
}
