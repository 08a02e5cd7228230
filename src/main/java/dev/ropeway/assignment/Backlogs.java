package dev.ropeway.assignment;

import dev.ropeway.store.Database;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says how the work of integrations stands, at a cost that does not grow with what is done. */
@ApplicationScoped
public class Backlogs {

  /** A backlog is not counted further than this: whoever looks knows enough by then. */
  public static final int MOST = 10_000;

  /**
   * The oldest that waits is found twice: a ticket that was never made by its assignment's age
   * (failures move its next delivery), any other by how long it is due. Each part reads an index,
   * and what can be many ends at a limit.
   */
  private static final String STANDING =
      """
      with name as (select unnest(cast(:names as text[])) as integration),
      unmade as (
        select integration, min(created_at) as since
        from (select integration, created_at from assignment
              where status = 'pending' and next_delivery_at is not null order by id limit :most) oldest
        group by integration),
      parked as (select integration, count(*) as parked from assignment where status = 'parked' group by integration),
      held as (
        select integration, count(*) as held from assignment where held_since is not null and status = 'pending'
        group by integration),
      polled as (
        select n.integration, min(coalesce(c.polled_at, :started)) as polled_at
        from name n cross join unnest(cast(:tables as text[])) as t(ticket_table)
        -- Not "exists": where many are open that would be planned as a walk through all of them.
        cross join lateral (select 1 from assignment a
          where a.status = 'open' and a.integration = n.integration and a.ticket_table = t.ticket_table limit 1) one
        left join sync_cursor c on c.integration = n.integration and c.ticket_table = t.ticket_table
        group by n.integration)
      select n.integration, due.undelivered, least(unmade.since, due.since) as oldest,
        coalesce(parked, 0) as parked, coalesce(held, 0) as held, polled_at
      from name n
      cross join lateral (
        select count(*) as undelivered, least(min(next_delivery_at), :now) as since
        from (select next_delivery_at from assignment a
              where a.integration = n.integration and next_delivery_at is not null
              order by next_delivery_at limit :most) first) due
      left join unmade using (integration)
      left join parked using (integration)
      left join held using (integration)
      left join polled using (integration)
      """;

  private final Database database;
  private final TicketTypes types;

  Backlogs(Database database, TicketTypes types) {
    this.database = database;
    this.types = types;
  }

  private List<String> polledTables() {
    return types.all().stream()
        .filter(type -> !type.isEvent())
        .map(TicketTypeDefinition::table)
        .distinct()
        .toList();
  }

  /**
   * How these integrations stand, by name.
   *
   * @param started what counts as the last poll of tickets that were never polled
   */
  public Map<String, Backlog> of(Collection<String> integrations, Instant now, Instant started) {
    return database.inTransaction(
        handle -> {
          Map<String, Backlog> openRecommendations = new HashMap<>();
          handle
              .createQuery(STANDING)
              .bindArray("names", String.class, integrations)
              .bindArray("tables", String.class, polledTables())
              .bind("most", MOST)
              .bind("now", Timestamp.from(now))
              .bind("started", Timestamp.from(started))
              .map(
                  (rs, context) ->
                      openRecommendations.put(rs.getString("integration"), backlog(rs)))
              .list();
          return openRecommendations;
        });
  }

  private static Backlog backlog(ResultSet rs) throws SQLException {
    int undelivered = rs.getInt("undelivered");
    return new Backlog(
        undelivered,
        undelivered == 0 ? null : Deliveries.instant(rs.getTimestamp("oldest")),
        rs.getInt("parked"),
        rs.getInt("held"),
        Deliveries.instant(rs.getTimestamp("polled_at")));
  }
}
