package dev.ropeway.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.activity.ActivityCursor.Position;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/**
 * What was read of the activity of instances. A page and the cursor behind it are one transaction,
 * and what the instance tells twice is stored once.
 */
@ApplicationScoped
public class Activities {

  private static final int DELETED_AT_ONCE = 10_000;
  private static final TypeReference<Map<String, String>> DETAIL = new TypeReference<>() {};

  private static final Columns<Activity> COLUMNS =
      new Columns<Activity>()
          .with("at", "timestamptz", Activity::at)
          .with("id", "text", Activity::id)
          .with("stream", "text", one -> one.stream().word())
          .with("action", "text", one -> one.action().word())
          .with("failed", "boolean", Activity::failed)
          .with("actor", "text", Activity::actor)
          .with("target", "text", Activity::target)
          .with("address", "text", Activity::address)
          .with("own", "boolean", Activity::own)
          .with("source", "text", Activity::source)
          .with("record", "text", Activity::record)
          .with("detail", "jsonb", one -> Json.write(one.detail()));

  private static final String NAMES =
      "at, id, stream, action, failed, actor, target, address, own, source, record, detail";

  private static final String STORE =
      """
      insert into activity (integration, %1$s) select :integration, %1$s from %2$s order by at, id
      on conflict do nothing returning id
      """
          .formatted(NAMES, COLUMNS.unnest("u"));

  private final Database database;
  private final ActivityDays days;
  private final Clock clock;

  Activities(Database database, ActivityDays days, Clock clock) {
    this.database = database;
    this.days = days;
    this.clock = clock;
  }

  /**
   * How a page moves a cursor.
   *
   * @param from where it must stand
   * @param seen whether the page had a row
   * @param atRest whether everything up to the present is read with it
   */
  public record Move(String source, Position from, Position to, boolean seen, boolean atRest) {}

  /**
   * What the rules are to see.
   *
   * @param wanted whether a rule asks for activities at all
   * @param failedLogins how many of one user make an alarm
   * @param within within which time
   */
  public record Judged(boolean wanted, int failedLogins, Duration within) {}

  /**
   * Stores a page and moves the cursor; both or neither. Feeds and rules learn of what is new with
   * it.
   *
   * @return how many activities are new; negative if another run has read the page meanwhile
   */
  public int store(String integration, List<Activity> page, Move move, Judged judged) {
    List<Activity> kept = once(page);
    days.ensure(kept);
    try {
      return store(integration, kept, move, judged, clock.instant());
    } catch (JdbiException e) {
      if (!ActivityDays.isMissing(e)) {
        throw e;
      }
      days.ensureAnew(kept);
      return store(integration, kept, move, judged, clock.instant());
    }
  }

  private int store(
      String integration, List<Activity> kept, Move move, Judged judged, Instant now) {
    return database.inTransaction(
        handle -> {
          if (!ActivityCursors.move(
              handle,
              integration,
              move.source(),
              move.from(),
              move.to(),
              move.seen(),
              move.atRest() ? now : null)) {
            return -1;
          }
          List<Activity> fresh = kept.isEmpty() ? kept : fresh(handle, integration, kept);
          ActivityFeed.publish(handle, fresh, now);
          if (judged.wanted()) {
            PendingActivities.add(handle, fresh);
            ActivityAlarms.find(handle, integration, fresh, judged.failedLogins(), judged.within());
          }
          return fresh.size();
        });
  }

  /** Stores what is not stored yet, and says what that was. */
  private static List<Activity> fresh(Handle handle, String integration, List<Activity> page) {
    Set<String> stored =
        new HashSet<>(
            COLUMNS
                .bind(handle.createQuery(STORE), page)
                .bind("integration", integration)
                .mapTo(String.class)
                .list());
    return page.stream().filter(one -> stored.contains(one.id())).toList();
  }

  /** What the instance tells twice on a page is one; what is too old to be kept is none. */
  private List<Activity> once(List<Activity> page) {
    Map<String, Activity> once = new LinkedHashMap<>();
    page.stream()
        .filter(one -> days.has(one.at()))
        .forEach(one -> once.putIfAbsent(one.place().text(), one));
    return List.copyOf(once.values());
  }

  /**
   * Activities newest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<Activity> list(ActivityFilter filter, ActivityPlace after, int limit) {
    ActivityFilter.Sql sql = filter.sql();
    String behind =
        (after == null ? "" : " and (at, integration, id) < (:afterAt, :afterIn, :afterId)")
            + " and at >= :oldest";
    return database.inTransaction(
        handle -> {
          Query query =
              handle
                  .createQuery(
                      "select * from activity where %s order by at desc, integration desc, id desc limit :limit"
                          .formatted(sql.where() + behind))
                  .bindMap(sql.bindings())
                  .bind("oldest", days.oldest())
                  .bind("limit", limit);
          if (after != null) {
            query
                .bind("afterAt", after.at())
                .bind("afterIn", after.integration())
                .bind("afterId", after.id());
          }
          return query.map((rs, context) -> read(rs)).list();
        });
  }

  /** Deletes a part of what was read of an integration; true when nothing is left. */
  public boolean forgetSome(String integration) {
    return database.inTransaction(
        handle -> {
          // The cursors first: without them no run that is under way stores anything.
          for (String table : List.of("activity_cursor", "activity_pending", "activity_alarm")) {
            handle
                .createUpdate("delete from " + table + " where integration = :integration")
                .bind("integration", integration)
                .execute();
          }
          int deleted =
              handle
                  .createUpdate(
                      """
                      delete from activity where (integration, at, id) in (
                        select integration, at, id from activity where integration = :integration limit :limit)
                      """)
                  .bind("integration", integration)
                  .bind("limit", DELETED_AT_ONCE)
                  .execute();
          return deleted < DELETED_AT_ONCE;
        });
  }

  static Activity read(ResultSet rs) throws SQLException {
    return new Activity(
        rs.getString("integration"),
        rs.getTimestamp("at").toInstant(),
        rs.getString("id"),
        ActivityStream.of(rs.getString("stream")).orElseThrow(),
        ActivityAction.of(rs.getString("action")),
        rs.getBoolean("failed"),
        rs.getString("actor"),
        rs.getString("target"),
        rs.getString("address"),
        rs.getBoolean("own"),
        rs.getString("source"),
        rs.getString("record"),
        detail(rs.getString("detail")));
  }

  private static Map<String, String> detail(String json) {
    try {
      return Json.MAPPER.readValue(json, DETAIL);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
