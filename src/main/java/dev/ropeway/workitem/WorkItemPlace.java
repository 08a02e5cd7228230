package dev.ropeway.workitem;

import java.time.Instant;

/** Where a record stands in lists, which are newest first; no other record stands there. */
public record WorkItemPlace(Instant createdAt, String integration, String type, String sysId) {

  private static final int PARTS = 4;

  /** The place as a text without line ends. */
  public String text() {
    return String.join(" ", createdAt.toString(), integration, type, sysId);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws RuntimeException for anything else
   */
  public static WorkItemPlace of(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not a place in a list of work items");
    }
    return new WorkItemPlace(Instant.parse(parts[0]), parts[1], parts[2], parts[3]);
  }
}
