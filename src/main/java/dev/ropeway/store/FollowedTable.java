package dev.ropeway.store;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Definitions in a table that every replica uses: they are taken over at the start, at once after a
 * change of one's own, and within about a second of a change that another replica made.
 */
public final class FollowedTable {

  private static final Logger LOG = Logger.getLogger(FollowedTable.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final String table;
  private final Database database;
  private final String query;
  private final Runnable takeOver;
  private final PeriodicTask looking;
  private volatile State seen;

  /** What tells one state of the table from another. */
  private record State(long rows, long version) {}

  /**
   * @param version an aggregate that differs after each change that keeps the number of rows
   * @param takeOver reads the table and uses what it holds from now on
   */
  public FollowedTable(String table, String version, Database database, Runnable takeOver) {
    this.table = table;
    this.database = database;
    this.takeOver = takeOver;
    query = "select count(*) as rows, coalesce(%s, 0) as version from %s".formatted(version, table);
    looking = new PeriodicTask(table + "-table", LOOK_EVERY, this::look);
  }

  /** Takes over what is there and follows from now on. */
  public void start() {
    takeOver();
    looking.begin();
  }

  public void stop() {
    looking.end();
  }

  /** Takes over what is there now; one at a time, or what was read first could come last. */
  public synchronized void takeOver() {
    State before = state();
    takeOver.run();
    seen = before;
  }

  /**
   * Takes over a change of one's own. Where the store is away just then the change is made all the
   * same, and the next look finds it.
   */
  public void changed() {
    try {
      takeOver();
    } catch (StoreUnavailableException | StoreBusyException e) {
      LOG.debugf("a change of %s will be read later: %s", table, e.getMessage());
    }
  }

  private void look() {
    if (!state().equals(seen)) {
      takeOver();
    }
  }

  private State state() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(query)
                .map((rs, context) -> new State(rs.getLong("rows"), rs.getLong("version")))
                .one());
  }
}
