package dev.ropeway.workitem;

import dev.ropeway.store.Database;
import dev.ropeway.workitem.WorkItemSummary.Day;
import dev.ropeway.workitem.WorkItemSummary.Named;
import dev.ropeway.workitem.WorkItemSummary.Open;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts imported records. */
@ApplicationScoped
public class WorkItemSummaries {

  private static final int TOP = 10;
  private static final String OPEN = "active and gone_at is null";

  private final Database database;
  private final WorkItems items;
  private final Clock clock;

  WorkItemSummaries(Database database, WorkItems items, Clock clock) {
    this.database = database;
    this.items = items;
    this.clock = clock;
  }

  /**
   * The records of an integration and type in numbers; null for all.
   *
   * @param days how many days are told one by one, today among them
   */
  public WorkItemSummary of(String integration, String type, int days) {
    Instant from =
        clock
            .instant()
            .atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .minusDays(days - 1L)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    String of =
        (integration == null ? "" : " and integration = :integration")
            + (type == null ? "" : " and type = :type");
    return database.inTransaction(
        handle ->
            new WorkItemSummary(
                open(handle, of, integration, type),
                perDay(handle, of, integration, type, from),
                top(handle, "cmdb_ci", of, integration, type),
                top(handle, "assignment_group", of, integration, type),
                items.oldestOpen(handle, of, integration, type)));
  }

  private static List<Open> open(Handle handle, String of, String integration, String type) {
    return handle
        .createQuery(
            """
            select type, state, max(state_label) as state_label, priority, max(priority_label) as priority_label,
              count(*) as count
            from work_item where %s%s group by type, state, priority order by type, count desc, state, priority
            """
                .formatted(OPEN, of))
        .bind("integration", integration)
        .bind("type", type)
        .map(
            (rs, context) ->
                new Open(
                    rs.getString("type"),
                    rs.getString("state"),
                    rs.getString("state_label"),
                    rs.getString("priority"),
                    rs.getString("priority_label"),
                    rs.getLong("count")))
        .list();
  }

  private static List<Day> perDay(
      Handle handle, String of, String integration, String type, Instant from) {
    return handle
        .createQuery(
            """
            select day, type, sum(created) as created, sum(closed) as closed from (
              select cast(created_on at time zone 'UTC' as date) as day, type, count(*) as created, 0 as closed
              from work_item where created_on >= :from%1$s group by 1, 2
              union all
              select cast(closed_at at time zone 'UTC' as date), type, 0, count(*)
              from work_item where closed_at >= :from%1$s group by 1, 2) as happened
            group by day, type order by day, type
            """
                .formatted(of))
        .bind("from", from)
        .bind("integration", integration)
        .bind("type", type)
        .map(
            (rs, context) ->
                new Day(
                    rs.getDate("day").toLocalDate(),
                    rs.getString("type"),
                    rs.getLong("created"),
                    rs.getLong("closed")))
        .list();
  }

  private static List<Named> top(
      Handle handle, String column, String of, String integration, String type) {
    return handle
        .createQuery(
            """
            select %1$s as name, count(*) as count from work_item where %2$s and %1$s is not null%3$s
            group by %1$s order by count desc, name limit :top
            """
                .formatted(column, OPEN, of))
        .bind("integration", integration)
        .bind("type", type)
        .bind("top", TOP)
        .map((rs, context) -> new Named(rs.getString("name"), rs.getLong("count")))
        .list();
  }
}
