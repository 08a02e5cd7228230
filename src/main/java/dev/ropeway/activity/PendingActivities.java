package dev.ropeway.activity;

import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Activities that the rules are still to see. They are forgotten once the rules saw them, so a kill
 * in between shows them again; the same recommendation comes of it.
 */
@ApplicationScoped
public class PendingActivities {

  private static final Columns<Activity> COLUMNS =
      new Columns<Activity>()
          .with("integration", "text", Activity::integration)
          .with("at", "timestamptz", Activity::at)
          .with("id", "text", Activity::id);

  private final Database database;

  PendingActivities(Database database) {
    this.database = database;
  }

  /** What waits of an integration: the oldest first. */
  public record Waiting(List<Activity> activities, List<ActivityAlarm> alarms) {

    /** Each of them alone. */
    public List<Waiting> each() {
      return Stream.concat(
              activities.stream().map(one -> new Waiting(List.of(one), List.of())),
              alarms.stream().map(one -> new Waiting(List.of(), List.of(one))))
          .toList();
    }

    public boolean isEmpty() {
      return activities.isEmpty() && alarms.isEmpty();
    }
  }

  static void add(Handle handle, List<Activity> fresh) {
    List<Activity> others = fresh.stream().filter(one -> !one.own()).toList();
    if (!others.isEmpty()) {
      COLUMNS
          .bind(
              handle.createUpdate(
                  "insert into activity_pending (integration, at, id) select * from "
                      + COLUMNS.unnest("u")
                      + " on conflict do nothing"),
              others)
          .execute();
    }
  }

  /** The first that wait. */
  public Waiting first(String integration, int limit) {
    return database.inTransaction(
        handle ->
            new Waiting(
                handle
                    .createQuery(
                        """
                        select a.* from activity_pending p join activity a using (integration, at, id)
                        where p.integration = :integration order by at, id limit :limit
                        """)
                    .bind("integration", integration)
                    .bind("limit", limit)
                    .map((rs, context) -> Activities.read(rs))
                    .list(),
                handle
                    .createQuery(
                        "select * from activity_alarm where integration = :integration and pending"
                            + " order by first_at, actor limit :limit")
                    .bind("integration", integration)
                    .bind("limit", limit)
                    .map((rs, context) -> ActivityAlarms.read(rs))
                    .list()));
  }

  /** These were seen. */
  public void seen(Waiting waiting) {
    database.inTransaction(
        handle -> {
          if (!waiting.activities().isEmpty()) {
            COLUMNS
                .bind(
                    handle.createUpdate(
                        "delete from activity_pending where (integration, at, id) in (select * from "
                            + COLUMNS.unnest("u")
                            + ")"),
                    waiting.activities())
                .execute();
          }
          for (ActivityAlarm alarm : waiting.alarms()) {
            handle
                .createUpdate(
                    "update activity_alarm set pending = false"
                        + " where integration = :integration and actor = :actor and first_at = :firstAt")
                .bind("integration", alarm.integration())
                .bind("actor", alarm.actor())
                .bind("firstAt", alarm.firstAt())
                .execute();
          }
          return null;
        });
  }
}
