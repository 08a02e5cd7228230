package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Lets go what a rule's daily limit held back: by hand at once, else as the days have room. */
@ApplicationScoped
@Named("heldAssignments")
@RegisterForReflection // routes call it by name
public class HeldAssignments {

  /** In one transaction; the next minute brings the next. */
  private static final int AT_ONCE = 1000;

  private static final String RELEASE =
      """
      update assignment set held_since = null, updated_at = :now,
        next_delivery_at = coalesce(next_delivery_at, damped_until, cast(:now as timestamptz))
      where id = any (:ids) returning id
      """;

  private final Database database;
  private final Event<WorkArrived> arrivals;
  private final Clock clock;

  HeldAssignments(Database database, Event<WorkArrived> arrivals, Clock clock) {
    this.database = database;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  private record Waiting(String rule, int limit) {}

  /** Releases what today has room for, the most severe and then the oldest first; how many. */
  public int releaseDue() {
    Instant now = clock.instant();
    int released =
        database.inTransaction(
            handle -> waiting(handle).stream().mapToInt(rule -> release(handle, rule, now)).sum());
    if (released > 0) {
      arrivals.fire(new WorkArrived());
    }
    return released;
  }

  private static List<Waiting> waiting(Handle handle) {
    return handle
        .createQuery(
            """
            select rule, min(held_limit) from assignment
            where held_since is not null and status = 'pending' group by rule order by rule
            """)
        .map((rs, context) -> new Waiting(rs.getString(1), rs.getInt(2)))
        .list();
  }

  private static int release(Handle handle, Waiting waiting, Instant now) {
    int room = Math.min(AT_ONCE, DailyLimit.room(handle, waiting.rule(), waiting.limit(), now));
    if (room == 0) {
      return 0;
    }
    List<UUID> ids =
        handle
            .createQuery(
                """
                select id from assignment
                where rule = :rule and held_since is not null and status = 'pending'
                order by array_position(array['critical', 'high', 'medium', 'low', 'informational'], severity), id
                limit :room for update skip locked
                """)
            .bind("rule", waiting.rule())
            .bind("room", room)
            .mapTo(UUID.class)
            .list();
    DailyLimit.spend(handle, waiting.rule(), ids.size(), now);
    return release(handle, ids, Timeline.ROPEWAY, now);
  }

  private static int release(Handle handle, List<UUID> ids, String who, Instant now) {
    List<UUID> released =
        handle
            .createQuery(RELEASE)
            .bindByType("ids", ids.toArray(UUID[]::new), UUID[].class)
            .bind("now", now)
            .mapTo(UUID.class)
            .list();
    Timeline.add(
        handle,
        released.stream().map(id -> new Timeline.Line(id, now, who, What.RELEASED, null)).toList());
    return released.size();
  }

  /** Releases one by hand, whatever the limit; 0 if it is not held. */
  public int release(UUID id, String who) {
    return release("a.id = :id", Map.of("id", id), who);
  }

  /** Releases by hand all that the filter means, whatever the limit; how many. */
  public int release(AssignmentFilter filter, String who) {
    AssignmentFilter.Sql sql = filter.sql(clock.instant());
    return release(sql.where(), sql.bindings(), who);
  }

  private int release(String where, Map<String, Object> bindings, String who) {
    int released =
        database.inTransaction(
            handle ->
                release(
                    handle,
                    handle
                        .createQuery(
                            "select a.id from assignment a join recommendation r on r.key = a.recommendation_key"
                                + " where a.held_since is not null and a.status = 'pending' and "
                                + where
                                + " for update of a")
                        .bindMap(bindings)
                        .mapTo(UUID.class)
                        .list(),
                    who,
                    clock.instant()));
    arrivals.fire(new WorkArrived());
    return released;
  }
}
