package dev.ropeway.tickettype;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.store.Database;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.Known.Edits;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The rows of ticket types that were made over REST. */
@ApplicationScoped
class TicketTypeRows {

  private final Database database;

  TicketTypeRows(Database database) {
    this.database = database;
  }

  /** One of them. */
  record Row(String name, TicketTypeDocument document, Edits edits) {}

  /** Has every replica take over what is stored, now and after each change. */
  FollowedTable followed(Runnable takeOver) {
    return new FollowedTable("ticket_type", "max(version)", database, takeOver);
  }

  List<Row> all() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from ticket_type order by name")
                .map((rs, context) -> row(rs))
                .list());
  }

  private static Row row(ResultSet rs) throws SQLException {
    return new Row(
        rs.getString("name"),
        new TicketTypeDocument((ObjectNode) Json.tree(rs.getString("settings"))),
        new Edits(
            rs.getString("created_by"),
            rs.getTimestamp("created_at").toInstant(),
            rs.getString("updated_by"),
            rs.getTimestamp("updated_at").toInstant()));
  }

  /** Makes one or changes it; true when made. */
  boolean put(String name, TicketTypeDocument document, String who, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    insert into ticket_type (name, version, settings, created_by, created_at, updated_by, updated_at)
                    values (:name, nextval('ticket_type_version'), cast(:settings as jsonb), :who, :now, :who, :now)
                    on conflict (name) do update set version = nextval('ticket_type_version'),
                      settings = excluded.settings, updated_by = :who, updated_at = :now
                    returning xmax = 0
                    """)
                .bind("name", name)
                .bind("settings", Json.write(document.json()))
                .bind("who", who)
                .bind("now", now)
                .mapTo(boolean.class)
                .one());
  }

  /** False when there is no such type. */
  boolean delete(String name) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate("delete from ticket_type where name = :name")
                    .bind("name", name)
                    .execute()
                == 1);
  }
}
