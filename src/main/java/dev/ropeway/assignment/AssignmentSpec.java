package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;

/**
 * What we want of the work: who, how urgent, until when. Null texts are left to the mapping.
 *
 * @param assignedTo e-mail, user name, name or sys_id
 * @param dueDate detection plus timeframe (B40)
 * @param gracePeriod while it lasts and the work is not overdue the recommendation does not affect
 *     the score (B41)
 */
@RegisterForReflection // JSON of requests, answers and the store
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssignmentSpec(
    String assignedTo,
    String assignmentGroup,
    String caller,
    String shortDescription,
    String description,
    Integer priority,
    Integer impact,
    Integer urgency,
    Instant dueDate,
    Duration remediationTimeframe,
    Boolean gracePeriod,
    @JsonProperty("notify") Notify notification) {

  /** Who is to be written to about the work. */
  public record Notify(Boolean owner, Boolean manager) {}

  /** The last moment that every part of the way can write. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  public static final AssignmentSpec NONE =
      new AssignmentSpec(null, null, null, null, null, null, null, null, null, null, null, null);

  /** The terms with the due date that follows from the timeframe, unless one is set. */
  public AssignmentSpec dueFrom(Instant detectedAt) {
    return dueDate != null || remediationTimeframe == null
        ? this
        : new AssignmentSpec(
            assignedTo,
            assignmentGroup,
            caller,
            shortDescription,
            description,
            priority,
            impact,
            urgency,
            after(detectedAt),
            remediationTimeframe,
            gracePeriod,
            notification);
  }

  private Instant after(Instant detectedAt) {
    return remediationTimeframe.compareTo(Duration.between(detectedAt, LATEST)) > 0
        ? LATEST
        : detectedAt.plus(remediationTimeframe);
  }

  /** The terms with another due date. */
  public AssignmentSpec due(Instant date) {
    return new AssignmentSpec(
        assignedTo,
        assignmentGroup,
        caller,
        shortDescription,
        description,
        priority,
        impact,
        urgency,
        date,
        remediationTimeframe,
        gracePeriod,
        notification);
  }

  /** The terms with another owner. */
  public AssignmentSpec ownedBy(String owner) {
    return new AssignmentSpec(
        owner,
        assignmentGroup,
        caller,
        shortDescription,
        description,
        priority,
        impact,
        urgency,
        dueDate,
        remediationTimeframe,
        gracePeriod,
        notification);
  }

  /** The terms with another group. */
  public AssignmentSpec groupedUnder(String group) {
    return new AssignmentSpec(
        assignedTo,
        group,
        caller,
        shortDescription,
        description,
        priority,
        impact,
        urgency,
        dueDate,
        remediationTimeframe,
        gracePeriod,
        notification);
  }

  /** The terms with another caller. */
  public AssignmentSpec calledBy(String other) {
    return new AssignmentSpec(
        assignedTo,
        assignmentGroup,
        other,
        shortDescription,
        description,
        priority,
        impact,
        urgency,
        dueDate,
        remediationTimeframe,
        gracePeriod,
        notification);
  }

  /** B41: in grace and not overdue. */
  public boolean affectsScore(Instant now) {
    return !Boolean.TRUE.equals(gracePeriod) || dueDate == null || now.isAfter(dueDate);
  }
}
