package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Proposal;
import dev.ropeway.recommendation.Recommendation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Chooses who reads what an envelope carries: the only way from one reader to another, so that none
 * gets around what proves a source.
 */
final class Envelopes {

  private Envelopes() {}

  /** How that reader reads an item; empty when there is none such. */
  static Optional<Function<JsonNode, List<Proposal>>> reading(
      Iterable<EventReader> readers, Predicate<EventReader> which) {
    return StreamSupport.stream(readers.spliterator(), false)
        .filter(which)
        .findFirst()
        .map(reader -> item -> read(reader, item));
  }

  /** Its envelope knows when it was told, where the finding itself does not say. */
  static Proposal dated(Proposal proposal, Instant time) {
    if (proposal.isRejected() || proposal.recommendation().occurredAt() != null) {
      return proposal;
    }
    Recommendation read = proposal.recommendation();
    return proposal.telling(read.dated(read.stateChangedAt(), Limits.date(time)));
  }

  private static List<Proposal> read(EventReader reader, JsonNode item) {
    return reader
        .proof()
        .map(proof -> List.of(Proposal.rejected(null, "", proof.impossible(reader.source()))))
        .orElseGet(() -> reader.read(item));
  }
}
