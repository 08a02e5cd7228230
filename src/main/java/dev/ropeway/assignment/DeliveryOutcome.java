package dev.ropeway.assignment;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.TimelineEntry.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a delivery ended, as it is recorded under the claim's fence. */
public sealed interface DeliveryOutcome {

  Claim claim();

  Progress progress();

  /** The same with other progress. */
  DeliveryOutcome with(Progress progress);

  /** The same with one line more for the timeline. */
  default DeliveryOutcome noting(What what, String detail) {
    return with(progress().noting(what, detail));
  }

  /**
   * What was reached, whatever comes next.
   *
   * @param ticket what the instance showed; null leaves what is stored
   * @param sent what was written; null leaves what is stored, as does {@code echoed}
   * @param notesWritten how many of the claim's work notes the ticket has by now
   * @param reassigned what became of the claim's reassignment; null while that is open
   * @param lines for the timeline
   */
  record Progress(
      Ticket ticket,
      Map<String, String> sent,
      Map<String, String> echoed,
      int notesWritten,
      Reassigned reassigned,
      List<Line> lines) {

    public static final Progress NONE = new Progress(null, null, null, 0, null, List.of());

    public Progress noted(int written) {
      return new Progress(ticket, sent, echoed, written, reassigned, lines);
    }

    public Progress noting(What what, String detail) {
      List<Line> more = new ArrayList<>(lines);
      more.add(new Line(what, detail));
      return new Progress(ticket, sent, echoed, notesWritten, reassigned, List.copyOf(more));
    }
  }

  /**
   * A reassignment that is over.
   *
   * @param made false where somebody else had changed the ticket's owner or group: theirs stand
   * @param owner of the ticket by now, as people write one; null for none
   */
  record Reassigned(Reassignment asked, boolean made, String owner) {}

  /** A line for the timeline. */
  record Line(What what, String detail) {}

  /** The ticket is as the claim's revision wants it. */
  record Delivered(Claim claim, Progress progress) implements DeliveryOutcome {

    @Override
    public Delivered with(Progress other) {
      return new Delivered(claim, other);
    }

    @Override
    public boolean isDelivered() {
      return true;
    }
  }

  /** The work is over. */
  record Closed(Claim claim, Progress progress, EndedBy endedBy, String closeReason)
      implements DeliveryOutcome {

    @Override
    public Closed with(Progress other) {
      return new Closed(claim, other, endedBy, closeReason);
    }

    @Override
    public boolean isDelivered() {
      return true;
    }

    @Override
    public Event event() {
      return Event.ENDED;
    }
  }

  /** The ticket is ended for good, and another assignment goes on with the recommendation. */
  record FollowedUp(Claim claim, Progress progress, String closeReason) implements DeliveryOutcome {

    @Override
    public FollowedUp with(Progress other) {
      return new FollowedUp(claim, other, closeReason);
    }

    @Override
    public boolean isDelivered() {
      return true;
    }

    @Override
    public Event event() {
      return Event.ENDED;
    }

    @Override
    public EndedBy endedBy() {
      return EndedBy.PERSON;
    }
  }

  /**
   * To be looked at again, and nothing went wrong.
   *
   * @param next when
   */
  record Postponed(
      Claim claim, Progress progress, Instant next, Instant unsettledUntil, int attempts)
      implements DeliveryOutcome {

    /** Nothing was done, and nothing counts as tried. */
    public Postponed(Claim claim, Instant until) {
      this(claim, Progress.NONE, until, claim.unsettledUntil(), claim.attempts());
    }

    /** Something was done, and the rest has to wait. */
    public Postponed(Claim claim, Progress progress, Instant until) {
      this(claim, progress, until, null, 0);
    }

    @Override
    public Postponed with(Progress other) {
      return new Postponed(claim, other, next, unsettledUntil, attempts);
    }
  }

  /**
   * To be tried again, for the reason that {@code failure} names, when it says.
   *
   * @param pauseUntil until when the whole integration is left alone; null when it works
   */
  record Retry(
      Claim claim,
      Progress progress,
      FailureNote failure,
      Instant unsettledUntil,
      Instant pauseUntil)
      implements DeliveryOutcome {

    @Override
    public Retry with(Progress other) {
      return new Retry(claim, other, failure, unsettledUntil, pauseUntil);
    }

    @Override
    public Instant next() {
      return failure.nextAttemptAt();
    }
  }

  /** A person must look. */
  record Parked(
      Claim claim,
      Progress progress,
      FailureNote failure,
      Instant unsettledUntil,
      Instant pauseUntil)
      implements DeliveryOutcome {

    @Override
    public Parked with(Progress other) {
      return new Parked(claim, other, failure, unsettledUntil, pauseUntil);
    }

    @Override
    public Event event() {
      return Event.REFUSED;
    }
  }

  /** Whether the ticket equals the claim's revision now. */
  default boolean isDelivered() {
    return false;
  }

  /** What happened to the assignment; null when nothing did that moves it. */
  default Event event() {
    boolean first = claim().ticketSysId() == null && progress().ticket() != null;
    return first ? Event.MADE : null;
  }

  default String closeReason() {
    return null;
  }

  /** Who ended the ticket; null while it is not ended. */
  default EndedBy endedBy() {
    return null;
  }

  /** When delivery looks again; null when only a newer revision is to bring it back. */
  default Instant next() {
    return null;
  }

  /** See {@link Claim}; null when the fate of every create is known. */
  default Instant unsettledUntil() {
    return null;
  }

  default int attempts() {
    return failure() == null ? 0 : failure().attempts();
  }

  /** Null clears the last one. */
  default FailureNote failure() {
    return null;
  }

  default Instant pauseUntil() {
    return null;
  }

  /** The ticket was made before, by a call whose end nobody recorded. */
  default boolean findsTicket() {
    return claim().ticketSysId() == null
        && progress().ticket() != null
        && progress().lines().stream().noneMatch(line -> line.what() == What.CREATED);
  }
}
