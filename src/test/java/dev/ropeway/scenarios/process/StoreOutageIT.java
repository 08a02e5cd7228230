package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.packaged.FreePort;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.LocalPostgres;
import dev.ropeway.scenarios.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 1 when PostgreSQL is away: what cannot be kept is not accepted, what was accepted is
 * kept.
 */
class StoreOutageIT {

  private static final int FINDINGS = 600;

  /** The acquisition-timeout of connections: a scrape that waited for one would take that long. */
  private static final Duration STORE_WAITED_FOR = Duration.ofSeconds(5);

  @TempDir Path data;

  private final int port = FreePort.any();
  private final String jdbcUrl = "jdbc:postgresql://127.0.0.1:" + port + "/ropeway";

  @Test
  void intake_answers_503_while_PostgreSQL_is_away_and_all_that_was_accepted_is_delivered_after() {
    LocalPostgres postgres = LocalPostgres.start(data, port);
    try (SandboxProcess serviceNow = SandboxProcess.here(40);
        PackagedApp app = PackagedApp.start(FastTimers.settings(jdbcUrl, serviceNow))) {
      assertThat(app.recommend(PostedEvents.array("before", 0, FINDINGS)).status()).isEqualTo(202);
      await("delivery under way")
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> serviceNow.tickets() > FINDINGS / 10);

      postgres.close();
      assertRefusedForNow(app.recommend(PostedEvents.one("during", 1)));

      postgres = LocalPostgres.start(data, port);
      await("intake recovers alone")
          .atMost(Duration.ofMinutes(2))
          .until(() -> app.recommend(PostedEvents.one("after", 1)).status() == 202);
      assertAllDelivered(postgres, serviceNow, FINDINGS + 1);
    } finally {
      postgres.close();
    }
  }

  @Test
  void it_starts_without_PostgreSQL_answers_503_and_works_once_PostgreSQL_comes() {
    try (SandboxProcess serviceNow = SandboxProcess.here(0);
        PackagedApp app =
            PackagedApp.launch(FastTimers.settings(Settings.of(jdbcUrl, serviceNow.url())))) {
      app.awaitStatus(503);
      assertRefusedForNow(app.recommend(PostedEvents.one("early", 1)));
      assertThat(scrape(app).value("ropeway_store_up")).isZero();

      try (LocalPostgres postgres = LocalPostgres.start(data, port)) {
        await("intake begins alone")
            .atMost(Duration.ofMinutes(2))
            .until(() -> app.recommend(PostedEvents.one("late", 1)).status() == 202);
        assertAllDelivered(postgres, serviceNow, 1);
        await("gauges come by themselves")
            .atMost(Duration.ofMinutes(2))
            .until(() -> scrape(app).value("ropeway_store_up") == 1);
      }
      Instant asked = Instant.now();
      assertThat(scrape(app).labels()).containsKey("ropeway_store_up");
      assertThat(Duration.between(asked, Instant.now())).isLessThan(STORE_WAITED_FOR);
    }
  }

  /** No scrape waits for PostgreSQL. */
  private static Scrape scrape(PackagedApp app) {
    Reply reply = app.management().get("/observe/metrics");
    assertThat(reply.status()).isEqualTo(200);
    return Scrape.of(reply.body());
  }

  private static void assertRefusedForNow(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    assertThat(reply.retryAfter()).as("Retry-After").isNotEmpty();
  }

  private static void assertAllDelivered(
      LocalPostgres postgres, SandboxProcess serviceNow, int findings) {
    Store store = new Store(postgres.jdbcUrl());
    await("every assignment open")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(store.statuses()).isEqualTo(Map.of("open", findings)));
    assertThat(serviceNow.duplicates()).isZero();
    assertThat(serviceNow.tickets()).isEqualTo(findings);
  }
}
