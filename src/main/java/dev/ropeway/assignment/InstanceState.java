package dev.ropeway.assignment;

import java.time.Instant;
import java.util.List;

/**
 * How an instance is, as the last call or test of any replica found it.
 *
 * @param since null while it is never tested
 * @param why null while it is connected or never tested
 * @param pausedUntil until then nothing is sent; null or past when something may be
 * @param failures how many outages were met in a row; after one, a single call goes first
 * @param connectedAt when it was last found to be connected; null if never
 * @param warnings what its last poll found odd
 */
public record InstanceState(
    Status status,
    Instant since,
    String why,
    Instant pausedUntil,
    int failures,
    Instant connectedAt,
    List<String> warnings) {

  /** Nothing is known of it yet. */
  public static final InstanceState NEW =
      new InstanceState(Status.NEVER_TESTED, null, null, null, 0, null, List.of());

  /** What becomes of calls to it (A09, C08). */
  public enum Status {
    NEVER_TESTED,
    CONNECTED,
    NOT_AUTHORIZED,
    FAILING;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  public boolean isPausedAt(Instant time) {
    return pausedUntil != null && pausedUntil.isAfter(time);
  }
}
