package dev.ropeway.throttling;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: doubling, capped, and spread so that replicas don't march.
 */
public record Backoff(Duration first, Duration longest) {

  private static final int MAX_DOUBLINGS = 20;

  /**
   * The wait after a failure.
   *
   * @param failures how many there were before this one
   */
  public Duration after(int failures) {
    Duration whole = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration capped = whole.compareTo(longest) > 0 ? longest : whole;
    double spread = 0.75 + ThreadLocalRandom.current().nextDouble() / 4;
    return Duration.ofMillis((long) (capped.toMillis() * spread));
  }
}
