package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong configuration stops the start with one sentence that names the key. */
class RefusedStartIT {

  /** Nothing listens there: a refused start needs no store. */
  private static final Settings GOOD =
      Settings.of("jdbc:postgresql://127.0.0.1:1/none", URI.create("http://127.0.0.1:1"));

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            "no caller", GOOD.without("ropeway.api"), "ropeway.api.keys.<name>.key must be set"),
        Arguments.of(
            "keys and none",
            GOOD.with("ropeway.api.auth", "none"),
            "ropeway.api.auth is none, but ropeway.api.keys is set"),
        Arguments.of(
            "a key and its hash",
            GOOD.with("ropeway.api.keys.tests.hash", "sha256:" + "0".repeat(64)),
            "ropeway.api.keys.tests.key or ropeway.api.keys.tests.hash must be set"),
        Arguments.of(
            "a hash that is none",
            GOOD.without("ropeway.api.keys.tests.key")
                .with("ropeway.api.keys.tests.hash", "sha256:0"),
            "ropeway.api.keys.tests.hash must be sha256:"),
        Arguments.of(
            "a short key",
            GOOD.with("ropeway.api.keys.tests.key", "dev"),
            "ropeway.api.keys.tests.key must have at least 24 random characters"),
        Arguments.of(
            "a secret of the examples",
            GOOD.withIntegration("auth.password", "Change-me"),
            "ropeway.integrations.x.auth.password is a value from the published examples"),
        Arguments.of(
            "an encryption key of the examples",
            GOOD.with("ropeway.secrets.keys.a", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
            "ropeway.secrets.keys.a is a value from the published examples"),
        Arguments.of(
            "tokens meant for anybody",
            GOOD.with("quarkus.oidc.tenant-enabled", "true")
                .with("quarkus.oidc.auth-server-url", "http://127.0.0.1:1")
                // Not asked at the start, so that Quarkus has nothing to warn about.
                .with("quarkus.oidc.discovery-enabled", "false")
                .with("quarkus.oidc.jwks-path", "/keys")
                .with("quarkus.oidc.jwks.resolve-early", "false"),
            "quarkus.oidc.token.audience must be set"),
        Arguments.of(
            "an issuer that is not asked",
            GOOD.with("quarkus.oidc.auth-server-url", "http://127.0.0.1:1"),
            "quarkus.oidc.tenant-enabled must be true"),
        Arguments.of(
            "tokens for a role that is none",
            GOOD.with("ropeway.api.oidc.roles.king", "x"),
            "ropeway.api.oidc.roles.king is not a role of Ropeway"),
        Arguments.of(
            "a route for a role that is none",
            GOOD.with("ropeway.routes.roles.\"/hooks\"", "reader,king"),
            "ropeway.routes.roles.\"/hooks\" has the unknown role king"),
        Arguments.of(
            "a role for what is no path",
            GOOD.with("ropeway.routes.roles.hooks", "reader"),
            "ropeway.routes.roles.\"hooks\" must be a path in quotes that begins with /"),
        Arguments.of(
            "no address",
            GOOD.without("ropeway.integrations.x.instance-url"),
            "ropeway.integrations.x.instance-url"),
        Arguments.of(
            "no password",
            GOOD.without("ropeway.integrations.x.auth.password"),
            "ropeway.integrations.x.auth.password"),
        Arguments.of(
            "basic with a client",
            GOOD.withIntegration("auth.client-id", "c"),
            "ropeway.integrations.x.auth.client-id is set, but auth.type=basic"),
        Arguments.of(
            "http without consent",
            GOOD.without("ropeway.integrations.x.allow-insecure"),
            "ropeway.integrations.x.instance-url must start with https://"),
        Arguments.of(
            "alerts that would be stale at once",
            GOOD.with("ropeway.sources.alertmanager.stale-after", "PT1M"),
            "ropeway.sources.alertmanager.stale-after is PT1M; set it to between 5 minutes"),
        Arguments.of(
            "a rule into nowhere",
            GOOD.with("ropeway.rules.all.integration", "y"),
            "ropeway.rules.all.integration names y, which is not configured"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(
      String what, Settings settings, String sentence) {
    try (PackagedApp app = PackagedApp.launch(settings)) {
      assertThat(app.awaitExit()).as("exit code").isNotZero();
      assertThat(app.output()).contains(sentence);
      assertThat(app.output()).as("stack trace").doesNotContain("\tat ");
      assertThat(app.output().lines()).as("lines").hasSizeLessThanOrEqualTo(10);
      assertThat(app.output()).as("a store that is asked").doesNotContain("store-start");
    }
  }

  @Test
  void a_caller_whose_key_is_blank_stops_the_start() {
    try (PackagedApp app = PackagedApp.launch(GOOD.with("ropeway.api.keys.tests.key", ""))) {
      assertThat(app.awaitExit()).as("exit code").isNotZero();
      assertThat(app.output()).contains("ropeway.api.keys.tests.key");
    }
  }
}
