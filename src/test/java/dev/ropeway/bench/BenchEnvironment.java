package dev.ropeway.bench;

import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A durable PostgreSQL and a ServiceNow look-alike, fresh for one measurement. */
final class BenchEnvironment implements AutoCloseable {

  /** Once a year: nothing is polled unless a measurement asks for it. */
  private static final String NEVER = "0 0 0 1 1 ?";

  private static final int ARRAY = 500;

  private final Path data;
  final LocalPostgres postgres;
  final SandboxProcess serviceNow;
  final Store store;

  BenchEnvironment(int latencyMillis) throws IOException {
    data = Files.createTempDirectory(Path.of("target"), "bench-postgres").toAbsolutePath();
    // PostgreSQL runs as another user when we are root, and wants the folder for itself.
    Files.delete(data);
    postgres = LocalPostgres.start(data, 0);
    serviceNow = SandboxProcess.start(latencyMillis);
    store = new Store(postgres.jdbcUrl());
  }

  Settings settings() {
    return Settings.of(postgres.jdbcUrl(), serviceNow.url())
        .withIntegration("delivery.concurrency", "16")
        // A first test would end the pause of pauseDelivery() whenever it is through.
        .withIntegration("delivery.test-first", "false")
        .withIntegration("sync.cron", NEVER)
        .withIntegration("sync.reconcile-cron", NEVER);
  }

  PackagedApp start() {
    return PackagedApp.start(settings());
  }

  /** Accepts and does not deliver: as if ServiceNow had asked for a long pause. */
  void pauseDelivery() {
    store.execute(
        "insert into integration_state (name, paused_until, changed_at) values ('"
            + PackagedApp.INTEGRATION
            + "', '2099-01-01', now()) on conflict (name) do update set paused_until = '2099-01-01'");
  }

  /** Ends the pause; the application looks every second. */
  void resumeDelivery() {
    store.execute("update integration_state set paused_until = null");
  }

  /** The process of PostgreSQL that all others of it are below. */
  long postgresPid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void accept(PackagedApp app, String prefix, int count) {
    for (int first = 0; first < count; first += ARRAY) {
      var reply = app.recommend(PostedEvents.array(prefix, first, Math.min(ARRAY, count - first)));
      if (reply.status() != 202) {
        throw new IllegalStateException(reply.toString());
      }
    }
  }

  void awaitOpen(String prefix, int count, Duration atMost) {
    await(prefix + " delivered")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(500))
        // Counting costs the store more the more it holds; whether something is due costs nothing.
        .until(() -> nothingDue() && count("status = 'open'", prefix) == count);
  }

  private boolean nothingDue() {
    return store
        .texts("select 1 from assignment where next_delivery_at is not null limit 1")
        .isEmpty();
  }

  int count(String condition, String prefix) {
    return Integer.parseInt(
        store
            .texts(
                "select count(*) from assignment a join recommendation r on r.key = a.recommendation_key"
                    + " where r.id like '"
                    + prefix
                    + "-%' and "
                    + condition)
            .get(0));
  }

  /** Makes tickets for so many findings and waits for them. */
  void deliver(PackagedApp app, String prefix, int count) {
    accept(app, prefix, count);
    awaitOpen(prefix, count, Duration.ofMinutes(10));
  }

  /**
   * Tickets per second from the tenth percent to the last but five, by when results were recorded.
   */
  double rate(String prefix) {
    return Double.parseDouble(
        store
            .texts(
                """
                with made as (
                  select a.updated_at, row_number() over (order by a.updated_at) n, count(*) over () all_of_them
                  from assignment a join recommendation r on r.key = a.recommendation_key where r.id like '%s-%%')
                select (max(n) - min(n)) / extract(epoch from max(updated_at) - min(updated_at))
                from made where n between 0.10 * all_of_them and 0.95 * all_of_them
                """
                    .formatted(prefix))
            .get(0));
  }

  @Override
  public void close() {
    serviceNow.close();
    postgres.close();
  }
}
