package dev.ropeway.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says from which due time on a queue is worth reading: a reading need not pass again what was
 * taken from the queue before, and now and then passes all of it, so that nothing is left behind.
 *
 * <p>While any transaction is held open, PostgreSQL removes no row version and no index entry that
 * was overwritten since. They stand where the queue begins, and each reading from there would pass
 * more of them than the one before.
 *
 * @param <Q> names a queue; each has an order and a condition of its own
 */
public final class QueueStarts<Q> {

  /** So far behind the present clocks may differ and commits be late without being noticed. */
  static final Duration LATE = Duration.ofSeconds(5);

  private static final Duration WHOLE_EVERY = Duration.ofSeconds(5);

  /** Where the whole takes long, it is read less often: a fiftieth of the time is spent on it. */
  private static final int SHARE = 50;

  private static final Duration WHOLE_AT_LEAST_EVERY = Duration.ofMinutes(1);

  /** Before everything that is due. */
  private static final Instant BEGINNING = Instant.EPOCH;

  private final Map<Q, Start> starts = new ConcurrentHashMap<>();

  /**
   * @param wholeAt when all of the queue is to be read again
   */
  private record Start(Instant from, Instant wholeAt) {}

  /**
   * What one reading found.
   *
   * @param from where it began
   * @param found the due times of what it found
   */
  public record Reading<Q>(
      Q queue, Instant from, Instant now, List<Instant> found, Duration took) {}

  /** Where to begin to read what is due now. */
  public Instant of(Q queue, Instant now) {
    Start start = starts.get(queue);
    boolean whole =
        start == null
            || !start.wholeAt.isAfter(now)
            // The clock was set back: what is due since then is before the start.
            || start.from.isAfter(now.minus(LATE));
    return whole ? BEGINNING : start.from;
  }

  /**
   * Learns from a reading. What it took must have been committed, or others would wait for what was
   * rolled back.
   */
  public void learn(Reading<Q> reading) {
    Instant present = reading.now.minus(LATE);
    Instant from =
        reading.found.stream().min(Instant::compareTo).filter(present::isAfter).orElse(present);
    starts.compute(
        reading.queue,
        (queue, before) ->
            new Start(
                from,
                before == null || reading.from.equals(BEGINNING)
                    ? reading.now.plus(pause(reading.took))
                    : before.wholeAt));
  }

  private static Duration pause(Duration took) {
    Duration pause = took.multipliedBy(SHARE);
    if (pause.compareTo(WHOLE_EVERY) < 0) {
      return WHOLE_EVERY;
    }
    return pause.compareTo(WHOLE_AT_LEAST_EVERY) < 0 ? pause : WHOLE_AT_LEAST_EVERY;
  }
}
