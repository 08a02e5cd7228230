package dev.ropeway.assignment.bulk;

import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.lists.AssignmentFilter;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.tickettype.TicketType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads where assignments stand. */
final class Standings {

  private static final String COLUMNS =
      "a.status, a.ticket_type, a.integration, a.held_since is not null and a.status = 'pending' as held,"
          + " a.ticket_sys_id is not null as ticketed";

  private Standings() {}

  /** Assignments that stand alike, and some of them. */
  record Alike(Standing standing, int count, List<UUID> examples) {}

  /**
   * Those that are selected, by where they stand: few, however many they are.
   *
   * @param most so many of them are looked at
   */
  static List<Alike> count(
      Handle handle, Selection selection, int most, int examples, Instant now) {
    Selection.Sql selected = selection.sql(now);
    return handle
        .createQuery(
            "select status, ticket_type, integration, held, ticketed, count(*) as count,"
                + " (array_agg(id order by id desc))[1 : "
                + examples
                + "] as examples from (select a.id, "
                + COLUMNS
                + " from "
                + selected.from()
                + " limit :most) as selected group by status, ticket_type, integration, held, ticketed")
        .bindMap(selected.bindings())
        .bind("most", most)
        .map(
            (rs, context) ->
                new Alike(
                    standing(rs),
                    rs.getInt("count"),
                    List.of((UUID[]) rs.getArray("examples").getArray())))
        .list();
  }

  /** The ids of those that are selected. */
  static List<UUID> found(Handle handle, Selection selection, Instant now) {
    Selection.Sql selected = selection.sql(now);
    return handle
        .createQuery("select a.id from " + selected.from())
        .bindMap(selected.bindings())
        .mapTo(UUID.class)
        .list();
  }

  /** Locks one and reads it, if it lies within the bounds. */
  static Optional<Standing> lock(Handle handle, UUID id, Bounds within, Instant now) {
    Selection.Sql selected =
        new Selection(AssignmentFilter.found(null, null, within), List.of(id)).sql(now);
    return handle
        .createQuery("select " + COLUMNS + " from " + selected.from() + " for update of a")
        .bindMap(selected.bindings())
        .map((rs, context) -> standing(rs))
        .findOne();
  }

  private static Standing standing(ResultSet rs) throws SQLException {
    return new Standing(
        Status.of(rs.getString("status")),
        TicketType.of(rs.getString("ticket_type")),
        rs.getString("integration"),
        rs.getBoolean("held"),
        rs.getBoolean("ticketed"));
  }
}
