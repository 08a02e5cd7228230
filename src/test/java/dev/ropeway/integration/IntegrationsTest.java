package dev.ropeway.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.Credentials;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.TicketType;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationsTest {

  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String ACME = "ropeway.integrations.acme.";

  private final Connections connections = new Connections();
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              ACME + "instance-url", "https://acme.service-now.com",
              ACME + "auth.type", "basic",
              ACME + "auth.username", "ropeway",
              ACME + "auth.password", "secret-word"));

  @Test
  void an_address_and_a_login_are_enough() {
    Integration acme = integrations().named("acme");
    assertThat(acme.ticketType()).isEqualTo(TicketType.INCIDENT);
    assertThat(acme.concurrency()).isEqualTo(16);
    assertThat(acme.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(acme.settle()).as("longer than the 60 s quota").isEqualTo(Duration.ofSeconds(90));
    assertThat(acme.overlap()).isEqualTo(Duration.ofSeconds(90));

    Connection connection = connections.named("acme");
    assertThat(connection.url()).isEqualTo(URI.create("https://acme.service-now.com"));
    assertThat(connection.credentials()).isEqualTo(new Credentials.Basic("ropeway", "secret-word"));
    assertThat(connection.toString()).doesNotContain("secret-word");
  }

  @Test
  void the_password_grant_takes_a_client() {
    settings.put(ACME + "auth.type", "oauth-password");
    settings.put(ACME + "auth.client-id", "client");
    settings.put(ACME + "auth.client-secret", "client-secret-word");
    settings.put("ropeway.secrets.keys.one", KEY);
    integrations();
    assertThat(connections.named("acme").credentials())
        .isEqualTo(
            new Credentials.OAuth(
                Grant.PASSWORD,
                "ropeway",
                "secret-word",
                false,
                "client",
                "client-secret-word",
                null,
                Duration.ofDays(100)));
    assertThat(connections.named("acme").toString()).doesNotContain("secret-word");
  }

  @Test
  void a_sandbox_may_be_plain_and_a_slash_at_the_end_does_no_harm() {
    settings.put(ACME + "instance-url", "http://127.0.0.1:8090/");
    settings.put(ACME + "allow-insecure", "true");
    integrations();
    assertThat(connections.named("acme").apiUrl()).isEqualTo("http://127.0.0.1:8090/api");
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance-url", "auth.type", "auth.username", "auth.password"})
  void a_missing_setting_stops_the_start_and_is_named(String key) {
    settings.remove(ACME + key);
    assertThatThrownBy(this::integrations).hasStackTraceContaining(ACME + key);
  }

  @ParameterizedTest
  @CsvSource({
    "instance-url, https://",
    "instance-url, not an address",
    "delivery.concurrency, many",
    "delivery.timeout, soon"
  })
  void a_setting_that_cannot_be_read_stops_the_start_and_is_named(String key, String value) {
    settings.put(ACME + key, value);
    assertThatThrownBy(this::integrations).hasMessageContaining(ACME + key);
  }

  @ParameterizedTest
  @CsvSource({
    "instance-url, http://acme.service-now.com, instance-url",
    "instance-url, ftp://acme.service-now.com, instance-url",
    "instance-url, acme.service-now.com, instance-url",
    "instance-url, https:///, instance-url",
    "instance-url, https://acme.service-now.com/now, instance-url",
    "instance-url, https://acme.service-now.com/?a=b, instance-url",
    "instance-url, https://acme.service-now.com#a, instance-url",
    "instance-url, https://user:word@acme.service-now.com, instance-url",
    "auth.type, saml, auth.type",
    "auth.type, oauth-password, auth.client-id",
    "auth.client-id, client, auth.client-id",
    "auth.client-secret, word, auth.client-secret",
    "ticket-type, ticket, ticket-type",
    "ticket-type, Incident, ticket-type",
    "delivery.concurrency, 0, delivery.concurrency",
    "delivery.concurrency, -1, delivery.concurrency",
    "delivery.timeout, 0s, delivery.timeout",
    "delivery.timeout, PT-1S, delivery.timeout",
    "delivery.settle, PT-1S, delivery.settle",
    "delivery.max-attempts, 0, delivery.max-attempts",
    "sync.page-size, 0, sync.page-size",
    "sync.page-size, 10001, sync.page-size",
    "sync.overlap, PT-1S, sync.overlap",
    "sync.cron, every minute, sync.cron",
    "sync.cron, 0/30 * * * *, sync.cron",
    "sync.cron, 0 0 0 31 2 ?, sync.cron",
    "sync.cron, 0 0 0 1 1 ? 2020, sync.cron",
    "sync.cron, 99 * * * * ?, sync.cron",
    "sync.cron, 0 0/75 * * * ?, sync.cron",
    "sync.overlap, 999999999d, sync.overlap",
    "changes.secret, short, changes.secret",
    "instance-url, https://acme.service-now.com:0, instance-url",
    "instance-url, https://acme.service-now.com:99999, instance-url",
    "sync.reconcile-cron, never, sync.reconcile-cron"
  })
  void a_wrong_setting_stops_the_start_with_one_sentence_that_names_it(
      String key, String value, String named) {
    settings.put(ACME + key, value);
    assertThatThrownBy(this::integrations)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(ACME + named + " ")
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(200);
  }

  @Test
  void the_scheme_of_an_address_may_be_written_in_any_case() {
    settings.put(ACME + "instance-url", "HTTPS://acme.service-now.com");
    integrations();
    assertThat(connections.named("acme").apiUrl()).isEqualTo("https://acme.service-now.com/api");
  }

  @Test
  void a_duration_in_other_words_is_told_what_to_write_instead() {
    settings.put(ACME + "delivery.timeout", "14 days");
    assertThatThrownBy(this::integrations)
        .hasMessageContaining(ACME + "delivery.timeout")
        .hasMessageContaining("must be a duration such as 30s, 12h, 14d or PT36H, not 14 days");
  }

  @Test
  void a_client_without_its_secret_is_told_which_is_missing() {
    settings.put(ACME + "auth.type", "oauth-password");
    settings.put(ACME + "auth.client-id", "client");
    assertThatThrownBy(this::integrations)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(ACME + "auth.client-secret ");
  }

  @Test
  void the_lease_outlasts_two_calls() {
    Integration acme = integrations().named("acme");
    assertThat(acme.lease()).isGreaterThan(acme.timeout().multipliedBy(2));
  }

  @Test
  void tokens_are_not_kept_without_a_key_to_encrypt_them() {
    settings.put(ACME + "auth.type", "oauth-password");
    settings.put(ACME + "auth.client-id", "client");
    settings.put(ACME + "auth.client-secret", "word");
    assertThatThrownBy(this::integrations)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("ropeway.secrets.keys.<name> ");
  }

  @Test
  void an_integration_that_is_not_there_is_not_found() {
    assertThat(integrations().find("other")).isEmpty();
    assertThatThrownBy(() -> integrations().named("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }

  private Integrations integrations() {
    return IntegrationsFixture.of(settings, connections);
  }
}
