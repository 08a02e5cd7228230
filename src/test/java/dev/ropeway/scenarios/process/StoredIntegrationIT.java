package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An integration that was made over REST, and what restarts leave of it. */
class StoredIntegrationIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MADE = "/api/v1/integrations/made";
  private static final int FINDINGS = 2000;
  private static final int ARRAY = 500;
  private static final String OLD = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String NEW = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

  private static Settings settings(String jdbcUrl, SandboxProcess serviceNow) {
    return Settings.of(jdbcUrl, serviceNow.url())
        .with("ropeway.api.keys.tests.roles", "event-producer,reader,security-admin,owner")
        .with("ropeway.instances.insecure-hosts", "127.0.0.1")
        .with("ropeway.rules.all.integration", "made");
  }

  private static Settings keys(Settings settings, String name, String key) {
    return settings.with("ropeway.secrets.keys." + name, key);
  }

  private static void make(PackagedApp app, SandboxProcess serviceNow) {
    String body =
        """
        {"instanceUrl":"%s","auth":{"type":"oauth-password","username":"ropeway","password":"ropeway",
         "clientId":"ropeway-client","clientSecret":"ropeway-secret"}}
        """
            .formatted(serviceNow.url());
    assertThat(app.api().put(MADE, body).status()).isEqualTo(201);
  }

  @Test
  void a_withdrawal_goes_on_after_kill_9() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(5)) {
      Store store = new Store(jdbcUrl);
      // Disabled, so that nothing but the withdrawal moves.
      Settings settings = keys(settings(jdbcUrl, serviceNow), "one", OLD);
      PackagedApp app = PackagedApp.start(settings);
      try {
        make(app, serviceNow);
        app.api().post(MADE + "/disable", "");
        for (int first = 0; first < FINDINGS; first += ARRAY) {
          assertThat(app.recommend(PostedEvents.array("w", first, ARRAY)).status()).isEqualTo(202);
        }
        assertThat(app.api().delete(MADE + "?rules=keep").status()).isEqualTo(409);
        assertThat(app.api().delete(MADE + "?assignments=withdraw&rules=keep").status())
            .isEqualTo(202);
        app.kill();
        assertThat(store.statuses()).as("killed in the middle").containsKeys("pending");

        app = app.startedAgain();

        await("everything withdrawn")
            .atMost(PATIENCE)
            .until(() -> store.statuses().equals(Map.of("withdrawn", FINDINGS)));
        PackagedApp restarted = app;
        await("the integration is gone")
            .atMost(PATIENCE)
            .until(() -> restarted.api().get(MADE).status() == 404);
      } finally {
        app.close();
      }
    }
  }

  @Test
  void secrets_and_tokens_outlive_restarts_and_a_rotation_of_their_key() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(5)) {
      Store store = new Store(jdbcUrl);
      Settings plain = settings(jdbcUrl, serviceNow);
      PackagedApp app = PackagedApp.start(keys(plain, "one", OLD));
      make(app, serviceNow);
      delivers(app, store, "a", 1);
      app.close();

      Settings both =
          keys(keys(plain, "one", OLD), "two", NEW).with("ropeway.secrets.active", "two");
      app = PackagedApp.start(both);
      delivers(app, store, "b", 2);
      assertThat(app.output()).contains("encrypted again with the active key");
      app.close();

      app = PackagedApp.start(keys(plain, "two", NEW));
      delivers(app, store, "c", 3);
      app.close();

      app = PackagedApp.start(keys(plain, "three", OLD));
      assertThat(app.api().get(MADE).body())
          .contains("\"state\":\"failing\"", "ropeway.secrets.keys")
          .doesNotContain("ropeway-secret");
      app.close();
    }
  }

  private static void delivers(PackagedApp app, Store store, String finding, int tickets) {
    assertThat(app.recommend(PostedEvents.array(finding, 0, 1)).status()).isEqualTo(202);
    await("a ticket")
        .atMost(PATIENCE)
        .until(() -> store.statuses().equals(Map.of("open", tickets)));
  }
}
