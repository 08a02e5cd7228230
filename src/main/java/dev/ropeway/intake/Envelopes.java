package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
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
  static Optional<Function<JsonNode, List<Candidate>>> reading(
      Iterable<EventReader> readers, Predicate<EventReader> which) {
    return StreamSupport.stream(readers.spliterator(), false)
        .filter(which)
        .findFirst()
        .map(reader -> item -> read(reader, item));
  }

  /** Its envelope knows when it was told, where the recommendation itself does not say. */
  static Candidate dated(Candidate candidate, Instant time) {
    if (candidate.isRejected() || candidate.recommendation().occurredAt() != null) {
      return candidate;
    }
    Recommendation read = candidate.recommendation();
    return candidate.telling(read.dated(read.stateChangedAt(), Limits.date(time)));
  }

  private static List<Candidate> read(EventReader reader, JsonNode item) {
    return reader
        .proof()
        .map(proof -> List.of(Candidate.rejected(null, "", proof.impossible(reader.source()))))
        .orElseGet(() -> reader.read(item));
  }
}
