package dev.ropeway.correlation;

import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * One event with all that the store needs of it.
 *
 * @param sender the caller that its recommendation belongs to from now on; null where a person
 *     asked
 * @param within what the sender may speak of
 * @param group the recommendation that stands for its group; null when it stands alone
 * @param joins it brings a new recommendation into the group that it stands for
 * @param tell takes its outcome
 */
record IncomingEvent(
    String who,
    String sender,
    Bounds within,
    Candidate candidate,
    Digest key,
    byte[] fingerprint,
    Digest group,
    boolean joins,
    BiConsumer<IntakeOutcome.Kind, UUID> tell) {

  /** A sender's clock may run ahead this far; a date beyond it would shut out every later event. */
  private static final Duration MAX_AHEAD = Duration.ofHours(1);

  static IncomingEvent of(
      Candidate candidate,
      String who,
      String sender,
      Bounds within,
      Instant now,
      BiConsumer<IntakeOutcome.Kind, UUID> tell) {
    Recommendation event = candidate.recommendation();
    byte[] fingerprint = Digest.sha256(Json.write(event.dated(event.stateChangedAt(), null)));
    Instant seen = event.occurredAt() == null ? now : event.occurredAt();
    Instant changed = event.stateChangedAt() == null ? seen : event.stateChangedAt();
    Instant latest = now.plus(MAX_AHEAD);
    Recommendation dated =
        event.dated(changed.isAfter(latest) ? now : changed, seen.isAfter(latest) ? now : seen);
    return new IncomingEvent(
        who,
        sender,
        within,
        candidate.telling(dated),
        Digest.of(event.id()),
        fingerprint,
        null,
        false,
        tell);
  }

  Recommendation event() {
    return candidate.recommendation();
  }

  /**
   * The same, dated after what is known, where its date says only since when it is so: told later,
   * it is the newer word. What a deletion carries the date of stays before that (B83).
   */
  IncomingEvent after(StoredRecommendation known) {
    Recommendation event = event();
    boolean newer =
        candidate.since()
            && known != null
            && !event.occurredAt().isBefore(known.occurredAt())
            && !(known.state() == RecommendationState.DELETED
                && event.stateChangedAt().equals(known.stateChangedAt()));
    if (!newer) {
      return this;
    }
    Instant earliest =
        event.state() == known.state()
            ? known.stateChangedAt()
            : known.stateChangedAt().plus(1, ChronoUnit.MICROS);
    if (!event.stateChangedAt().isBefore(earliest)) {
      return this;
    }
    Candidate later = candidate.telling(event.dated(earliest, event.occurredAt()));
    return new IncomingEvent(who, sender, within, later, key, fingerprint, group, joins, tell);
  }

  /** The same as a member of a group: the group has the ticket. */
  IncomingEvent in(Digest newGroup) {
    return new IncomingEvent(
        who, sender, within, candidate, key, fingerprint, newGroup, joins, tell);
  }

  IncomingEvent joining() {
    return new IncomingEvent(who, sender, within, candidate, key, fingerprint, group, true, tell);
  }
}
