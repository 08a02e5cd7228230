package dev.ropeway.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.Json;
import dev.ropeway.packaged.FreePort;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.sandbox.LocalPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in does not depend on who is away. */
class DoorsOutageIT {

  private static final String READ = "/api/v1/assignments?limit=1";

  @TempDir Path data;

  private final int port = FreePort.any();

  private Settings settings() {
    return Settings.of(
            "jdbc:postgresql://127.0.0.1:" + port + "/ropeway", URI.create("http://127.0.0.1:1"))
        .with("ropeway.api.keys.tests.roles", "reader,owner");
  }

  @Test
  void while_PostgreSQL_is_away_known_keys_are_known_and_others_stay_out() {
    LocalPostgres postgres = LocalPostgres.start(data, port);
    try (PackagedApp app = PackagedApp.start(settings())) {
      String key =
          Json.tree(
                  app.api()
                      .post("/api/v1/api-keys", "{\"name\":\"ci\",\"roles\":[\"reader\"]}")
                      .body())
              .path("key")
              .asText();
      assertThat(app.as(key).get(READ).status()).isEqualTo(200);

      postgres.close();
      assertThat(app.as(key).get(READ).status()).as("known, but the store is away").isEqualTo(503);
      assertThat(app.as("rw_unknown").get(READ).status()).isEqualTo(401);

      app.kill();
      try (PackagedApp again = PackagedApp.launch(settings())) {
        again.awaitStatus(503);
        assertThat(again.as(key).get(READ).status()).as("not read yet").isEqualTo(503);
        assertThat(again.as("unknown").get(READ).status()).isEqualTo(401);

        postgres = LocalPostgres.start(data, port);
        await().atMost(Duration.ofMinutes(1)).until(() -> again.as(key).get(READ).status() == 200);
        assertThat(again.as("rw_unknown").get(READ).status()).isEqualTo(401);
      }
    } finally {
      postgres.close();
    }
  }
}
