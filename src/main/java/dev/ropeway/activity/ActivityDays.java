package dev.ropeway.activity;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;

/** Keeps a partition for each day, which is dropped and not deleted row by row. */
@ApplicationScoped
public class ActivityDays {

  /** Nothing is kept longer. */
  public static final int MOST_DAYS = 30;

  private static final String PREFIX = "activity_";
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM_dd");

  /** Replicas make and drop one after the other. */
  private static final long LOCK = 0x6163746976697479L;

  /** Check violation: no partition of the relation is for the row. */
  private static final String NO_PARTITION = "23514";

  private static final String NO_LONG_WAIT = "set local lock_timeout = '3s'";

  private final Database database;
  private final Duration kept;
  private final Clock clock;
  private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

  ActivityDays(
      Database database,
      @ConfigProperty(name = "ropeway.retention.activity", defaultValue = "30d") Duration kept,
      Clock clock) {
    this.database = database;
    this.kept = kept;
    this.clock = clock;
  }

  /** Whether something of that time is stored; what is older or yet to come is not. */
  boolean has(Instant at) {
    return !at.isBefore(oldest()) && !day(at).isAfter(day(clock.instant()).plusDays(1));
  }

  /** How long activity is kept. */
  public Duration kept() {
    return kept;
  }

  /** Nothing that is older is shown, though it may wait for its deletion. */
  Instant oldest() {
    return clock.instant().minus(kept);
  }

  /** Whether a day was not there any more: another replica dropped it. */
  static boolean isMissing(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal && NO_PARTITION.equals(refusal.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Makes the days of these activities as if none was known. */
  void ensureAnew(Collection<Activity> activities) {
    known.clear();
    ensure(activities);
  }

  /** Makes the days of these activities, before they are stored. */
  void ensure(Collection<Activity> activities) {
    activities.stream()
        .map(activity -> day(activity.at()))
        .distinct()
        .filter(day -> !known.contains(day))
        .sorted()
        .forEach(this::make);
  }

  private void make(LocalDate day) {
    database.inTransaction(
        handle -> {
          lock(handle);
          if (!exists(handle, day)) {
            String table = PREFIX + SUFFIX.format(day);
            handle.execute(
                "create table "
                    + table
                    + " (like activity including defaults including constraints)");
            handle.execute(
                "alter table activity attach partition %s for values from ('%s') to ('%s')"
                    .formatted(table, start(day), start(day.plusDays(1))));
          }
          return null;
        });
    known.add(day);
  }

  private static void lock(Handle handle) {
    handle.execute(NO_LONG_WAIT);
    handle.createQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")").mapTo(int.class).one();
  }

  private static boolean exists(Handle handle, LocalDate day) {
    return handle
        .createQuery("select to_regclass(:table) is not null")
        .bind("table", PREFIX + SUFFIX.format(day))
        .mapTo(boolean.class)
        .one();
  }

  /** Days that ended before then. */
  public List<LocalDate> endedBefore(Instant before) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select substring(c.relname from '\\d{4}_\\d{2}_\\d{2}$') from pg_inherits i
                      join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = to_regclass('activity') and c.relname ~ '^activity_\\d{4}_\\d{2}_\\d{2}$'
                    order by 1
                    """)
                .mapTo(String.class)
                .list()
                .stream()
                .map(suffix -> LocalDate.parse(suffix, SUFFIX))
                .filter(day -> !start(day.plusDays(1)).isAfter(before))
                .toList());
  }

  /**
   * Drops a day.
   *
   * @return how many activities went
   */
  public int drop(LocalDate day) {
    int dropped =
        database.inTransaction(
            handle -> {
              lock(handle);
              if (!exists(handle, day)) {
                return 0;
              }
              String table = PREFIX + SUFFIX.format(day);
              int all = handle.createQuery("select count(*) from " + table).mapTo(int.class).one();
              handle.execute("drop table " + table);
              return all;
            });
    known.remove(day);
    return dropped;
  }

  /**
   * Deletes a part of what happened before then, in days that are not over for long enough.
   *
   * @return how many activities went
   */
  public int deleteOlder(Instant before, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from activity where at < :before and (integration, at, id) in (
                      select integration, at, id from activity where at < :before order by at limit :limit)
                    """)
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }

  /** Deletes what waits for the rules, and alarms, of that time. */
  public void forgetWaiting(Instant before) {
    database.inTransaction(
        handle -> {
          handle
              .createUpdate("delete from activity_pending where at < :before")
              .bind("before", before)
              .execute();
          return handle
              .createUpdate("delete from activity_alarm where last_at < :before")
              .bind("before", before)
              .execute();
        });
  }

  private static LocalDate day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
