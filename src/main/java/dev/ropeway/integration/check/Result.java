package dev.ropeway.integration.check;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** How a check ended. */
@RegisterForReflection // JSON of answers and the store, by its words
public enum Result {
  PASS,
  /** Tickets are delivered, but something will be missing or is not as it should be. */
  WARN,
  /** Tickets cannot be delivered. */
  FAIL,
  /** Could not be looked at. */
  SKIPPED;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Result of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
