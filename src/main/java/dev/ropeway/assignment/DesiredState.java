package dev.ropeway.assignment;

import java.util.Locale;

/** What the ticket is to come to. */
public enum DesiredState {
  /** The ticket exists and carries our fields. */
  OPEN,
  /** The recommendation is back: its resolved ticket is to be worked on again. */
  REOPENED,
  /**
   * The recommendation is over: the ticket is to be brought to the end that the policy wants (B33).
   */
  RESOLVED,
  /** A person withdrew the assignment: the ticket is to be canceled. */
  CANCELED;

  /** Whether the work is to be over. */
  public boolean isEnd() {
    return this == RESOLVED || this == CANCELED;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static DesiredState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
