package dev.ropeway.correlation;

import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.IntakeOutcome.Kind;
import dev.ropeway.correlation.StoredRecommendation.StoredAssignment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import java.time.Instant;
import java.util.Arrays;

/**
 * What an event changes, decided from what is known of its recommendation. Pure: the same event on
 * the same knowledge gives the same verdict. ARCHITECTURE.md has it as a table.
 *
 * @param remember the event is the newest word on the recommendation and replaces what is stored
 * @param of the ended assignment that a follow, a reopening or a note is about; null for the others
 */
record IntakeDecision(Kind kind, boolean remember, Move move, StoredAssignment of) {

  /** What becomes of the work. */
  enum Move {
    NONE,
    /** A new assignment. */
    ASSIGN,
    /** A new assignment whose ticket names the one it follows. */
    FOLLOW,
    /** The ended ticket is to be worked on again. */
    REOPEN,
    /** The ended ticket gets a work note. */
    NOTE,
    /** Live assignments are to show what is new. */
    UPDATE,
    /** Live assignments are to end as their policy says. */
    END
  }

  private static final IntakeDecision UNCHANGED = plain(Kind.UNCHANGED, false, Move.NONE);

  static IntakeDecision plain(Kind kind, boolean remember, Move move) {
    return new IntakeDecision(kind, remember, move, null);
  }

  /**
   * @param joins the event brings a new recommendation into the group that this one stands for
   */
  static IntakeDecision of(
      StoredRecommendation known,
      Candidate event,
      byte[] fingerprint,
      boolean joins,
      Instant moment) {
    Recommendation now = event.recommendation();
    boolean matched = event.order() != null;
    if (known == null) {
      return unheard(now, matched);
    }
    if (older(now, known)) {
      return UNCHANGED;
    }
    // Whether any rule matched before says nothing: the recommendation may have been healthy then.
    boolean never = known.made().isEmpty();
    if (now.needsWork() && never && matched) {
      return plain(Kind.CREATED, true, Move.ASSIGN);
    }
    boolean repeated =
        now.state() == known.state()
            && (event.snapshot() || Arrays.equals(known.fingerprint(), fingerprint));
    if (repeated && !joins) {
      return now.needsWork() && never ? plain(Kind.UNMATCHED, false, Move.NONE) : UNCHANGED;
    }
    if (!now.needsWork()) {
      return plain(Kind.UPDATED, true, known.hasLive() ? Move.END : Move.NONE);
    }
    if (known.hasLive()) {
      return plain(Kind.UPDATED, true, Move.UPDATE);
    }
    if (known.state() == RecommendationState.UNHEALTHY && !never && !joins) {
      // A person ended the work while the recommendation stood; only its coming back opens new
      // work.
      return plain(Kind.UPDATED, true, Move.NONE);
    }
    return matched
        ? returned(known.last(), event.order(), moment)
        : plain(Kind.UNMATCHED, true, Move.NONE);
  }

  private static IntakeDecision unheard(Recommendation now, boolean matched) {
    if (!matched && !now.kind().isWork()) {
      // Scores and compliance come in floods and are nobody's work: not even remembered.
      return plain(Kind.UNMATCHED, false, Move.NONE);
    }
    if (!now.needsWork()) {
      // Remembered all the same: an older event may still arrive and must not open work (B84).
      return plain(Kind.UNCHANGED, true, Move.NONE);
    }
    return matched
        ? plain(Kind.CREATED, true, Move.ASSIGN)
        : plain(Kind.UNMATCHED, true, Move.NONE);
  }

  /** The recommendation is back, and its work was over. */
  private static IntakeDecision returned(
      StoredAssignment last, TicketRequest order, Instant moment) {
    boolean sameDesk =
        last != null
            && last.hasTicket()
            && last.status() == Status.CLOSED
            && last.integration().equals(order.integration());
    if (!sameDesk) {
      return plain(Kind.CREATED, true, Move.ASSIGN);
    }
    if (last.endedBy() == EndedBy.GONE || !last.mayBeReopened()) {
      // What is closed, canceled or deleted stays so, and not every kind can be reopened.
      return new IntakeDecision(Kind.CREATED, true, Move.FOLLOW, last);
    }
    Policy policy = last.policy();
    if (last.endedBy() == EndedBy.ROPEWAY) {
      boolean soon = !moment.isAfter(last.endedAt().plus(policy.reopenWithin()));
      return soon
          ? new IntakeDecision(Kind.UPDATED, true, Move.REOPEN, last)
          : new IntakeDecision(Kind.CREATED, true, Move.FOLLOW, last);
    }
    return switch (policy.returnedAfterPerson()) {
      case REOPEN -> new IntakeDecision(Kind.UPDATED, true, Move.REOPEN, last);
      case NEW -> new IntakeDecision(Kind.CREATED, true, Move.FOLLOW, last);
      case NOTE -> new IntakeDecision(Kind.UPDATED, true, Move.NOTE, last);
    };
  }

  private static boolean older(Recommendation now, StoredRecommendation known) {
    int order = now.stateChangedAt().compareTo(known.stateChangedAt());
    return order < 0
        || (order == 0
            && (now.occurredAt().isBefore(known.occurredAt()) || wasDeleted(now, known)));
  }

  /**
   * A deletion carries the date of the state that it ends (B83): that state, brought once more,
   * came before it. Dates that are a guess of ours say nothing; they equal each other.
   */
  private static boolean wasDeleted(Recommendation now, StoredRecommendation known) {
    return known.state() == RecommendationState.DELETED
        && now.state() != RecommendationState.DELETED
        && !now.stateChangedAt().equals(now.occurredAt());
  }
}
