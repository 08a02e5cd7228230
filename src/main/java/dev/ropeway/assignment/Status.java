package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** Where an assignment is in its life; ARCHITECTURE.md draws who moves it. */
@RegisterForReflection // JSON of answers, by its words
public enum Status {
  /** Accepted and durable, no ticket yet. */
  PENDING,
  /** The ticket exists and is not resolved, closed or canceled. */
  OPEN,
  /** ServiceNow refused for good; a person must look. */
  PARKED,
  /** The work is over; kept as history. */
  CLOSED,
  /** Deleted here by a person. */
  WITHDRAWN;

  @JsonCreator
  public static Status of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
