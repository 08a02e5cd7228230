package dev.ropeway.workitem;

import dev.ropeway.store.Database;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Remembers how far imports are, so that none begins again what another run has read. */
@ApplicationScoped
public class WorkItemCursors {

  private static final int LONGEST_FAILURE = 500;

  private final Database database;

  WorkItemCursors(Database database) {
    this.database = database;
  }

  /** How a page moves a cursor. */
  public sealed interface Move {

    /**
     * Towards the present.
     *
     * @param from where the cursor must stand
     * @param atRest whether there was nothing more to read
     */
    record Forward(ReadUpTo from, ReadUpTo to, Instant readAt, boolean atRest) implements Move {}

    /**
     * Towards the past.
     *
     * @param from where the cursor must stand
     * @param completeFrom how far back everything is read now; null while more is to come
     */
    record Backward(ReadUpTo from, ReadUpTo to, Instant completeFrom) implements Move {}
  }

  /** All cursors, by integration and type. */
  public List<WorkItemCursor> all() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from work_item_cursor order by integration, type")
                .map((rs, context) -> read(rs))
                .list());
  }

  public Optional<WorkItemCursor> find(String integration, String type) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select * from work_item_cursor where integration = :integration and type = :type")
                .bind("integration", integration)
                .bind("type", type)
                .map((rs, context) -> read(rs))
                .findOne());
  }

  /** Keeps one that begins, unless one is there. */
  public void begin(WorkItemCursor cursor) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into work_item_cursor
                      (integration, type, instance, started_at, forward_on, read_at, backfill_on)
                    values (:integration, :type, :instance, :now, :now, :now, :now)
                    on conflict do nothing
                    """)
                .bind("integration", cursor.integration())
                .bind("type", cursor.type())
                .bind("instance", cursor.instance())
                .bind("now", cursor.startedAt())
                .execute());
  }

  /** Moves a cursor in the transaction that stores what was read. */
  static void move(Handle handle, String integration, String type, Move move, Instant now) {
    Update update =
        move instanceof Move.Forward forward
            ? forward(handle, forward, now)
            : backward(handle, move);
    int moved = update.bind("integration", integration).bind("type", type).execute();
    if (moved == 0) {
      throw new OvertakenException();
    }
  }

  private static Update forward(Handle handle, Move.Forward move, Instant now) {
    return handle
        .createUpdate(
            """
            update work_item_cursor set forward_on = :toOn, forward_id = :toId, read_at = :readAt, failure = null,
              polled_at = case when :atRest then :now else polled_at end
            where integration = :integration and type = :type and forward_on = :fromOn and forward_id = :fromId
            """)
        .bind("fromOn", move.from().updatedOn())
        .bind("fromId", move.from().sysId())
        .bind("toOn", move.to().updatedOn())
        .bind("toId", move.to().sysId())
        .bind("readAt", move.readAt())
        .bind("atRest", move.atRest())
        .bind("now", now);
  }

  private static Update backward(Handle handle, Move move) {
    Move.Backward back = (Move.Backward) move;
    return handle
        .createUpdate(
            """
            update work_item_cursor set backfill_on = :toOn, backfill_id = :toId, failure = null,
              complete_from = coalesce(:completeFrom, complete_from)
            where integration = :integration and type = :type and backfill_on = :fromOn and backfill_id = :fromId
            """)
        .bind("fromOn", back.from().updatedOn())
        .bind("fromId", back.from().sysId())
        .bind("toOn", back.to().updatedOn())
        .bind("toId", back.to().sysId())
        .bind("completeFrom", back.completeFrom());
  }

  /** Notes why a kind of ticket cannot be read. */
  public void refused(String integration, String type, String why) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update work_item_cursor set failure = :why"
                        + " where integration = :integration and type = :type")
                .bind("why", Text.cut(Text.oneLine(why), LONGEST_FAILURE))
                .bind("integration", integration)
                .bind("type", type)
                .execute());
  }

  /** Notes what a check counted; null where the instance told no count. */
  public void checked(String integration, String type, Long counted, long held, Instant now) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    update work_item_cursor set checked_at = :now, counted = :counted, held = :held
                    where integration = :integration and type = :type
                    """)
                .bind("now", now)
                .bind("counted", counted)
                .bind("held", held)
                .bind("integration", integration)
                .bind("type", type)
                .execute());
  }

  private static WorkItemCursor read(ResultSet rs) throws SQLException {
    return new WorkItemCursor(
        rs.getString("integration"),
        rs.getString("type"),
        rs.getString("instance"),
        instant(rs, "started_at"),
        new ReadUpTo(instant(rs, "forward_on"), rs.getString("forward_id")),
        instant(rs, "read_at"),
        new ReadUpTo(instant(rs, "backfill_on"), rs.getString("backfill_id")),
        instant(rs, "complete_from"),
        instant(rs, "polled_at"),
        instant(rs, "checked_at"),
        rs.getObject("counted", Long.class),
        rs.getObject("held", Long.class),
        rs.getString("failure"));
  }

  static Instant instant(ResultSet rs, String column) throws SQLException {
    Timestamp at = rs.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
