package dev.ropeway.assignment;

import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What becomes of all assignments of an integration that is deleted (B10, E11). */
@ApplicationScoped
public class Withdrawals {

  private static final LifecycleSql REMOVED =
      Lifecycle.sql("", Lifecycle.Event.REMOVED).given(Guard.CANCEL_WISHED, ":cancel");

  private static final String WITHDRAW =
      """
      update assignment set status = %s, revision = revision + 1, updated_at = :now,
        goal = %s,
        next_delivery_at = case when :cancel then coalesce(next_delivery_at, cast(:now as timestamptz)) end
      where id in (select id from assignment
        where integration = :integration and %s
        limit :limit for update skip locked)
      returning id
      """
          .formatted(
              REMOVED.status(),
              REMOVED.desiredState(),
              Lifecycle.from("", Lifecycle.Event.REMOVED));

  private final Database database;
  private final Event<WorkArrived> arrivals;
  private final Clock clock;

  Withdrawals(Database database, Event<WorkArrived> arrivals, Clock clock) {
    this.database = database;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /** How many assignments of the integration are pending, open or parked. */
  public int live(String integration) {
    return count(
        "integration = :integration and " + Lifecycle.from("", Lifecycle.Event.REMOVED),
        integration);
  }

  /** How many withdrawn ones still have a ticket to be canceled. */
  public int uncanceled(String integration) {
    return count(
        "integration = :integration and status = 'withdrawn' and goal = 'canceled'"
            + " and next_delivery_at is not null",
        integration);
  }

  /** Whether nothing of the integration is claimed, or could be. */
  public boolean isQuiet(String integration) {
    return count("integration = :integration and next_delivery_at is not null", integration) == 0;
  }

  private int count(String where, String integration) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select count(*) from assignment where " + where)
                .bind("integration", integration)
                .mapTo(Integer.class)
                .one());
  }

  /** Withdraws at most {@code limit} live ones; how many that were. */
  public int withdraw(String integration, boolean cancelTickets, String who, int limit) {
    Instant now = clock.instant();
    int withdrawn =
        database.inTransaction(
            handle -> {
              List<UUID> ids =
                  handle
                      .createQuery(WITHDRAW)
                      .bind("integration", integration)
                      .bind("cancel", cancelTickets)
                      .bind("limit", limit)
                      .bind("now", now)
                      .mapTo(UUID.class)
                      .list();
              String detail =
                  "integration deleted, "
                      + (cancelTickets ? "ticket to be canceled" : "ticket kept");
              Timeline.add(
                  handle,
                  ids.stream()
                      .map(id -> new Timeline.Line(id, now, who, What.WITHDRAWN, detail))
                      .toList());
              return ids.size();
            });
    if (withdrawn > 0 && cancelTickets) {
      arrivals.fire(new WorkArrived());
    }
    return withdrawn;
  }
}
