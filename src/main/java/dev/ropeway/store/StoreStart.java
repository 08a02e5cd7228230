package dev.ropeway.store;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date as soon as PostgreSQL can be reached. The application starts without
 * it and answers 503 until then, so that a database that comes later needs nobody's help.
 */
@ApplicationScoped
// The address of a database may name it, as that of the overlay prod does.
@RegisterForReflection(classNames = "org.postgresql.ssl.DefaultJavaSSLFactory")
class StoreStart {

  private static final Logger LOG = Logger.getLogger(StoreStart.class);
  private static final long RETRY_SECONDS = 1;

  private final Flyway flyway;
  private final Database database;
  private final Event<StoreReady> readiness;
  private final CountDownLatch stopping = new CountDownLatch(1);

  StoreStart(Flyway flyway, Database database, Event<StoreReady> readiness) {
    this.flyway = flyway;
    this.database = database;
    this.readiness = readiness;
  }

  void start(@Observes @Priority(PeriodicTask.AFTER_CHECKS) StartupEvent event) {
    Thread thread = new Thread(this::migrate, "store-start");
    thread.setDaemon(true);
    thread.start();
  }

  /** What is stored was taken over by now. */
  void open(@Observes @Priority(StoreReady.OPEN) StoreReady ready) {
    database.ready();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  private void migrate() {
    boolean told = false;
    while (stopping.getCount() > 0) {
      try {
        flyway.migrate();
        database.letIn(Thread.currentThread());
        readiness.fire(new StoreReady());
        return;
      } catch (FlywayException e) {
        if (!told && stopping.getCount() > 0) {
          LOG.warnf("PostgreSQL cannot be used yet (%s); trying every second", e.getMessage());
          told = true;
        }
      } catch (RuntimeException e) {
        if (stopping.getCount() == 0) {
          // What it works with was closed under it.
          return;
        }
        LOG.error(
            "a part of Ropeway could not start with the database; Ropeway stops so that it can be restarted",
            e);
        Quarkus.asyncExit(1);
        return;
      }
      try {
        stopping.await(RETRY_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
