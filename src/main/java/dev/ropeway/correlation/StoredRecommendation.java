package dev.ropeway.correlation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Digest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A stored recommendation: its latest state and the assignments that came of it, newest first.
 *
 * @param tags its own and those it inherits, as they are stored
 * @param group the recommendation that stands for its group, by key; null when it stands alone
 * @param sender the caller that it belongs to; null when nobody knows
 */
record StoredRecommendation(
    String id,
    RecommendationState state,
    Instant stateChangedAt,
    Instant occurredAt,
    byte[] fingerprint,
    String title,
    Severity severity,
    JsonNode tags,
    Digest group,
    FlapCount turns,
    String sender,
    List<StoredAssignment> made) {

  /**
   * An assignment that was made of a recommendation.
   *
   * @param delivered ServiceNow shows what we want by now
   * @param ticket its number; null before there is one
   * @param stateLabel the ticket's state as last seen
   * @param owner whom we want
   * @param orderedOwner whom the rule named
   */
  record StoredAssignment(
      UUID id,
      Status status,
      String integration,
      TicketType ticketType,
      String rule,
      DesiredState desiredState,
      boolean delivered,
      EndedBy endedBy,
      Instant endedAt,
      String ticket,
      String stateLabel,
      AssignmentSpec spec,
      String orderedOwner,
      Policy policy) {

    boolean live() {
      return status != Status.CLOSED && status != Status.WITHDRAWN;
    }

    boolean hasTicket() {
      return ticket != null;
    }
  }

  boolean isOfAnother(String caller) {
    return sender != null && caller != null && !sender.equals(caller);
  }

  boolean hasLive() {
    return made.stream().anyMatch(StoredAssignment::live);
  }

  /** The live assignment, or else the newest; null when there was none. */
  StoredAssignment last() {
    return made.stream()
        .filter(StoredAssignment::live)
        .findFirst()
        .or(() -> made.stream().findFirst())
        .orElse(null);
  }

  UUID latest() {
    StoredAssignment last = last();
    return last == null ? null : last.id();
  }
}
