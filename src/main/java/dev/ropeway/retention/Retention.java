package dev.ropeway.retention;

import dev.ropeway.activity.ActivityDays;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Leases;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreReady;
import dev.ropeway.workitem.WorkItemMonths;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Iterator;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Lets go of what was kept long enough: each hour, by one replica, in small batches with pauses, so
 * that nobody waits for it.
 */
@ApplicationScoped
public class Retention {

  private static final Duration LEAST_OF_DIGESTS = Duration.ofDays(30);
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final String CHORE = "retention";
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final int BATCH = 500;
  private static final String WORK_ITEMS = "work-items";
  private static final Expired.Batch OVER = new Expired.Batch(0, null);

  /** It takes at most a fifth of the time, so that the store is there for others. */
  private static final int PAUSES = 4;

  private final Expired expired;
  private final NoteMonths notes;
  private final WorkItemMonths months;
  private final ActivityDays days;
  private final Leases leases;
  private final RetentionSettings settings;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final PeriodicTask periodicTask = new PeriodicTask(CHORE, LOOK_EVERY, this::look);

  Retention(
      Expired expired,
      NoteMonths notes,
      WorkItemMonths months,
      ActivityDays days,
      Leases leases,
      RetentionSettings settings,
      Clock clock,
      MeterRegistry metrics) {
    this.expired = expired;
    this.notes = notes;
    this.months = months;
    this.days = days;
    this.leases = leases;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    requireShort(settings.activity());
    requireLong(settings.digests());
  }

  /** Who got the mail of a week is known by its record, and the links of mails lead to it. */
  static void requireLong(Duration digests) {
    if (digests.compareTo(LEAST_OF_DIGESTS) < 0) {
      throw new InvalidSettingException(
          "ropeway.retention.digests", "must be at least " + LEAST_OF_DIGESTS.toDays() + "d");
    }
  }

  /** Ropeway is no store of logs. */
  static void requireShort(Duration activity) {
    if (activity.compareTo(Duration.ofDays(ActivityDays.MOST_DAYS)) > 0) {
      throw new InvalidSettingException(
          "ropeway.retention.activity", "must be at most " + ActivityDays.MOST_DAYS + "d");
    }
  }

  void start(@Observes StoreReady ready) {
    periodicTask.begin();
  }

  void windDown(@Observes ShutdownDelayInitiatedEvent event) {
    periodicTask.end();
  }

  void stop(@Observes ShutdownEvent event) {
    periodicTask.end();
  }

  private void look() throws InterruptedException {
    if (leases.take(CHORE, EVERY, clock.instant())) {
      run();
    }
  }

  /** Deletes all that was kept long enough. */
  public void run() throws InterruptedException {
    Instant now = clock.instant();
    Instant ended = now.minus(settings.closedAssignments());
    Instant settled = now.minus(settings.recommendations());
    Instant taken = now.minus(settings.rawEvents());
    Instant ran = now.minus(settings.bulkRuns());
    Instant used = now.minus(settings.idempotencyKeys());
    walk("assignments", place -> expired.assignments(ended, place, BATCH));
    // After the assignments, which hold theirs.
    walk("recommendations", place -> expired.recommendations(settled, place, BATCH));
    walk("raw-events", place -> expired.rawEvents(taken, BATCH));
    walk("bulk-items", place -> expired.bulkItems(ran, BATCH));
    walk("bulk-runs", place -> expired.bulkRuns(ran, BATCH));
    walk("digests", place -> expired.digests(now.minus(settings.digests()), BATCH));
    walk("idempotency-keys", place -> expired.idempotencyKeys(used, BATCH));
    notes(now);
    workItems(now);
    activity(now);
  }

  private void activity(Instant now) throws InterruptedException {
    Instant happened = now.minus(settings.activity());
    Iterator<LocalDate> endedDays = days.endedBefore(happened).iterator();
    walk("activity", place -> endedDays.hasNext() ? whole(days.drop(endedDays.next())) : OVER);
    // Of the day that is not over for that long: it would be kept for up to a day more.
    walk("activity", place -> batch(days.deleteOlder(happened, BATCH)));
    days.forgetWaiting(happened);
  }

  private void notes(Instant now) throws InterruptedException {
    Instant said = now.minus(settings.notes());
    notes.prepare(now);
    int months = notes.drop(said);
    if (months > 0) {
      LOG.infof("deleted %d months of notes at the end of their retention period", months);
    }
    walk(
        "notes",
        place -> {
          int deleted = notes.deleteOthers(said, BATCH);
          return new Expired.Batch(deleted, deleted < BATCH ? null : Expired.START);
        });
  }

  private void workItems(Instant now) throws InterruptedException {
    Instant read = now.minus(settings.workItems());
    Iterator<YearMonth> endedMonths = months.endedBefore(read).iterator();
    walk(
        WORK_ITEMS,
        place -> endedMonths.hasNext() ? whole(months.drop(endedMonths.next(), read)) : OVER);
    // What outlived its month.
    walk(WORK_ITEMS, place -> batch(months.deleteOthers(read, BATCH)));
  }

  private static Expired.Batch whole(int dropped) {
    return new Expired.Batch(dropped, Expired.START);
  }

  private static Expired.Batch batch(int deleted) {
    return new Expired.Batch(deleted, deleted < BATCH ? null : Expired.START);
  }

  private void walk(String what, Function<Expired.Place, Expired.Batch> batches)
      throws InterruptedException {
    int deleted = 0;
    Expired.Place place = Expired.START;
    while (place != null && !periodicTask.isOver()) {
      long begin = System.nanoTime();
      Expired.Batch batch = batches.apply(place);
      deleted += batch.deleted();
      place = batch.next();
      if (place != null) {
        periodicTask.rest(Duration.ofNanos(PAUSES * (System.nanoTime() - begin)));
      }
    }
    metrics.counter("ropeway.retention.deleted", "what", what).increment(deleted);
    if (deleted > 0) {
      LOG.infof("deleted %d %s at the end of their retention period", deleted, what);
    }
  }
}
