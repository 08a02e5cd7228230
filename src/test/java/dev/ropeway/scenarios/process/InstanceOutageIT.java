package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.FreePort;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promises 5 and 6 when ServiceNow is away: its outage costs no attempt and parks nothing. */
class InstanceOutageIT {

  private static final int FINDINGS = 300;

  @Test
  void an_instance_that_refuses_connections_gets_every_ticket_once_it_is_there() {
    int port = FreePort.any();
    String jdbcUrl = SharedPostgres.newDatabase();
    try (PackagedApp app =
        PackagedApp.start(
            FastTimers.settings(Settings.of(jdbcUrl, URI.create("http://127.0.0.1:" + port))))) {
      Store store = new Store(jdbcUrl);
      assertThat(app.recommend(PostedEvents.array("refused", 0, FINDINGS)).status()).isEqualTo(202);
      awaitFailedTest(store);

      try (SandboxProcess serviceNow = SandboxProcess.here(port, 0)) {
        assertEverythingDelivered(store, serviceNow);
      }
    }
  }

  @Test
  void an_instance_that_answers_with_maintenance_pages_gets_every_ticket_afterwards() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(20);
        PackagedApp app = PackagedApp.start(FastTimers.settings(jdbcUrl, serviceNow))) {
      Store store = new Store(jdbcUrl);
      assertThat(app.recommend(PostedEvents.array("asleep", 0, FINDINGS)).status()).isEqualTo(202);
      await("delivery under way")
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> serviceNow.tickets() > FINDINGS / 10);
      serviceNow.faults("{\"rules\":{\"maintenance\":{\"probability\":1}}}");
      awaitPause(store);

      serviceNow.faults("{\"rules\":{\"maintenance\":null}}");
      assertEverythingDelivered(store, serviceNow);
    }
  }

  /** An integration that never worked is tested again and again; nothing is sent meanwhile. */
  private static void awaitFailedTest(Store store) {
    await("a first test failed")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                !store
                    .texts("select name from integration_state where test_report is not null")
                    .isEmpty());
    assertThat(store.statuses()).isEqualTo(Map.of("pending", FINDINGS));
  }

  private static void awaitPause(Store store) {
    await("the integration is left alone")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                !store
                    .texts(
                        "select name from integration_state where paused_until is not null and failures > 1")
                    .isEmpty());
    assertThat(store.statuses()).doesNotContainKey("parked");
  }

  private static void assertEverythingDelivered(Store store, SandboxProcess serviceNow) {
    await("every assignment open")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(store.statuses()).isEqualTo(Map.of("open", FINDINGS)));
    assertThat(serviceNow.duplicates()).isZero();
    assertThat(serviceNow.tickets()).isEqualTo(FINDINGS);
  }
}
