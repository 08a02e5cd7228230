package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.FreePort;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.sandbox.LocalPostgres;
import dev.ropeway.scenarios.TestIdentityProvider;
import dev.ropeway.store.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in does not depend on who is away. */
class AccessOutageIT {

  private static final String URL = "quarkus.datasource.jdbc.url";
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
        await().atMost(Duration.ofMinutes(2)).until(() -> again.as(key).get(READ).status() == 200);
        assertThat(again.as("rw_unknown").get(READ).status()).isEqualTo(401);
      }
    } finally {
      postgres.close();
    }
  }

  @Test
  void a_directory_that_comes_later_or_goes_stops_no_start_and_locks_out_no_key() {
    int directory = FreePort.any();
    String early;
    try (TestIdentityProvider issuer = new TestIdentityProvider(directory)) {
      early = issuer.sign(issuer.claims("reader"));
    }
    Settings settings =
        settings()
            .with("quarkus.oidc.tenant-enabled", "true")
            .with("quarkus.oidc.auth-server-url", "http://127.0.0.1:" + directory + "/v2")
            .with("quarkus.oidc.token.audience", TestIdentityProvider.AUDIENCE);
    try (PackagedApp app = PackagedApp.start(settings.with(URL, SharedPostgres.newDatabase()))) {
      assertThat(app.bearing(early).get(READ).status()).as("cannot be judged").isEqualTo(503);
      assertThat(app.bearing(early).get(READ).retryAfter()).isNotEmpty();
      assertThat(app.api().get(READ).status()).isEqualTo(200);

      String token;
      try (TestIdentityProvider issuer = new TestIdentityProvider(directory)) {
        token = issuer.sign(issuer.claims("reader"));
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> app.bearing(token).get(READ).status() == 200);
        assertThat(app.bearing(early).get(READ).status()).as("unknown key").isEqualTo(401);
      }
      assertThat(app.bearing(token).get(READ).status()).as("directory gone").isEqualTo(200);
      assertThat(app.api().get(READ).status()).isEqualTo(200);
    }
  }

  @Test
  void tokens_alone_are_a_way_in() {
    try (TestIdentityProvider issuer = new TestIdentityProvider(0);
        PackagedApp app =
            PackagedApp.launch(
                settings()
                    .with(URL, SharedPostgres.newDatabase())
                    .without("ropeway.api.keys")
                    .with("quarkus.oidc.tenant-enabled", "true")
                    .with("quarkus.oidc.auth-server-url", issuer.url("v2"))
                    .with("quarkus.oidc.token.audience", TestIdentityProvider.AUDIENCE))) {
      String token = issuer.sign(issuer.claims("reader"));
      app.awaitStatus(401);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> app.bearing(token).get(READ).status() == 200);
    }
  }

  @Test
  void a_browser_that_came_by_TLS_to_a_trusted_proxy_is_told_to_stay_with_it() {
    try (PackagedApp app =
        PackagedApp.launch(settings().with("quarkus.http.proxy.proxy-address-forwarding", "true"))
            .awaitStatus(503)) {
      assertThat(transportSecurity(app, "https")).isEqualTo("max-age=31536000");
      assertThat(transportSecurity(app, "http")).isEmpty();
    }
  }

  private static String transportSecurity(PackagedApp app, String scheme) {
    return app.api().header(READ, "Strict-Transport-Security", "X-Forwarded-Proto", scheme);
  }
}
