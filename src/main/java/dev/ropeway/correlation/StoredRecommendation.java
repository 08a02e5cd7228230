package dev.ropeway.correlation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A stored recommendation: its latest state and the assignments that came of it, newest first.
 *
 * @param latestUpdate what its source said last about it; null if nothing
 * @param tags its own and those it inherits, as they are stored
 * @param resource what it is about, as it is stored; a JSON null if nobody said
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
    String latestUpdate,
    Severity severity,
    JsonNode tags,
    JsonNode resource,
    Digest group,
    FlapCount turns,
    String sender,
    List<StoredAssignment> made) {

  /**
   * An assignment that was made of a recommendation.
   *
   * @param delivered ServiceNow shows what we want by now
   * @param ticket its number; null before there is one
   * @param ticketType null for one that only another version or replica knows
   * @param state the ticket's state as last seen
   * @param stateLabel what it is called
   * @param owner whom we want
   * @param orderedOwner whom the rule named
   */
  record StoredAssignment(
      UUID id,
      Status status,
      String integration,
      TicketTypeDefinition ticketType,
      String rule,
      DesiredState desiredState,
      boolean delivered,
      EndedBy endedBy,
      Instant endedAt,
      String ticket,
      String state,
      String stateLabel,
      AssignmentSpec spec,
      String orderedOwner,
      Policy policy) {

    boolean live() {
      return status != Status.CLOSED && status != Status.WITHDRAWN;
    }

    /** Whether its ticket, which is over, can be set to work again. */
    boolean mayBeReopened() {
      return ticketType != null && ticketType.mayBeReopened(state, stateLabel);
    }

    boolean hasJournal() {
      return ticketType == null || ticketType.journal() != null;
    }

    boolean hasTicket() {
      return ticket != null;
    }
  }

  boolean isOfAnother(String caller) {
    return sender != null && caller != null && !sender.equals(caller);
  }

  boolean liesIn(Bounds bounds) {
    return bounds.everything()
        || bounds.contain(Json.MAPPER.convertValue(resource, Recommendation.Resource.class));
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
