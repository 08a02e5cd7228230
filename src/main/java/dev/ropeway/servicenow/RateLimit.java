package dev.ropeway.servicenow;

import java.time.Duration;
import java.time.Instant;

/**
 * The rate rule that an answer says it was counted under (servicenow-wire § 6).
 *
 * @param limit calls of a window
 * @param reset when the window ends, by the instance's own clock; it names the window
 * @param left how long that is from now; does not depend on whose clock is right
 * @param rule the sys_id of the rule; may be empty
 */
public record RateLimit(int limit, Instant reset, Duration left, String rule) {

  /** Windows are hours; an end farther away than that was not meant as one. */
  private static final Duration LONGEST = Duration.ofHours(2);

  /**
   * What the headers say; null if they say nothing that can be used.
   *
   * @param date the instance's clock when it answered; null where it is not known
   */
  static RateLimit of(String limit, String reset, String rule, Instant date, Instant now) {
    try {
      int calls = Integer.parseInt(limit.strip());
      Instant end = Instant.ofEpochSecond(Long.parseLong(reset.strip()));
      Duration left = Duration.between(date == null ? now : date, end);
      return calls < 1 || left.isNegative() || left.compareTo(LONGEST) > 0
          ? null
          : new RateLimit(calls, end, left, rule.strip());
    } catch (NumberFormatException | java.time.DateTimeException e) {
      return null;
    }
  }
}
