package dev.ropeway.assignment;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One assignment, lent to one worker until its lease ends.
 *
 * @param fence names this lease: a result with an older fence is not recorded
 * @param leaseEnd no call may be begun that could outlast it
 * @param unsettledUntil until when the lost create of an earlier attempt may still appear; null
 *     when there was none
 * @param sent the fields last written, as we sent them; null before the first write
 * @param echoed the same fields as the instance answered them
 * @param tried fields of an update whose end is not known; null when there is none
 * @param dampedUntil until when a recommendation that flaps is left alone; null when it does not
 * @param notes work notes that the ticket is still to get, oldest first
 * @param follows the number of the ended ticket that this one continues; null for none
 * @param lastFailure the reason of the failure before this attempt; null after a success
 * @param reassignment the owner or group that a person wants the ticket to have; null for none
 * @param posts whether callers posted notes or evidence that the ticket is still to get
 */
public record Claim(
    UUID id,
    long fence,
    long revision,
    Instant leaseEnd,
    String integration,
    TicketTypeDefinition ticketType,
    Status status,
    DesiredState desiredState,
    Recommendation recommendation,
    AssignmentSpec spec,
    Instant dueAt,
    Instant unsettledUntil,
    int attempts,
    Map<String, String> sent,
    Map<String, String> echoed,
    Map<String, String> tried,
    String lastFailure,
    String ticketSysId,
    String ticketNumber,
    Policy policy,
    Instant dampedUntil,
    List<String> notes,
    String follows,
    Reassignment reassignment,
    boolean posts) {

  public Claim {
    notes = notes == null ? List.of() : notes;
    policy = policy == null ? Policy.DEFAULT : policy;
  }

  /** The same of a recommendation that is told otherwise. */
  public Claim telling(Recommendation told) {
    return with(told, attempts, lastFailure);
  }

  /** The same after something was done: what failed before it counts no more. */
  public Claim afresh() {
    return with(recommendation, 0, null);
  }

  private Claim with(Recommendation told, int tries, String failure) {
    return new Claim(
        id,
        fence,
        revision,
        leaseEnd,
        integration,
        ticketType,
        status,
        desiredState,
        told,
        spec,
        dueAt,
        unsettledUntil,
        tries,
        sent,
        echoed,
        tried,
        failure,
        ticketSysId,
        ticketNumber,
        policy,
        dampedUntil,
        notes,
        follows,
        reassignment,
        posts);
  }
}
