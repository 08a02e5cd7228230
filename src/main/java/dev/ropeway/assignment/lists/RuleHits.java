package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.lists.RuleFigures.Hits;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;

/** Counts what rules made, each by two ranges of an index that end where nobody counts further. */
@ApplicationScoped
public class RuleHits {

  /**
   * Ids grow with time, and those of a rule are in an index: what lies behind the last one before
   * the first day is counted there, and no assignment is read.
   */
  private static final String SQL =
      """
      select n.rule,
        (select count(*) from (select 1 from assignment a where a.rule = n.rule and %s limit :limit) as o) as open,
        (select count(*) from (select 1 from assignment a where a.rule = n.rule and a.id > coalesce(
          (select e.id from assignment e where e.created_at < :since order by e.created_at desc, e.id desc limit 1),
          '00000000-0000-0000-0000-000000000000') limit :limit) as c) as created
      from unnest(cast(:rules as text[])) as n (rule) order by n.rule
      """
          .formatted(AssignmentSql.LIVE);

  private final Database database;
  private final Clock clock;

  RuleHits(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What each of these rules made, by name.
   *
   * @param days how far back, with today
   */
  public RuleFigures of(Collection<String> rules, int days) {
    Instant since =
        clock
            .instant()
            .atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .minusDays(days - 1L)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    return database.inTransaction(
        handle ->
            new RuleFigures(
                days,
                since,
                Statements.planned(handle)
                    .createQuery(SQL)
                    .bind("rules", rules.toArray(String[]::new))
                    .bind("since", since)
                    .bind("limit", BoundedCounts.COUNTED + 1)
                    .map(
                        (rs, context) ->
                            new Hits(
                                rs.getString("rule"),
                                BoundedCounts.of(rs.getLong("open")),
                                BoundedCounts.of(rs.getLong("created"))))
                    .list()));
  }
}
