package dev.ropeway.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which changes of an integration make its tokens useless. */
class LoginEndedTest {

  private static Connection with(String url, Credentials credentials) {
    return new Connection(
        "acme",
        1,
        URI.create(url),
        credentials,
        Duration.ofSeconds(30),
        null,
        false,
        null,
        List.of());
  }

  private static OAuth oauth(Grant grant, String password, String client, String secret) {
    return new OAuth(grant, "ropeway", password, false, client, secret, null, Duration.ofDays(100));
  }

  private static boolean ends(OAuth before, Credentials after) {
    return LoginEnded.by(with("https://acme", before), with("https://acme", after));
  }

  @Test
  void another_password_or_client_secret_ends_a_login_that_needs_nobody() {
    OAuth before = oauth(Grant.PASSWORD, "old", "app", "secret");

    assertThat(ends(before, oauth(Grant.PASSWORD, "new", "app", "secret"))).isTrue();
    assertThat(ends(before, oauth(Grant.PASSWORD, "old", "app", "other"))).isTrue();
    assertThat(ends(before, oauth(Grant.PASSWORD, "old", "app", "secret"))).isFalse();
  }

  @Test
  void a_consent_outlives_another_client_secret_but_not_another_client() {
    OAuth before = oauth(Grant.AUTHORIZATION_CODE, null, "app", "secret");

    assertThat(ends(before, oauth(Grant.AUTHORIZATION_CODE, null, "app", "other"))).isFalse();
    assertThat(ends(before, oauth(Grant.AUTHORIZATION_CODE, null, "other", "secret"))).isTrue();
  }

  @Test
  void a_password_that_was_forgotten_leaves_the_tokens_until_another_is_given() {
    OAuth forgotten = oauth(Grant.PASSWORD, null, "app", "secret");

    assertThat(ends(forgotten, oauth(Grant.PASSWORD, null, "app", "other"))).isFalse();
    assertThat(ends(forgotten, oauth(Grant.PASSWORD, "new", "app", "secret"))).isTrue();
  }

  @Test
  void another_instance_or_another_kind_of_login_ends_it() {
    OAuth before = oauth(Grant.PASSWORD, "old", "app", "secret");

    assertThat(LoginEnded.by(with("https://acme", before), with("https://other", before))).isTrue();
    assertThat(ends(before, new Credentials.Basic("ropeway", "old"))).isTrue();
    assertThat(
            LoginEnded.by(
                with("https://acme", new Credentials.Basic("a", "b")),
                with("https://acme", before)))
        .isFalse();
  }
}
