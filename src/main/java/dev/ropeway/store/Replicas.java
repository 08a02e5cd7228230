package dev.ropeway.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Knows which replicas share the store: each says every few seconds that it runs, since Quartz has
 * to know who may poll.
 */
@ApplicationScoped
public class Replicas {

  private static final int MAX_HOST = 100;

  /** What Quartz waits beyond the interval until it takes a replica for dead. */
  private static final int PATIENCE_MILLIS = 7500;

  private final Database database;
  private final String own = name();

  Replicas(Database database) {
    this.database = database;
  }

  /** Kubernetes gives a pod its name as a host; one that starts again there is another replica. */
  private static String name() {
    String host = System.getenv("HOSTNAME");
    return (host == null || !host.matches("[A-Za-z0-9._-]{1," + MAX_HOST + "}") ? "ropeway" : host)
        + "-"
        + UUID.randomUUID();
  }

  /** What this replica is called among those that share the store. */
  public String own() {
    return own;
  }

  /** Those that run, by name, and those that were not yet given up. */
  public List<Replica> all() {
    // By the clock of the store, which is the same whoever asks.
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select instance_name, last_checkin_time,
                      last_checkin_time + checkin_interval + :patience < extract(epoch from clock_timestamp()) * 1000 as late
                    from quartz_scheduler_state order by instance_name
                    """)
                .bind("patience", PATIENCE_MILLIS)
                .map(
                    (rs, context) ->
                        new Replica(
                            rs.getString("instance_name"),
                            Instant.ofEpochMilli(rs.getLong("last_checkin_time")),
                            rs.getBoolean("late"),
                            rs.getString("instance_name").equals(own)))
                .list());
  }
}
