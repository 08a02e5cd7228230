package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthenticationTest extends SandboxFixture {
  private static final String CLIENT = "client_id=ropeway-client&client_secret=ropeway-secret";
  private static final String PASSWORD =
      CLIENT + "&grant_type=password&username=ropeway&password=ropeway";

  private static HttpCaller anonymous() {
    return new HttpCaller(sandbox, null);
  }

  private static HttpCaller.Reply token(String form) {
    return anonymous().form("/oauth_token.do", form);
  }

  private static HttpCaller bearer(String token) {
    return new HttpCaller(sandbox, "Bearer " + token);
  }

  @Test
  void without_or_with_wrong_credentials_the_answer_is_the_2026_form_of_401() {
    HttpCaller.Reply reply =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway", "wrong")).get(INCIDENTS);

    assertThat(anonymous().get(INCIDENTS).status()).isEqualTo(401);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.message()).isEqualTo("User is not authenticated");
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Basic realm=\"Service-now\"");
    assertThat(reply.header("Set-Cookie")).isNull();
    assertThat(reply.header("X-Is-Logged-In")).isNull();
  }

  @Test
  void an_inactive_user_is_not_let_in() {
    sandbox.update("sys_user", userId("ropeway"), Map.of("active", "false"), "admin");

    assertThat(wire.get(INCIDENTS).status()).isEqualTo(401);
  }

  @Test
  void a_password_grant_gives_both_tokens_and_again_the_same_ones() {
    HttpCaller.Reply first = token(PASSWORD);
    HttpCaller.Reply second = token(PASSWORD);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().path("expires_in").asInt()).isEqualTo(1799);
    assertThat(first.json().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(second.json().path("access_token")).isEqualTo(first.json().path("access_token"));
    assertThat(second.json().path("refresh_token")).isEqualTo(first.json().path("refresh_token"));
    assertThat(bearer(first.json().path("access_token").asText()).get(INCIDENTS).status())
        .isEqualTo(200);
  }

  @Test
  void a_refresh_after_expiry_gives_a_new_access_token_and_the_same_refresh_token() {
    HttpCaller.Reply first = token(PASSWORD);
    String access = first.json().path("access_token").asText();
    String refresh = first.json().path("refresh_token").asText();
    pass(1801);
    assertThat(bearer(access).get(INCIDENTS).status()).isEqualTo(401);

    HttpCaller.Reply second = token(CLIENT + "&grant_type=refresh_token&refresh_token=" + refresh);

    assertThat(second.json().path("access_token").asText()).isNotEqualTo(access);
    assertThat(second.json().path("refresh_token").asText()).isEqualTo(refresh);
  }

  @Test
  void client_credentials_come_without_a_refresh_token_and_may_use_a_basic_header() {
    HttpCaller client =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway-client", "ropeway-secret"));

    HttpCaller.Reply reply = client.form("/oauth_token.do", "grant_type=client_credentials");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has("refresh_token")).isFalse();
  }

  @Test
  void every_failure_of_the_token_endpoint_looks_the_same() {
    String generic = "{\"error_description\":\"access_denied\",\"error\":\"server_error\"}";

    assertThat(token(PASSWORD + "x").text()).isEqualTo(generic);
    assertThat(token(CLIENT + "&grant_type=refresh_token&refresh_token=no").text())
        .isEqualTo(generic);
    assertThat(token("client_id=other&grant_type=client_credentials").status()).isEqualTo(401);
    assertThat(anonymous().post("/oauth_token.do", "{}").text()).isEqualTo(generic);
  }

  @Test
  void revoked_tokens_are_dead_at_once() {
    String access = token(PASSWORD).json().path("access_token").asText();

    sandbox.faults().revokeTokens();

    assertThat(bearer(access).get(INCIDENTS).status()).isEqualTo(401);
  }

  @Test
  void cookies_are_offered_and_those_sent_are_counted() {
    assertThat(wire.get(INCIDENTS).headers().allValues("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("JSESSIONID="));
    assertThat(sandbox.cookiesReceived()).isZero();
  }

  @Test
  void an_api_key_stands_for_its_user() {
    assertThat(withKey("ropeway-api-key")).isEqualTo(200);
    assertThat(withKey("other")).isEqualTo(401);

    sandbox.registerApiKey("other", "ropeway");
    assertThat(withKey("other")).isEqualTo(200);
    wire.put("/sandbox/registry", "{\"apiKeys\":{\"other\":null}}");
    assertThat(withKey("other")).isEqualTo(401);
  }

  private static int withKey(String key) {
    return HttpCaller.send(
            HttpRequest.newBuilder(sandbox.url().resolve(INCIDENTS)).header("x-sn-apikey", key))
        .status();
  }
}
