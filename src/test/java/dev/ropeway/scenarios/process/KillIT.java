package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises 1 and 2 when the machine dies: kill -9 while tickets are made and answers are lost. */
class KillIT {

  private static final int FINDINGS = 2000;
  private static final int ARRAY = 500;

  /**
   * So slow that no machine is done before the kill: two replicas of 16 make 320 tickets a second,
   * so the 750 or more that are left when it is ordered take more than two seconds.
   */
  private static final int LATENCY_MILLIS = 100;

  @ParameterizedTest(name = "{0} replica(s), {1} kill(s)")
  @CsvSource({"1, 1", "2, 2"})
  void kill_9_while_delivering_loses_nothing_and_makes_no_ticket_twice(int replicas, int kills) {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(LATENCY_MILLIS)) {
      serviceNow.faults(
          "{\"rules\":{\"commit-then-drop\":{\"probability\":0.05,\"method\":\"POST\"}}}");
      Store store = new Store(jdbcUrl);
      List<PackagedApp> apps = new ArrayList<>();
      try {
        for (int i = 0; i < replicas; i++) {
          apps.add(PackagedApp.start(FastTimers.settings(jdbcUrl, serviceNow)));
        }
        int each = FINDINGS / kills;
        for (int kill = 0; kill < kills; kill++) {
          for (int posted = 0; posted < each; posted += ARRAY) {
            var reply =
                apps.get(0).recommend(PostedEvents.array("kill", kill * each + posted, ARRAY));
            assertThat(reply.status()).as(reply.body()).isEqualTo(202);
          }
          int enough = kill * each + each / 4;
          await("delivery under way")
              .atMost(Duration.ofMinutes(2))
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(20))
              .until(() -> serviceNow.tickets() >= enough);
          apps.get(0).kill();
          assertThat(store.statuses()).as("killed in the middle").containsKey("pending");
          apps.set(0, apps.get(0).startedAgain());
        }

        await("every assignment open")
            .atMost(Duration.ofMinutes(4))
            .until(() -> store.statuses().equals(Map.of("open", FINDINGS)));
      } finally {
        apps.forEach(PackagedApp::close);
      }

      assertThat(serviceNow.duplicates()).as("tickets made twice").isZero();
      assertThat(serviceNow.tickets()).as("distinct correlation ids").isEqualTo(FINDINGS);
      assertThat(store.ticketSysIds())
          .as("tickets that the assignments name")
          .containsExactlyInAnyOrderElementsOf(serviceNow.ticketSysIds())
          .hasSize(FINDINGS);
    }
  }
}
