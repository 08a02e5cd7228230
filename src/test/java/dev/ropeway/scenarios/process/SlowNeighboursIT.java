package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One instance that is slow never delays another: deliveries and polls are its own. */
class SlowNeighboursIT {

  private static final int SLOW = 8;
  private static final Duration HANGING = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A poll is due every second; a call to a neighbour takes a minute to give up. */
  private static final Duration IN_TIME = Duration.ofSeconds(30);

  @Test
  void eight_instances_that_hang_delay_neither_deliveries_nor_polls_of_the_ninth() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess slow = SandboxProcess.here(0);
        SandboxProcess swift = SandboxProcess.here(0);
        PackagedApp app = PackagedApp.start(settings(jdbcUrl, slow, swift))) {
      Store store = new Store(jdbcUrl);
      for (int i = 1; i <= SLOW; i++) {
        assign(app, "slow" + i, "first");
      }
      assign(app, "swift", "first");
      await().atMost(PATIENCE).until(() -> store.statuses().equals(Map.of("open", SLOW + 1)));

      slow.faults("{\"latencyMs\":" + HANGING.toMillis() + "}");
      for (int i = 1; i <= SLOW; i++) {
        assign(app, "slow" + i, "second");
      }
      await("a poll and a delivery of each neighbour hangs")
          .atMost(PATIENCE)
          .until(() -> slow.stats().get("maxInFlight").asInt() >= 2 * SLOW);

      swift.touch("{\"table\":\"incident\",\"count\":1,\"seconds\":0}");
      await("the change there is seen here")
          .atMost(IN_TIME)
          .until(() -> states(store).equals(List.of("2")));
      assign(app, "swift", "second");
      await("the second ticket").atMost(IN_TIME).until(() -> states(store).size() == 2);
      assertThat(store.statuses()).containsEntry("pending", SLOW);
    }
  }

  private static Settings settings(String jdbcUrl, SandboxProcess slow, SandboxProcess swift) {
    Settings settings = Settings.of(jdbcUrl, swift.url());
    for (int i = 1; i <= SLOW; i++) {
      settings = integration(settings, "slow" + i, slow.url());
    }
    return integration(settings, "swift", swift.url());
  }

  private static Settings integration(Settings settings, String name, URI url) {
    String prefix = "ropeway.integrations." + name + ".";
    return settings
        .with(prefix + "instance-url", url.toString())
        .with(prefix + "allow-insecure", "true")
        .with(prefix + "auth.type", "basic")
        .with(prefix + "auth.username", "ropeway")
        .with(prefix + "auth.password", "ropeway")
        .with(prefix + "delivery.timeout", "60s")
        .with(prefix + "sync.cron", "0/1 * * * * ?");
  }

  private static void assign(PackagedApp app, String integration, String finding) {
    String body =
        ("{\"integration\":\"%1$s\",\"recommendation\":{\"id\":\"%1$s-%2$s\",\"title\":\"Patch it\","
                + "\"severity\":\"high\",\"source\":\"user\"}}")
            .formatted(integration, finding);
    assertThat(app.api().post("/api/v1/assignments", body).status()).isEqualTo(201);
  }

  private static List<String> states(Store store) {
    return store.texts(
        "select ticket_state from assignment where integration = 'swift' and ticket_state is not null"
            + " order by created_at");
  }
}
