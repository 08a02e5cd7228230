package dev.ropeway.assignment;

import java.time.Instant;

/**
 * One thing that happened to an assignment.
 *
 * @param who a caller's name, {@code ropeway}, or {@code servicenow:} and the user
 */
public record TimelineEntry(Instant at, String who, What what, String detail) {

  /** The kinds of event a timeline tells. */
  public enum What {
    ACCEPTED,
    ATTEMPT,
    CREATED,
    CHANGED_HERE,
    CHANGED_THERE,
    /** Something was left out of the ticket, or taken instead, that a person may want to know. */
    WARNED,
    PARKED,
    RETRIED,
    CLOSED,
    REOPENED,
    WITHDRAWN;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
