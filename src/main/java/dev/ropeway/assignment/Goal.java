package dev.ropeway.assignment;

import java.util.Locale;

/** What the ticket is to come to. */
public enum Goal {
  /** The ticket exists and carries our fields. */
  OPEN,
  /** The finding is over: the ticket is to be resolved (B33). */
  RESOLVED,
  /** A person withdrew the assignment: the ticket is to be canceled. */
  CANCELED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Goal of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
