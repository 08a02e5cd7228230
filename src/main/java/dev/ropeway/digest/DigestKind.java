package dev.ropeway.digest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** Whose work a digest tells of, and how often. */
@RegisterForReflection // JSON of answers
public enum DigestKind {
  /** All open work of its recipient, each week. */
  OWNER,
  /** What those who report to its recipient have overdue, each week. */
  MANAGER,
  /** The open work of a group that nobody owns, each week. */
  GROUP,
  /** The critical work of its recipient that is overdue or due within a week, each day. */
  CRITICAL;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static DigestKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether it goes out each day, else each week. */
  boolean isDaily() {
    return this == CRITICAL;
  }
}
