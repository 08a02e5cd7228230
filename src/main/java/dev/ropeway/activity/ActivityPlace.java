package dev.ropeway.activity;

import java.time.Instant;

/** Where an activity stands in lists, which are newest first; no other one stands there. */
public record ActivityPlace(Instant at, String integration, String id) {

  private static final int PARTS = 3;

  /** The place as a text without line ends. */
  public String text() {
    return String.join(" ", at.toString(), integration, id);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws RuntimeException for anything else
   */
  public static ActivityPlace of(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not a place in a list of activities");
    }
    return new ActivityPlace(Instant.parse(parts[0]), parts[1], parts[2]);
  }
}
