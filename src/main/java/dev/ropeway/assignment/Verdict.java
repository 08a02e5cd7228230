package dev.ropeway.assignment;

import dev.ropeway.assignment.Outcome.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What an event changes, decided from what is known of its finding. Pure: the same event on the
 * same knowledge gives the same verdict.
 *
 * @param remember the event is the newest word on the finding and replaces what is stored
 * @param assign a new assignment is to be made
 * @param goal what live assignments are to come to; null leaves them alone
 */
record Verdict(Kind kind, boolean remember, boolean assign, Goal goal) {

  private static final Verdict UNCHANGED = new Verdict(Kind.UNCHANGED, false, false, null);

  /** The stored finding: its latest state and the assignments that came of it, newest first. */
  record Known(
      FindingState state,
      Instant stateChangedAt,
      Instant occurredAt,
      byte[] fingerprint,
      boolean matched,
      List<Made> made) {

    boolean hasLive() {
      return made.stream().anyMatch(Made::live);
    }

    UUID latest() {
      return made.stream()
          .filter(Made::live)
          .findFirst()
          .or(() -> made.stream().findFirst())
          .map(Made::id)
          .orElse(null);
    }
  }

  /** An assignment that was made of a finding. */
  record Made(UUID id, Status status, String integration) {
    boolean live() {
      return status != Status.CLOSED && status != Status.WITHDRAWN;
    }
  }

  static Verdict of(Known known, Proposal event, byte[] fingerprint) {
    Recommendation now = event.recommendation();
    boolean matched = event.order() != null;
    if (known == null) {
      if (!now.needsWork()) {
        // Remembered all the same: an older event may still arrive and must not open work (B84).
        return new Verdict(Kind.UNCHANGED, true, false, null);
      }
      return matched
          ? new Verdict(Kind.CREATED, true, true, null)
          : new Verdict(Kind.UNMATCHED, true, false, null);
    }
    if (older(now, known)) {
      return UNCHANGED;
    }
    // Whether any rule matched before says nothing: the finding may have been healthy then.
    boolean never = known.made().isEmpty();
    if (now.needsWork() && never && matched) {
      return new Verdict(Kind.CREATED, true, true, null);
    }
    boolean repeated =
        now.state() == known.state()
            && (event.snapshot() || Arrays.equals(known.fingerprint(), fingerprint));
    if (repeated) {
      return now.needsWork() && never ? new Verdict(Kind.UNMATCHED, false, false, null) : UNCHANGED;
    }
    if (!now.needsWork()) {
      return new Verdict(Kind.UPDATED, true, false, known.hasLive() ? Goal.RESOLVED : null);
    }
    if (known.hasLive()) {
      return new Verdict(Kind.UPDATED, true, false, Goal.OPEN);
    }
    if (known.state() == FindingState.UNHEALTHY && !never) {
      // A person ended the work while the finding stood; only its coming back opens new work.
      return new Verdict(Kind.UPDATED, true, false, null);
    }
    return matched
        ? new Verdict(Kind.CREATED, true, true, null)
        : new Verdict(Kind.UNMATCHED, true, false, null);
  }

  private static boolean older(Recommendation now, Known known) {
    int order = now.stateChangedAt().compareTo(known.stateChangedAt());
    return order < 0
        || (order == 0
            && (now.occurredAt().isBefore(known.occurredAt()) || wasDeleted(now, known)));
  }

  /**
   * A deletion carries the date of the state that it ends (B83): that state, brought once more,
   * came before it. Dates that are a guess of ours say nothing; they equal each other.
   */
  private static boolean wasDeleted(Recommendation now, Known known) {
    return known.state() == FindingState.DELETED
        && now.state() != FindingState.DELETED
        && !now.stateChangedAt().equals(now.occurredAt());
  }
}
