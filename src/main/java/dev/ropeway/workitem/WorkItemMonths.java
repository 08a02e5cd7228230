package dev.ropeway.workitem;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Keeps a partition for each month in which records were created, so that a month that is over is
 * dropped and not deleted row by row (docs/decisions/0051).
 */
@ApplicationScoped
public class WorkItemMonths {

  private static final String PREFIX = "work_item_";
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");

  /** Records that were created earlier are so few that they need no month of their own. */
  private static final int MONTHS = 36;

  /** Replicas make and drop one after the other. */
  private static final long LOCK = 0x776f726b6974656dL;

  /**
   * Whoever holds an old record up holds everybody up who waits behind us: rather the next time.
   */
  private static final String NO_LONG_WAIT = "set local lock_timeout = '3s'";

  private static final String SURVIVES =
      "(active and gone_at is null or updated_on >= :before or coalesce(gone_at >= :before, false))";

  private final Database database;
  private final Clock clock;
  private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();

  WorkItemMonths(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Makes the months that records are created in, before they are stored. */
  void ensure(Collection<WorkItem> items) {
    YearMonth now = month(clock.instant());
    items.stream()
        .map(item -> month(item.createdAt()))
        .distinct()
        .filter(month -> !month.isBefore(now.minusMonths(MONTHS)))
        .filter(month -> !month.isAfter(now.plusMonths(1)))
        .filter(month -> !known.contains(month))
        .sorted()
        .forEach(this::make);
  }

  private void make(YearMonth month) {
    database.inTransaction(
        handle -> {
          lock(handle);
          if (!exists(handle, month) && !hasSurvivors(handle, month)) {
            String table = PREFIX + SUFFIX.format(month);
            handle.execute(
                "create table "
                    + table
                    + " (like work_item including defaults including constraints)");
            handle.execute(
                "alter table work_item attach partition %s for values from ('%s') to ('%s')"
                    .formatted(table, start(month), start(month.plusMonths(1))));
          }
          return null;
        });
    known.add(month);
  }

  private static void lock(Handle handle) {
    handle.execute(NO_LONG_WAIT);
    handle.createQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")").mapTo(int.class).one();
  }

  private static boolean exists(Handle handle, YearMonth month) {
    return handle
        .createQuery("select to_regclass(:table) is not null")
        .bind("table", PREFIX + SUFFIX.format(month))
        .mapTo(boolean.class)
        .one();
  }

  /** What outlived its month has its place, and keeps it. */
  private static boolean hasSurvivors(Handle handle, YearMonth month) {
    return handle
        .createQuery(
            "select exists (select 1 from work_item_other where created_on >= :from and created_on < :to)")
        .bind("from", start(month))
        .bind("to", start(month.plusMonths(1)))
        .mapTo(boolean.class)
        .one();
  }

  /** Months of which every record was created before. */
  public List<YearMonth> endedBefore(Instant before) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select substring(c.relname from '\\d{4}_\\d{2}$') from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = to_regclass('work_item') and c.relname ~ '^work_item_\\d{4}_\\d{2}$' order by 1
                    """)
                .mapTo(String.class)
                .list()
                .stream()
                .map(suffix -> YearMonth.parse(suffix, SUFFIX))
                .filter(month -> !start(month.plusMonths(1)).isAfter(before))
                .toList());
  }

  /**
   * Drops a month. Records that are still worked on, or that changed since then, outlive it.
   *
   * @return how many records went
   */
  public int drop(YearMonth month, Instant before) {
    int dropped =
        database.inTransaction(
            handle -> {
              lock(handle);
              if (!exists(handle, month)) {
                return 0;
              }
              String table = PREFIX + SUFFIX.format(month);
              handle.execute("alter table work_item detach partition " + table);
              int all = handle.createQuery("select count(*) from " + table).mapTo(int.class).one();
              int kept =
                  handle
                      .createUpdate(
                          "insert into work_item select * from " + table + " where " + SURVIVES)
                      .bind("before", before)
                      .execute();
              handle.execute("drop table " + table);
              return all - kept;
            });
    known.remove(month);
    return dropped;
  }

  /** Deletes what outlived its month and is over now, at most so many records. */
  public int deleteOthers(Instant before, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from work_item_other where (integration, type, sys_id, created_on) in (
                      select integration, type, sys_id, created_on from work_item_other
                      where created_on < :before and not %s
                      order by created_on limit :limit for update skip locked)
                    """
                        .formatted(SURVIVES))
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
