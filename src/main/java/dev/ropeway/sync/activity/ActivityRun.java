package dev.ropeway.sync.activity;

import dev.ropeway.integration.ReadActivity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A run through the tables of an instance that have its activity.
 *
 * @param own as whom Ropeway itself calls the instance, as far as it is known
 * @param toAsk integrations of the instance whose user it is still to tell, the next one first
 * @param limit what was created at or after it is not read yet: it may be committed late
 * @param left tables still to be read, the current one first
 * @param calls made so far
 * @param stored activities that are new
 */
record ActivityRun(
    String integration,
    ReadActivity wanted,
    OwnNames own,
    List<String> toAsk,
    Instant limit,
    List<ActivityReading> left,
    int calls,
    int stored) {

  boolean unfinished() {
    return !left.isEmpty();
  }

  ActivityReading reading() {
    return left.get(0);
  }

  boolean isAsking() {
    return !toAsk.isEmpty();
  }

  /** Knows the user of the next integration; null if nobody tells it. */
  ActivityRun identified(String name) {
    return new ActivityRun(
        integration,
        wanted,
        own.with(name),
        toAsk.subList(1, toAsk.size()),
        limit,
        left,
        calls + 1,
        stored);
  }

  /** The same table goes on. */
  ActivityRun with(ActivityReading current) {
    List<ActivityReading> all = new ArrayList<>(left);
    all.set(0, current);
    return next(all, 0);
  }

  /** The next table has its turn, and this one after all others, if it is not at its end. */
  ActivityRun turning(ActivityReading current, int more) {
    List<ActivityReading> all = new ArrayList<>(left.subList(1, left.size()));
    if (current != null) {
      all.add(current);
    }
    return next(all, more);
  }

  /** This table is read, or cannot be. */
  ActivityRun next() {
    return next(left.subList(1, left.size()), 0);
  }

  /** The same with an earlier limit: the instance's clock is behind ours. */
  ActivityRun until(Instant earlier) {
    return new ActivityRun(integration, wanted, own, toAsk, earlier, left, calls, stored);
  }

  private ActivityRun next(List<ActivityReading> all, int more) {
    return new ActivityRun(
        integration, wanted, own, toAsk, limit, List.copyOf(all), calls + 1, stored + more);
  }
}
