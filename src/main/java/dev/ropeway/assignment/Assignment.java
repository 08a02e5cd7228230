package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ropeway.recommendation.Recommendation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What we want ServiceNow to show, with what it showed last: the answer of the assignments API.
 *
 * @param rule the rule that made it; null when assigned by hand
 * @param heldSince since when its rule's daily limit holds it back; null when it does not
 * @param follows the assignment whose ended ticket this one's continues; null for none
 * @param closeReason why it is closed; null while it is not
 * @param timeline null in lists
 */
@RegisterForReflection // JSON of answers
public record Assignment(
    UUID id,
    Status status,
    Recommendation recommendation,
    String integration,
    TicketType ticketType,
    String rule,
    @JsonUnwrapped AssignmentSpec spec,
    boolean affectsScore,
    String closeReason,
    Ticket ticket,
    FailureNote failure,
    @JsonInclude(JsonInclude.Include.NON_NULL) Instant heldSince,
    @JsonInclude(JsonInclude.Include.NON_NULL) UUID follows,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<TimelineEntry> timeline) {

  public Assignment withTimeline(List<TimelineEntry> entries) {
    return new Assignment(
        id,
        status,
        recommendation,
        integration,
        ticketType,
        rule,
        spec,
        affectsScore,
        closeReason,
        ticket,
        failure,
        heldSince,
        follows,
        createdAt,
        updatedAt,
        entries);
  }
}
