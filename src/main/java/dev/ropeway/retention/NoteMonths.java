package dev.ropeway.retention;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Keeps the notes of each month in a table of its own, so that old ones go without being looked at.
 * Notes of other times are in {@code note_other}, row by row.
 */
@ApplicationScoped
class NoteMonths {

  private static final Logger LOG = Logger.getLogger(NoteMonths.class);
  private static final int AHEAD = 2;
  private static final Pattern NAME = Pattern.compile("note_(\\d{4})_(\\d{2})");

  private final Database database;

  NoteMonths(Database database) {
    this.database = database;
  }

  /** Makes the tables of this month and the next ones. Who holds the notes is not waited for. */
  void prepare(Instant now) {
    YearMonth first = month(now);
    for (int i = 0; i <= AHEAD; i++) {
      YearMonth month = first.plusMonths(i);
      attempt("create the table of notes of " + month, handle -> create(handle, month));
    }
  }

  /** Drops the months that ended before that; how many. */
  int drop(Instant before) {
    List<String> over =
        database.inTransaction(NoteMonths::names).stream()
            .filter(name -> !end(name).isAfter(before))
            .toList();
    over.forEach(
        name ->
            attempt("drop the notes of " + name, handle -> handle.execute("drop table " + name)));
    return over.size();
  }

  /** Deletes notes of other times; how many. */
  int deleteOthers(Instant before, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "delete from note_other where ctid = any (array(select ctid from note_other"
                        + " where at < :before limit :limit))")
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }

  private interface Step {
    void run(Handle handle);
  }

  private void attempt(String what, Step step) {
    try {
      database.inTransaction(
          handle -> {
            handle.execute("set local lock_timeout = '2s'");
            step.run(handle);
            return null;
          });
    } catch (JdbiException e) {
      LOG.warnf("cannot %s now, next attempt in an hour: %s", what, e.getMessage());
    }
  }

  private static void create(Handle handle, YearMonth month) {
    String name =
        String.format(Locale.ROOT, "note_%04d_%02d", month.getYear(), month.getMonthValue());
    if (names(handle).contains(name)) {
      return;
    }
    String from = begin(month).toString();
    String to = begin(month.plusMonths(1)).toString();
    handle.execute("create table " + name + " (like note including all)");
    // What came before the table was there lies among the others.
    handle.execute("lock table note_other in share row exclusive mode");
    handle.execute(
        ("with moved as (delete from note_other where at >= '%s' and at < '%s' returning *)"
                + " insert into %s select * from moved")
            .formatted(from, to, name));
    handle.execute(
        "alter table note attach partition %s for values from ('%s') to ('%s')"
            .formatted(name, from, to));
  }

  private static List<String> names(Handle handle) {
    return handle
        .createQuery(
            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " where i.inhparent = cast('note' as regclass)")
        .mapTo(String.class)
        .list()
        .stream()
        .filter(name -> NAME.matcher(name).matches())
        .toList();
  }

  private static Instant end(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException(name);
    }
    return begin(
        YearMonth.of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))
            .plusMonths(1));
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  private static Instant begin(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
