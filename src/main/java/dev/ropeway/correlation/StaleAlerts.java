package dev.ropeway.correlation;

import dev.ropeway.assignment.Deliveries;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Finds the alerts that their source has stopped repeating. Time in which the source could not
 * reach Ropeway does not count: after it, each alert has the whole time once more.
 */
@ApplicationScoped
public class StaleAlerts {

  /**
   * Alerts in one page, and recommendations in one step of the walk over those without a sighting.
   */
  private static final int PAGE = 200;

  private static final int WALKED_AT_ONCE = 5000;

  private static final byte[] START = {};

  private final Database database;

  StaleAlerts(Database database) {
    this.database = database;
  }

  /**
   * Alerts that their source repeats while they fire.
   *
   * @param prefix what the ids of its alerts begin with
   */
  public record Repeating(String source, String prefix, Duration staleAfter) {

    /** A gap that is longer than this is one in which alerts may have been repeated in vain. */
    public Duration gap() {
      return staleAfter.dividedBy(AlertSightings.PARTS);
    }

    /** What was written last by then was not repeated since: a quarter may pass unwritten. */
    private Instant staleBefore(Instant now) {
      return now.minus(staleAfter).minus(gap());
    }
  }

  private record Listening(Instant since, byte[] walked) {}

  private record Seen(Digest key, Instant at, Recommendation alert) {}

  /**
   * Notes that Ropeway listens, and gives the alerts that were not repeated for too long, as
   * healthy ones: a page, those that were seen first. Each is taken only if that is still so.
   */
  public List<Candidate> look(Repeating alerts, String reason, Instant now) {
    return database.inTransaction(
        handle -> {
          Listening listening = listen(handle, alerts, now);
          if (listening.walked() != null) {
            walk(handle, alerts, listening.walked(), now);
          }
          if (listening.since().isAfter(now.minus(alerts.staleAfter()))) {
            return List.of();
          }
          Instant before = alerts.staleBefore(now);
          List<Candidate> over = new ArrayList<>();
          List<Digest> settled = new ArrayList<>();
          for (Seen seen : page(handle, before)) {
            if (seen.alert().needsWork()) {
              over.add(Candidate.of(ended(seen, reason, now)).since(true).unlessSeenAfter(before));
            } else {
              settled.add(seen.key());
            }
          }
          forget(handle, settled, before);
          return over;
        });
  }

  /** Says that posts of the source were refused until then. */
  public void missed(Repeating alerts, Instant until) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update alert_listening set since = :until where source = :source and since < :until")
                .bind("source", alerts.source())
                .bind("until", until)
                .execute());
  }

  /**
   * Gives the whole time once more to those that could not be ended, so that others have a turn.
   */
  public void postpone(Repeating alerts, Collection<String> ids, Instant now) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update alert_sighting set seen_at = :now where key = any (:keys) and seen_at <= :before")
                .bindByType(
                    "keys",
                    AlertSightings.bytes(ids.stream().map(Digest::of).sorted().toList()),
                    byte[][].class)
                .bind("now", now)
                .bind("before", alerts.staleBefore(now))
                .execute());
  }

  private static Listening listen(Handle handle, Repeating alerts, Instant now) {
    return handle
        .createQuery(
            """
            insert into alert_listening as known (source, stale_after, since, heard_at, walked)
            values (:source, :after, :now, :now, :start)
            on conflict (source) do update set stale_after = :after, heard_at = :now,
              since = case when known.heard_at < :gap or known.stale_after <> :after then :now else known.since end,
              walked = case when known.heard_at < :gap or known.stale_after <> :after then :start else known.walked end
            returning since, walked
            """)
        .bind("source", alerts.source())
        .bind("after", alerts.staleAfter().toSeconds())
        .bind("now", now)
        .bind("gap", now.minus(alerts.gap()))
        .bind("start", START)
        .map(
            (rs, context) ->
                new Listening(Deliveries.instant(rs.getTimestamp("since")), rs.getBytes("walked")))
        .one();
  }

  /** Alerts from before the setting was on are seen now. */
  private static void walk(Handle handle, Repeating alerts, byte[] after, Instant now) {
    byte[] end =
        handle
            .createQuery(
                """
                select key from (select key from recommendation where key > :after order by key limit :limit) walked
                order by key desc limit 1
                """)
            .bind("after", after)
            .bind("limit", WALKED_AT_ONCE)
            .mapTo(byte[].class)
            .findOne()
            .orElse(null);
    if (end != null) {
      handle
          .createUpdate(
              """
              insert into alert_sighting (key, seen_at)
              select key, :now from recommendation
              where key > :after and key <= :end and state = 'unhealthy' and starts_with(id, :prefix)
                and document ->> 'kind' = 'alert'
              order by key on conflict (key) do nothing
              """)
          .bind("after", after)
          .bind("end", end)
          .bind("prefix", alerts.prefix())
          .bind("now", now)
          .execute();
    }
    handle
        .createUpdate("update alert_listening set walked = :end where source = :source")
        .bindByType("end", end, byte[].class)
        .bind("source", alerts.source())
        .execute();
  }

  private static List<Seen> page(Handle handle, Instant before) {
    return handle
        .createQuery(
            """
            select s.key, s.seen_at, r.state, r.document, r.raw
            from (select key, seen_at from alert_sighting where seen_at <= :before order by seen_at, key limit :limit) s
              join recommendation r on r.key = s.key
            order by s.seen_at, s.key
            """)
        .bind("before", before)
        .bind("limit", PAGE)
        .map((rs, context) -> seen(rs))
        .list();
  }

  private static Seen seen(ResultSet rs) throws SQLException {
    Recommendation stored = Json.read(rs.getString("document"), Recommendation.class);
    return new Seen(
        Digest.of(rs.getBytes("key")),
        Deliveries.instant(rs.getTimestamp("seen_at")),
        stored.but().raw(Json.tree(rs.getString("raw"))).build());
  }

  /**
   * Told when the alert was last seen: a repeat that was told after that and comes late makes it
   * fire again.
   */
  private static Recommendation ended(Seen seen, String reason, Instant now) {
    Instant told = seen.alert().occurredAt();
    return seen.alert()
        .but()
        .state(RecommendationState.HEALTHY)
        .stateReason(reason)
        .stateChangedAt(now)
        .occurredAt(told == null || told.isBefore(seen.at()) ? seen.at() : told)
        .build();
  }

  /** Those that are over already; one that fires once more meanwhile is seen anew. */
  private static void forget(Handle handle, List<Digest> settled, Instant before) {
    if (!settled.isEmpty()) {
      handle
          .createUpdate("delete from alert_sighting where key = any (:keys) and seen_at <= :before")
          .bindByType("keys", AlertSightings.bytes(settled), byte[][].class)
          .bind("before", before)
          .execute();
    }
  }
}
