package dev.ropeway.rules;

import dev.ropeway.rules.RuleRun.Status;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The last run of each rule. One replica at a time is at work on it, under a lease and a fence. */
@ApplicationScoped
class RunRows {

  /** Longer than a page takes; another replica goes on where one died. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Database database;

  RunRows(Database database) {
    this.database = database;
  }

  /**
   * A run that this replica holds.
   *
   * @param done recommendations up to this key are done
   */
  record Held(
      String rule, boolean override, boolean owners, String askedBy, byte[] done, long fence) {
    Held upTo(byte[] key) {
      return new Held(rule, override, owners, askedBy, key, fence);
    }
  }

  /** What a page of recommendations came to. */
  record Progress(int seen, int assigned, int updated) {}

  /** False when the rule is running already. */
  boolean start(String rule, boolean override, boolean owners, String who, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into rule_run (rule, overrides, owners, status, asked_by, started_at, leased_until)
                        values (:rule, :override, :owners, 'running', :who, :now, :now)
                        on conflict (rule) do update set overrides = :override, owners = :owners, status = 'running', why = null,
                          seen = 0, assigned = 0, updated = 0, asked_by = :who, started_at = :now, ended_at = null,
                          done = '', leased_until = :now, fence = rule_run.fence + 1
                        where rule_run.status <> 'running'
                        """)
                    .bind("rule", rule)
                    .bind("override", override)
                    .bind("owners", owners)
                    .bind("who", who)
                    .bind("now", now)
                    .execute()
                == 1);
  }

  Optional<RuleRun> find(String rule) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from rule_run where rule = :rule")
                .bind("rule", rule)
                .map((rs, context) -> run(rs))
                .findOne());
  }

  private static RuleRun run(ResultSet rs) throws SQLException {
    Timestamp ended = rs.getTimestamp("ended_at");
    return new RuleRun(
        rs.getString("rule"),
        rs.getBoolean("overrides"),
        rs.getBoolean("owners"),
        Status.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
        rs.getString("why"),
        rs.getLong("seen"),
        rs.getLong("assigned"),
        rs.getLong("updated"),
        rs.getString("asked_by"),
        rs.getTimestamp("started_at").toInstant(),
        ended == null ? null : ended.toInstant());
  }

  /** Takes a run that nobody is at work on. */
  Optional<Held> claim(Instant now) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    update rule_run set fence = fence + 1, leased_until = :until
                    where rule = (select rule from rule_run where status = 'running' and leased_until <= :now
                                  order by started_at limit 1 for update skip locked)
                    returning rule, overrides, owners, asked_by, done, fence
                    """)
                .bind("now", now)
                .bind("until", now.plus(LEASE))
                .map(
                    (rs, context) ->
                        new Held(
                            rs.getString("rule"),
                            rs.getBoolean("overrides"),
                            rs.getBoolean("owners"),
                            rs.getString("asked_by"),
                            rs.getBytes("done"),
                            rs.getLong("fence")))
                .findOne());
  }

  /** Records a page; false when the run is no longer ours. */
  boolean advance(Held run, Progress page, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        update rule_run set done = :done, seen = seen + :seen, assigned = assigned + :assigned,
                          updated = updated + :updated, leased_until = :until
                        where rule = :rule and fence = :fence and status = 'running'
                        """)
                    .bind("rule", run.rule())
                    .bind("fence", run.fence())
                    .bind("done", run.done())
                    .bind("seen", page.seen())
                    .bind("assigned", page.assigned())
                    .bind("updated", page.updated())
                    .bind("until", now.plus(LEASE))
                    .execute()
                == 1);
  }

  /** Lets another replica go on at once. */
  void giveBack(Held run, Instant now) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update rule_run set leased_until = :now where rule = :rule and fence = :fence")
                .bind("rule", run.rule())
                .bind("fence", run.fence())
                .bind("now", now)
                .execute());
  }

  void end(Held run, Status status, String why, Instant now) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    update rule_run set status = :status, why = :why, ended_at = :now
                    where rule = :rule and fence = :fence and status = 'running'
                    """)
                .bind("rule", run.rule())
                .bind("fence", run.fence())
                .bind("status", status.word())
                .bind("why", why)
                .bind("now", now)
                .execute());
  }
}
