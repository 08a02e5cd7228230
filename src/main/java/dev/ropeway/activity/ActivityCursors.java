package dev.ropeway.activity;

import dev.ropeway.activity.ActivityCursor.Position;
import dev.ropeway.store.Database;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Remembers how far each table is read, so that no run begins again what another one has read. */
@ApplicationScoped
public class ActivityCursors {

  private static final int LONGEST_FAILURE = 500;

  private final Database database;

  ActivityCursors(Database database) {
    this.database = database;
  }

  /** All cursors, by integration and table. */
  public List<ActivityCursor> all() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from activity_cursor order by integration, source")
                .map((rs, context) -> read(rs))
                .list());
  }

  public Optional<ActivityCursor> find(String integration, String source) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select * from activity_cursor where integration = :integration and source = :source")
                .bind("integration", integration)
                .bind("source", source)
                .map((rs, context) -> read(rs))
                .findOne());
  }

  /** Puts a reading at its beginning, wherever it was. */
  public void begin(ActivityCursor cursor) {
    Position position = cursor.position();
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into activity_cursor (integration, source, instance, scope, complete_to, width, seen)
                    values (:integration, :source, :instance, :scope, :at, :width, :seen)
                    on conflict (integration, source) do update set instance = excluded.instance, scope = excluded.scope,
                      complete_to = excluded.complete_to, window_to = null, place_on = null, place_id = null,
                      width = excluded.width, seen = excluded.seen, polled_at = null, failure = null
                    """)
                .bind("integration", cursor.integration())
                .bind("source", cursor.source())
                .bind("instance", cursor.instance())
                .bind("scope", cursor.scope())
                .bind("at", position.completeTo())
                .bind("width", position.width().toSeconds())
                .bind("seen", cursor.seen())
                .execute());
  }

  /** Makes the window narrower that is read next, unless the cursor stands elsewhere by now. */
  public void narrow(String integration, String source, Position from, Position to) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    update activity_cursor set window_to = :windowTo, width = :width
                    where integration = :integration and source = :source and complete_to = :fromCompleteTo
                      and place_on is not distinct from :fromLastOn and place_id is not distinct from :fromLastId
                    """)
                .bind("integration", integration)
                .bind("source", source)
                .bind("windowTo", to.windowTo())
                .bind("width", to.width().toSeconds())
                .bind("fromCompleteTo", from.completeTo())
                .bind("fromLastOn", from.lastOn())
                .bind("fromLastId", from.lastId())
                .execute());
  }

  /**
   * Moves a cursor in the transaction that stores what was read; false if it stands elsewhere by
   * now.
   *
   * @param seen whether a row was visible
   * @param polledAt the present, if everything up to it is read; else null
   */
  static boolean move(
      Handle handle,
      String integration,
      String source,
      Position from,
      Position to,
      boolean seen,
      Instant polledAt) {
    return handle
            .createUpdate(
                """
                update activity_cursor set complete_to = :completeTo, window_to = :windowTo, place_on = :lastOn,
                  place_id = :lastId, width = :width, failure = null, polled_at = coalesce(:polledAt, polled_at),
                  seen = seen or :seen
                where integration = :integration and source = :source and complete_to = :fromCompleteTo
                  and place_on is not distinct from :fromLastOn and place_id is not distinct from :fromLastId
                """)
            .bind("integration", integration)
            .bind("source", source)
            .bind("completeTo", to.completeTo())
            .bind("windowTo", to.windowTo())
            .bind("lastOn", to.lastOn())
            .bind("lastId", to.lastId())
            .bind("width", to.width().toSeconds())
            .bind("seen", seen)
            .bind("polledAt", polledAt)
            .bind("fromCompleteTo", from.completeTo())
            .bind("fromLastOn", from.lastOn())
            .bind("fromLastId", from.lastId())
            .execute()
        == 1;
  }

  /** Notes why a table cannot be read. */
  public void refused(String integration, String source, String why) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update activity_cursor set failure = :why"
                        + " where integration = :integration and source = :source")
                .bind("why", Text.cut(Text.oneLine(why), LONGEST_FAILURE))
                .bind("integration", integration)
                .bind("source", source)
                .execute());
  }

  private static ActivityCursor read(ResultSet rs) throws SQLException {
    return new ActivityCursor(
        rs.getString("integration"),
        rs.getString("source"),
        rs.getString("instance"),
        rs.getString("scope"),
        new Position(
            instant(rs, "complete_to"),
            instant(rs, "window_to"),
            instant(rs, "place_on"),
            rs.getString("place_id"),
            Duration.ofSeconds(rs.getLong("width"))),
        rs.getBoolean("seen"),
        instant(rs, "polled_at"),
        rs.getString("failure"));
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    Timestamp at = rs.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
