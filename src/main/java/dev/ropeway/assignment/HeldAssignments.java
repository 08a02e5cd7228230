package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.bulk.Asked;
import dev.ropeway.assignment.bulk.Standing;
import dev.ropeway.assignment.lists.AssignmentFilter;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.store.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Lets go what is held: by hand at once, and what a rule's daily limit held back as the days have
 * room. What a test environment holds has no limit and is only let go by hand.
 */
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
  private final Assignments assignments;
  private final Event<WorkArrived> arrivals;
  private final Clock clock;

  HeldAssignments(
      Database database, Assignments assignments, Event<WorkArrived> arrivals, Clock clock) {
    this.database = database;
    this.assignments = assignments;
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
            where held_limit is not null and held_since is not null and status = 'pending' group by rule order by rule
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
                where rule = :rule and held_limit is not null and held_since is not null and status = 'pending'
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

  /**
   * Releases one by hand, whatever the limit. Empty if none of that id lies within the bounds.
   *
   * @throws Assignments.RefusedException when it is not held
   */
  public Optional<Assignment> release(UUID id, Bounds within, String who) {
    return assignments.command(
        id,
        within,
        (handle, before) -> {
          Standing.of(before).require(Asked.RELEASE);
          release(handle, List.of(id), who, clock.instant());
          return null;
        });
  }

  /** Releases by hand all that the filter means, whatever the limit; how many. */
  public int release(AssignmentFilter filter, String who) {
    AssignmentFilter.Sql sql = filter.sql(clock.instant());
    int released =
        database.inTransaction(
            handle ->
                release(
                    handle,
                    handle
                        .createQuery(
                            "select a.id from assignment a join recommendation r on r.key = a.recommendation_key"
                                + " where a.held_since is not null and a.status = 'pending' and "
                                + sql.where()
                                + " for update of a")
                        .bindMap(sql.bindings())
                        .mapTo(UUID.class)
                        .list(),
                    who,
                    clock.instant()));
    arrivals.fire(new WorkArrived());
    return released;
  }
}
