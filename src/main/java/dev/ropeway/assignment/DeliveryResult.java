package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a delivery ended, as it is recorded under the claim's fence.
 *
 * @param delivered the ticket equals the claim's revision now
 * @param status what the assignment becomes; null leaves it
 * @param next when delivery looks again; null when only a newer revision is to bring it back
 * @param unsettledUntil see {@link Claim}; null when the fate of every create is known
 * @param failure null clears the last one
 * @param ticket what the instance showed; null leaves what is stored
 * @param sent what was written; null leaves what is stored, as does {@code echoed}
 * @param pauseUntil until when the whole integration is left alone; null when it works
 */
public record DeliveryResult(
    Claim claim,
    boolean delivered,
    Status status,
    String closeReason,
    Instant next,
    Instant unsettledUntil,
    int attempts,
    FailureNote failure,
    Ticket ticket,
    Map<String, String> sent,
    Map<String, String> echoed,
    Instant pauseUntil,
    List<Note> notes) {

  /** A line for the timeline. */
  public record Note(What what, String detail) {}

  /** The ticket is as it should be. */
  public static DeliveryResult equal(Claim claim) {
    return new DeliveryResult(
        claim, true, null, null, null, null, 0, null, null, null, null, null, List.of());
  }

  /** Nothing was done, and nothing counts as tried. */
  public static DeliveryResult postponed(Claim claim, Instant until) {
    return new DeliveryResult(
        claim,
        false,
        null,
        null,
        until,
        claim.unsettledUntil(),
        claim.attempts(),
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  public DeliveryResult showing(
      Ticket shown, Map<String, String> sentNow, Map<String, String> echoedNow) {
    return new DeliveryResult(
        claim,
        delivered,
        status,
        closeReason,
        next,
        unsettledUntil,
        attempts,
        failure,
        shown,
        sentNow,
        echoedNow,
        pauseUntil,
        notes);
  }

  public DeliveryResult becoming(Status newStatus, String reason) {
    return new DeliveryResult(
        claim,
        delivered,
        newStatus,
        reason,
        next,
        unsettledUntil,
        attempts,
        failure,
        ticket,
        sent,
        echoed,
        pauseUntil,
        notes);
  }

  public DeliveryResult noting(What what, String detail) {
    List<Note> more = new ArrayList<>(notes);
    more.add(new Note(what, detail));
    return new DeliveryResult(
        claim,
        delivered,
        status,
        closeReason,
        next,
        unsettledUntil,
        attempts,
        failure,
        ticket,
        sent,
        echoed,
        pauseUntil,
        more);
  }

  public DeliveryResult failing(
      FailureNote note, Instant again, Instant unsettled, int tried, Instant pause) {
    return new DeliveryResult(
        claim,
        false,
        status,
        closeReason,
        again,
        unsettled,
        tried,
        note,
        ticket,
        sent,
        echoed,
        pause,
        notes);
  }
}
