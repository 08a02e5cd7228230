package dev.ropeway.assignment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * One thing that happened to an assignment.
 *
 * @param who a caller's name, {@code ropeway}, or {@code servicenow:} and the user
 */
@RegisterForReflection // JSON of answers
public record TimelineEntry(Instant at, String who, What what, String detail) {

  /** The kinds of event a timeline tells. */
  public enum What {
    ACCEPTED,
    ATTEMPT,
    CREATED,
    CHANGED_HERE,
    CHANGED_THERE,
    PARKED,
    RETRIED,
    CLOSED,
    REOPENED,
    WITHDRAWN,
    /** A person should know, and nothing failed. */
    WARNED,
    /** More than the rule may open in a day. */
    HELD,
    RELEASED,
    /** Somebody wrote a comment or a work note. */
    NOTE_ADDED;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
