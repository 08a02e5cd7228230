package dev.ropeway.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/**
 * Says who keeps PostgreSQL from removing what was overwritten, since when, and how much of it
 * there is, with the rights that any database user has.
 *
 * <p>Which transaction a session holds back is shown to everybody, when it began only to who may
 * read all statistics. So this notes how far the transactions were at each look, and finds the time
 * of any of them there.
 */
@ApplicationScoped
public class Horizon {

  private static final Logger LOG = Logger.getLogger(Horizon.class);

  /** More than a day of looks. */
  private static final int MOST = 10_000;

  /**
   * Only what holds back this database: snapshots of other databases do not. Autovacuum, whose
   * sessions have no user, holds nothing back.
   */
  private static final String HELD =
      """
      with held (holder, xids, since) as (
        select 'session', greatest(age(backend_xmin), age(backend_xid)), xact_start from pg_stat_activity
        where (backend_xmin is not null or backend_xid is not null) and usesysid is not null and pid <> pg_backend_pid()
          and (coalesce(datid, 0) = 0 or datname = current_database())
        union all
        select 'prepared', age(transaction), prepared from pg_prepared_xacts where database = current_database()
        union all
        select 'slot', age(xmin), null from pg_replication_slots where xmin is not null)
      select kind.holder, cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint) as next,
        greatest(max(held.xids), 0) as xids, greatest(max(extract(epoch from now() - held.since)), 0) as seconds
      from (values ('session'), ('prepared'), ('slot')) kind (holder) left join held using (holder)
      group by kind.holder
      """;

  private static final String DEAD =
      """
      select relname, n_dead_tup from pg_stat_user_tables
      where schemaname = current_schema() and relname = any(:queues)
      """;

  /** Where rows are taken from the beginning, or one row is written again and again. */
  private static final List<String> QUEUES =
      List.of(
          "assignment",
          "attachment_list",
          "bulk_run",
          "digest",
          "feed_event",
          "feed_target",
          "note_to_send",
          "rate_budget",
          "ticket_journal");

  private final Database database;

  /** At which time that transaction was last the next one. */
  private final NavigableMap<Long, Instant> looks = new TreeMap<>();

  private boolean refused;

  Horizon(Database database) {
    this.database = database;
  }

  /**
   * What the oldest of one kind holds back; zeros for none.
   *
   * @param holder session, prepared (a transaction) or slot (of replication)
   * @param xids transactions that began since
   * @param seconds since it began; at least that, where this replica started later and the database
   *     user may not see it
   */
  public record Held(String holder, long xids, double seconds) {}

  /** Rows of a table that were overwritten or deleted and are still there, as PostgreSQL counts. */
  public record Dead(String table, long rows) {}

  private record Age(String holder, long next, long xids, double seconds) {}

  /** Who holds back something now; empty where the database user may not even see that. */
  public synchronized List<Held> held(Instant now) {
    List<Age> ages = seen(HELD);
    List<Held> held = new ArrayList<>();
    for (Age age : ages) {
      looks.put(age.next, now);
      double seconds = age.xids == 0 ? 0 : Math.max(age.seconds, since(age.next - age.xids, now));
      held.add(new Held(age.holder, age.xids, seconds));
    }
    while (looks.size() > MOST) {
      looks.pollFirstEntry();
    }
    return held;
  }

  /** How many dead rows the queues have. */
  public List<Dead> dead() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(DEAD)
                .bindArray("queues", String.class, QUEUES)
                .map((rs, context) -> new Dead(rs.getString("relname"), rs.getLong("n_dead_tup")))
                .list());
  }

  private double since(long xid, Instant now) {
    var look = looks.floorEntry(xid);
    Instant then = look == null ? looks.firstEntry().getValue() : look.getValue();
    return Math.max(0, Duration.between(then, now).toMillis() / 1000.0);
  }

  private List<Age> seen(String sql) {
    try {
      return database.inTransaction(
          handle ->
              handle
                  .createQuery(sql)
                  .map(
                      (rs, context) ->
                          new Age(
                              rs.getString("holder"),
                              rs.getLong("next"),
                              rs.getLong("xids"),
                              rs.getDouble("seconds")))
                  .list());
    } catch (JdbiException e) {
      if (!refused) {
        refused = true;
        LOG.warnf(
            "the database user may not see who holds transactions open (%s); the metrics"
                + " ropeway_store_held are missing",
            e.getMessage());
      }
      return List.of();
    }
  }
}
