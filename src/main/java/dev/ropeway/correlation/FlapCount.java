package dev.ropeway.correlation;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a recommendation healed or came back within a day of the first of these turns.
 *
 * @param since the first of them; null before there was any
 */
record FlapCount(int count, Instant since) {

  static final FlapCount NONE = new FlapCount(0, null);

  private static final Duration DAY = Duration.ofDays(1);

  /** One turn more; a day after the first, counting begins anew. */
  FlapCount turned(Instant now) {
    return since == null || !now.isBefore(since.plus(DAY))
        ? new FlapCount(1, now)
        : new FlapCount(count + 1, since);
  }

  /** Until when the recommendation is left alone; null while it turns no more often than it may. */
  Instant restsUntil(int perDay, Instant now) {
    return since != null && count > perDay && now.isBefore(since.plus(DAY))
        ? since.plus(DAY)
        : null;
  }

  /** Whether this is the turn that was one too many. */
  boolean isTheOneTooMany(int perDay) {
    return count == perDay + 1;
  }
}
