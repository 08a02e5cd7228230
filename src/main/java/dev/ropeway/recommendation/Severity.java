package dev.ropeway.recommendation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;

/** How bad a recommendation is, most severe first. */
@RegisterForReflection // JSON of requests and answers, by its words
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  INFORMATIONAL;

  /** The severity written in any case, or empty if the word is none of ours. */
  public static Optional<Severity> named(String word) {
    for (Severity severity : values()) {
      if (severity.name().equalsIgnoreCase(word)) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }

  @JsonCreator
  static Severity of(String word) {
    return named(word).orElseThrow(() -> new IllegalArgumentException("unknown severity " + word));
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As it is shown to people: {@code High}. */
  public String label() {
    return name().charAt(0) + word().substring(1);
  }
}
