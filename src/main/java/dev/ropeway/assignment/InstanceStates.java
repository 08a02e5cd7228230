package dev.ropeway.assignment;

import dev.ropeway.assignment.InstanceState.Status;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What the replicas share about each instance: whether it may be called, and how it is. */
@ApplicationScoped
public class InstanceStates {

  private static final int MAX_WHY = 2000;

  private final Database database;

  InstanceStates(Database database) {
    this.database = database;
  }

  /** Every state that is known, by the integration's name. */
  public Map<String, InstanceState> all() {
    return database.inTransaction(InstanceStates::all);
  }

  public InstanceState of(String integration) {
    return all().getOrDefault(integration, InstanceState.NEW);
  }

  /** A call or a test found the instance as it should be: what waits goes on at once. */
  public void works(String integration, Instant now) {
    database.inTransaction(
        handle -> {
          works(handle, integration, now);
          return null;
        });
  }

  /** A call or a test found out that calls are of no use now. */
  public void fails(String integration, Status status, String why, Instant now) {
    database.inTransaction(
        handle -> {
          fails(handle, integration, status, why, now);
          return null;
        });
  }

  /** Nothing may be called before {@code until}; each further outage counts. */
  public void pause(String integration, Instant until, Instant now) {
    database.inTransaction(
        handle -> {
          pause(handle, integration, until, now);
          return null;
        });
  }

  /** What a poll that reached its end found odd stands in the place of what the one before did. */
  public void polled(String integration, List<String> warnings, Instant now) {
    database.inTransaction(
        handle ->
            warnings.isEmpty()
                ? handle
                    .createUpdate(
                        "update integration_state set sync_warnings = null"
                            + " where name = :name and sync_warnings is not null")
                    .bind("name", integration)
                    .execute()
                : handle
                    .createUpdate(
                        """
                        insert into integration_state as s (name, sync_warnings, changed_at)
                        values (:name, cast(:warnings as jsonb), :now)
                        on conflict (name) do update set sync_warnings = excluded.sync_warnings, changed_at = :now
                          where s.sync_warnings is distinct from excluded.sync_warnings
                        """)
                    .bind("name", integration)
                    .bind("warnings", Json.write(warnings))
                    .bind("now", now)
                    .execute());
  }

  /** Whatever was known is of another connection. */
  public void forget(String integration) {
    database.inTransaction(
        handle -> {
          for (String what :
              List.of("rate_budget where integration", "integration_state where name")) {
            handle
                .createUpdate("delete from " + what + " = :name")
                .bind("name", integration)
                .execute();
          }
          return null;
        });
  }

  static Map<String, InstanceState> all(Handle handle) {
    Map<String, InstanceState> states = new HashMap<>();
    handle
        .createQuery("select * from integration_state")
        .map((rs, context) -> states.put(rs.getString("name"), state(rs)))
        .list();
    return states;
  }

  private static InstanceState state(ResultSet rs) throws SQLException {
    return new InstanceState(
        Status.of(rs.getString("status")),
        Deliveries.instant(rs.getTimestamp("status_since")),
        rs.getString("status_why"),
        Deliveries.instant(rs.getTimestamp("paused_until")),
        rs.getInt("failures"),
        Deliveries.instant(rs.getTimestamp("connected_at")),
        warnings(rs.getString("sync_warnings")));
  }

  private static List<String> warnings(String json) {
    return json == null ? List.of() : List.of(Json.read(json, String[].class));
  }

  static void works(Handle handle, String integration, Instant now) {
    handle
        .createUpdate(
            """
            insert into integration_state as s (name, status, status_since, connected_at, changed_at)
            values (:name, 'connected', :now, :now, :now)
            on conflict (name) do update set failures = 0, paused_until = null, status = 'connected',
              status_since = case when s.status = 'connected' then s.status_since else :now end,
              status_why = null, connected_at = :now, changed_at = :now
            """)
        .bind("name", integration)
        .bind("now", now)
        .execute();
  }

  static void fails(Handle handle, String integration, Status status, String why, Instant now) {
    handle
        .createUpdate(
            """
            insert into integration_state as s (name, status, status_since, status_why, changed_at)
            values (:name, :status, :now, :why, :now)
            on conflict (name) do update set status = :status, status_why = :why, changed_at = :now,
              status_since = case when s.status = :status then s.status_since else :now end
            """)
        .bind("name", integration)
        .bind("status", status.word())
        .bind("why", Text.cut(Text.clean(why), MAX_WHY))
        .bind("now", now)
        .execute();
  }

  static void pause(Handle handle, String integration, Instant until, Instant now) {
    handle
        .createUpdate(
            """
            insert into integration_state (name, paused_until, failures, changed_at) values (:name, :until, 1, :now)
            on conflict (name) do update set failures = integration_state.failures + 1, changed_at = :now,
              paused_until = greatest(integration_state.paused_until, excluded.paused_until)
            """)
        .bind("name", integration)
        .bind("until", until)
        .bind("now", now)
        .execute();
  }
}
