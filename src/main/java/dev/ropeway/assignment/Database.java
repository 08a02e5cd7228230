package dev.ropeway.assignment;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The way to PostgreSQL: transactions that are run again when they only lost a race, and that say
 * plainly when the store is down or full.
 */
@ApplicationScoped
public class Database {

  private static final int MAX_TRIES = 5;

  /**
   * Unique violation, serialization failure, deadlock: the same transaction succeeds on a retry.
   */
  private static final Set<String> LOST_RACES = Set.of("23505", "40001", "40P01");

  private final Jdbi jdbi;
  private final Semaphore places;
  private volatile boolean ready;

  Database(AgroalDataSource dataSource) {
    jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    // Twice the connections: one wave works, one waits its turn, a third is told to come back.
    places =
        new Semaphore(2 * dataSource.getConfiguration().connectionPoolConfiguration().maxSize());
  }

  void ready() {
    ready = true;
  }

  /**
   * Runs one transaction.
   *
   * @throws StoreBusyException when too many wait already; nothing was written
   * @throws StoreUnavailableException when PostgreSQL cannot be reached; nothing was written,
   *     unless the connection broke during the commit
   */
  public <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
    if (!ready) {
      throw new StoreUnavailableException("the store is not reachable yet", null);
    }
    if (!places.tryAcquire()) {
      throw new StoreBusyException("the store has more to do than it can take");
    }
    try {
      return run(work);
    } finally {
      places.release();
    }
  }

  private <T> T run(HandleCallback<T, RuntimeException> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(work);
      } catch (JdbiException e) {
        SQLException cause = sqlCause(e);
        String state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
        if (LOST_RACES.contains(state) && attempt < MAX_TRIES) {
          continue;
        }
        if (isOutage(cause, state)) {
          throw new StoreUnavailableException("the store is not reachable", e);
        }
        throw e;
      }
    }
  }

  /**
   * 08 connection, 53 resources, 57P shutdown, 25006 read-only standby; none: Agroal gave no
   * connection.
   */
  private static boolean isOutage(SQLException cause, String state) {
    return cause != null
        && (state.isEmpty()
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.equals("25006"));
  }

  private static SQLException sqlCause(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
