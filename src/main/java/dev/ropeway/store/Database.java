package dev.ropeway.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
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
   * Foreign key and unique violation, serialization failure, deadlock: the same transaction
   * succeeds on a retry.
   */
  private static final Set<String> LOST_RACES = Set.of("23503", "23505", "40001", "40P01");

  /** A statement ran into its time limit. */
  private static final String CANCELED = "57014";

  /** The server is, or became, a standby. */
  private static final String READ_ONLY = "25006";

  private static final long FLUSH_AT_MOST_EVERY_NANOS = 1_000_000_000L;

  private final AgroalDataSource dataSource;
  private final Jdbi jdbi;
  private final Semaphore places;
  private final AtomicLong flushed = new AtomicLong(System.nanoTime() - FLUSH_AT_MOST_EVERY_NANOS);
  private volatile boolean ready;
  private volatile Thread first;
  private volatile boolean reachable;

  Database(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
    jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    // Twice the connections: one wave works, one waits its turn, a third is told to come back.
    places =
        new Semaphore(2 * dataSource.getConfiguration().connectionPoolConfiguration().maxSize());
  }

  /** Lets one thread in before all others. */
  void letIn(Thread thread) {
    first = thread;
  }

  void ready() {
    ready = true;
    first = null;
  }

  /** Whether the schema is current; it stays so. */
  boolean isReady() {
    return ready;
  }

  /** Whether the last transaction found the store. */
  boolean isReachable() {
    return reachable;
  }

  /**
   * Runs one transaction; inside of another one of the same thread it is a part of that one.
   *
   * @throws StoreBusyException when too many wait already; nothing was written
   * @throws StoreUnavailableException when PostgreSQL cannot be reached; nothing was written,
   *     unless the connection broke during the commit
   */
  public <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
    if (!ready && Thread.currentThread() != first) {
      throw new StoreUnavailableException("the database cannot be reached yet", null);
    }
    if (jdbi.getHandleScope().get() != null) {
      // Only the whole can be run again, and it has its place already.
      return jdbi.inTransaction(work);
    }
    if (!places.tryAcquire()) {
      throw new StoreBusyException("too many requests are waiting for the database");
    }
    try {
      return run(work);
    } finally {
      places.release();
    }
  }

  /**
   * Runs one transaction of which no statement may take longer than that; empty if one would have.
   */
  public <T> Optional<T> inTransaction(Duration most, HandleCallback<T, RuntimeException> work) {
    try {
      return Optional.of(
          inTransaction(
              handle -> {
                handle.execute("set local statement_timeout = " + most.toMillis());
                return work.withHandle(handle);
              }));
    } catch (JdbiException e) {
      SQLException cause = sqlCause(e);
      if (cause != null && CANCELED.equals(cause.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T run(HandleCallback<T, RuntimeException> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        T result = jdbi.inTransaction(work);
        reachable = true;
        return result;
      } catch (Exception e) {
        // Jdbi lets the bare SQLException through when a connection cannot even be cleaned up.
        SQLException cause =
            e instanceof JdbiException || e instanceof SQLException ? sqlCause(e) : null;
        String state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
        if (LOST_RACES.contains(state) && attempt < MAX_TRIES) {
          continue;
        }
        if (isOutage(cause, state)) {
          reachable = false;
          if (state.equals(READ_ONLY)) {
            leave();
          }
          throw new StoreUnavailableException("the database cannot be reached", e);
        }
        throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
      }
    }
  }

  /**
   * The pool takes its connections to a former primary for good ones and would keep them; new ones
   * go to whoever is the primary now.
   */
  private void leave() {
    long last = flushed.get();
    long now = System.nanoTime();
    if (now - last >= FLUSH_AT_MOST_EVERY_NANOS && flushed.compareAndSet(last, now)) {
      dataSource.flush(FlushMode.GRACEFUL);
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
            || state.equals(READ_ONLY));
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
