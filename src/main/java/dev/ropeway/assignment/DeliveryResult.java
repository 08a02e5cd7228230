package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a delivery ended, as it is recorded under the claim's fence.
 *
 * @param delivered the ticket equals the claim's revision now
 * @param status what the assignment becomes; null leaves it
 * @param endedBy who ended the ticket; null while it is not ended
 * @param next when delivery looks again; null when only a newer revision is to bring it back
 * @param unsettledUntil see {@link Claim}; null when the fate of every create is known
 * @param failure null clears the last one
 * @param ticket what the instance showed; null leaves what is stored
 * @param sent what was written; null leaves what is stored, as does {@code echoed}
 * @param pauseUntil until when the whole integration is left alone; null when it works
 * @param notesWritten how many of the claim's notes the ticket has by now
 * @param hasSuccessor the ticket is ended for good: another assignment goes on with the finding
 */
public record DeliveryResult(
    Claim claim,
    boolean delivered,
    Status status,
    String closeReason,
    EndedBy endedBy,
    Instant next,
    Instant unsettledUntil,
    int attempts,
    FailureNote failure,
    Ticket ticket,
    Map<String, String> sent,
    Map<String, String> echoed,
    Instant pauseUntil,
    int notesWritten,
    boolean hasSuccessor,
    List<Note> notes) {

  /** A line for the timeline. */
  public record Note(What what, String detail) {}

  /** The ticket was made before, by a call whose end nobody recorded. */
  boolean findsTicket() {
    return claim.ticketSysId() == null
        && ticket != null
        && notes.stream().noneMatch(note -> note.what() == What.CREATED);
  }

  /** The ticket is as it should be. */
  public static DeliveryResult equal(Claim claim) {
    Parts parts = new Parts(claim);
    parts.delivered = true;
    return parts.build();
  }

  /** Nothing was done, and nothing counts as tried. */
  public static DeliveryResult postponed(Claim claim, Instant until) {
    Parts parts = new Parts(claim);
    parts.next = until;
    parts.unsettledUntil = claim.unsettledUntil();
    parts.attempts = claim.attempts();
    return parts.build();
  }

  public DeliveryResult showing(
      Ticket shown, Map<String, String> sentNow, Map<String, String> echoedNow) {
    return with(
        parts -> {
          parts.ticket = shown;
          parts.sent = sentNow;
          parts.echoed = echoedNow;
        });
  }

  public DeliveryResult becoming(Status newStatus, String reason) {
    return with(
        parts -> {
          parts.status = newStatus;
          parts.closeReason = reason;
        });
  }

  /** Closed, and by whom. */
  public DeliveryResult ended(EndedBy who, String reason) {
    return becoming(Status.CLOSED, reason).with(parts -> parts.endedBy = who);
  }

  /** Another assignment goes on, since this one's ticket cannot be worked on again. */
  public DeliveryResult continuedElsewhere() {
    return with(parts -> parts.hasSuccessor = true);
  }

  /** The ticket has all the notes of the claim. */
  public DeliveryResult noted() {
    return with(parts -> parts.notesWritten = claim.notes().size());
  }

  /** To be looked at again then, whatever else is known. */
  public DeliveryResult again(Instant then) {
    return with(
        parts -> {
          parts.delivered = false;
          parts.next = then;
        });
  }

  public DeliveryResult noting(What what, String detail) {
    return with(parts -> parts.notes.add(new Note(what, detail)));
  }

  public DeliveryResult failing(
      FailureNote note, Instant again, Instant unsettled, int tried, Instant pause) {
    return with(
        parts -> {
          parts.delivered = false;
          parts.failure = note;
          parts.next = again;
          parts.unsettledUntil = unsettled;
          parts.attempts = tried;
          parts.pauseUntil = pause;
        });
  }

  private DeliveryResult with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.build();
  }

  private static final class Parts {
    private final Claim claim;
    private boolean delivered;
    private Status status;
    private String closeReason;
    private EndedBy endedBy;
    private Instant next;
    private Instant unsettledUntil;
    private int attempts;
    private FailureNote failure;
    private Ticket ticket;
    private Map<String, String> sent;
    private Map<String, String> echoed;
    private Instant pauseUntil;
    private int notesWritten;
    private boolean hasSuccessor;
    private List<Note> notes = new ArrayList<>();

    Parts(Claim claim) {
      this.claim = claim;
    }

    Parts(DeliveryResult result) {
      claim = result.claim;
      delivered = result.delivered;
      status = result.status;
      closeReason = result.closeReason;
      endedBy = result.endedBy;
      next = result.next;
      unsettledUntil = result.unsettledUntil;
      attempts = result.attempts;
      failure = result.failure;
      ticket = result.ticket;
      sent = result.sent;
      echoed = result.echoed;
      pauseUntil = result.pauseUntil;
      notesWritten = result.notesWritten;
      hasSuccessor = result.hasSuccessor;
      notes = new ArrayList<>(result.notes);
    }

    DeliveryResult build() {
      return new DeliveryResult(
          claim,
          delivered,
          status,
          closeReason,
          endedBy,
          next,
          unsettledUntil,
          attempts,
          failure,
          ticket,
          sent,
          echoed,
          pauseUntil,
          notesWritten,
          hasSuccessor,
          List.copyOf(notes));
    }
  }
}
