package dev.ropeway.mapping;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.store.Database;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketType;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of mappings: one for each version of each, never changed once written. */
@ApplicationScoped
class MappingRows {

  private static final TypeReference<Map<String, Integer>> LENGTHS = new TypeReference<>() {};

  private final Database database;

  MappingRows(Database database) {
    this.database = database;
  }

  /** Has every replica take over what is stored, now and after each change. */
  FollowedTable followed(Runnable takeOver) {
    return new FollowedTable("mapping", "max(id)", database, takeOver);
  }

  /** Of each mapping the newest version that is sent, and a newer one that is only compared. */
  List<StoredMapping> inUse() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct on (integration, ticket_type, shadow) * from mapping m
                    where not shadow or version > (
                      select coalesce(max(version), 0) from mapping s
                      where s.integration = m.integration and s.ticket_type = m.ticket_type and not s.shadow)
                    order by integration, ticket_type, shadow, version desc
                    """)
                .map((rs, context) -> row(rs))
                .list());
  }

  /** Every version, newest first. */
  List<StoredMapping> versions(String integration, TicketType type) {
    return database.inTransaction(handle -> versions(handle, integration, type));
  }

  private static List<StoredMapping> versions(Handle handle, String integration, TicketType type) {
    return handle
        .createQuery(
            "select * from mapping where integration = :integration and ticket_type = :type"
                + " order by version desc")
        .bind("integration", integration)
        .bind("type", type.word())
        .map((rs, context) -> row(rs))
        .list();
  }

  /**
   * Adds a version, unless the newest says the same; the newest afterwards. Of two at once the
   * second finds its number taken and is run again.
   */
  StoredMapping add(StoredMapping wanted) {
    return database.inTransaction(
        handle -> {
          List<StoredMapping> before = versions(handle, wanted.integration(), wanted.ticketType());
          if (!before.isEmpty() && before.get(0).saysThatOf(wanted)) {
            return before.get(0);
          }
          StoredMapping next = wanted.numbered(before.isEmpty() ? 1 : before.get(0).version() + 1);
          insert(handle, next);
          return next;
        });
  }

  private static void insert(Handle handle, StoredMapping mapping) {
    handle
        .createUpdate(
            """
            insert into mapping (integration, ticket_type, version, shadow, document, lengths, who, at)
            values (:integration, :type, :version, :shadow, cast(:document as json), cast(:lengths as jsonb), :who, :at)
            """)
        .bind("integration", mapping.integration())
        .bind("type", mapping.ticketType().word())
        .bind("version", mapping.version())
        .bind("shadow", mapping.document().shadow())
        .bind("document", Json.write(mapping.document()))
        .bind("lengths", Json.write(mapping.lengths()))
        .bind("who", mapping.who())
        .bind("at", mapping.at())
        .execute();
  }

  private static StoredMapping row(ResultSet rs) throws SQLException {
    return new StoredMapping(
        rs.getString("integration"),
        TicketType.of(rs.getString("ticket_type")),
        rs.getInt("version"),
        Json.read(rs.getString("document"), MappingDocument.class),
        Json.MAPPER.convertValue(Json.tree(rs.getString("lengths")), LENGTHS),
        rs.getString("who"),
        rs.getTimestamp("at").toInstant());
  }
}
