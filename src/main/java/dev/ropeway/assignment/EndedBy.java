package dev.ropeway.assignment;

import java.util.Locale;

/** Who brought a ticket to its end. */
public enum EndedBy {
  ROPEWAY,
  PERSON,
  /** It was deleted. */
  GONE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for null. */
  public static EndedBy of(String word) {
    return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
  }
}
