package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.instance.Grant;
import dev.ropeway.sandbox.instance.OAuthClient;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantsTest extends SandboxFixture {
  private static final String GENERIC =
      "{\"error_description\":\"access_denied\",\"error\":\"server_error\"}";
  private static final String CLIENT = "client_id=ropeway-client&client_secret=ropeway-secret";
  private static final String PASSWORD =
      CLIENT + "&grant_type=password&username=ropeway&password=ropeway";
  private static final String MACHINE = CLIENT + "&grant_type=client_credentials";
  private static final KeyPair KEYS = keys();

  private static HttpCaller.Reply token(String form) {
    return new HttpCaller(sandbox, null).form("/oauth_token.do", form);
  }

  private static HttpCaller bearer(HttpCaller.Reply reply) {
    return new HttpCaller(sandbox, "Bearer " + reply.json().path("access_token").asText());
  }

  private static HttpCaller.Reply refreshed(HttpCaller.Reply reply) {
    String refresh = reply.json().path("refresh_token").asText();
    return token(CLIENT + "&grant_type=refresh_token&refresh_token=" + refresh);
  }

  private static void flag(String userName, String column) {
    sandbox.update("sys_user", userId(userName), Map.of(column, "true"), "admin");
  }

  @Test
  void the_password_grant_is_not_for_users_of_web_services_only_though_basic_is() {
    HttpCaller.Reply refused =
        token(CLIENT + "&grant_type=password&username=ropeway.service&password=ropeway.service");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text()).isEqualTo(GENERIC);
    HttpCaller basic =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.service", "ropeway.service"));
    assertThat(basic.get(INCIDENTS).status()).isEqualTo(200);
  }

  @Test
  void each_client_has_its_own_secret_lives_grants_and_tokens() {
    sandbox.register(
        "short",
        OAuthClient.withSecret("one")
            .withGrants(Grant.PASSWORD)
            .withTokenLife(Duration.ofSeconds(60), Duration.ofSeconds(120)));
    String form = "client_id=short&grant_type=password&username=ropeway&password=ropeway";

    HttpCaller.Reply tokens = token(form + "&client_secret=one");

    assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(59);
    assertThat(tokens.json().has("refresh_token")).isFalse();
    assertThat(token(form + "&client_secret=ropeway-secret").text()).isEqualTo(GENERIC);
    assertThat(token("client_id=short&client_secret=one&grant_type=client_credentials").text())
        .isEqualTo(GENERIC);
    assertThat(token(PASSWORD).json().path("access_token"))
        .isNotEqualTo(tokens.json().path("access_token"));
  }

  @Test
  void a_refresh_token_of_another_client_is_refused() {
    sandbox.register("other", OAuthClient.withSecret("two"));
    String refresh = token(PASSWORD).json().path("refresh_token").asText();

    assertThat(
            token(
                    "client_id=other&client_secret=two&grant_type=refresh_token&refresh_token="
                        + refresh)
                .text())
        .isEqualTo(GENERIC);
  }

  @Test
  void a_password_grant_renews_the_life_of_the_refresh_token_and_a_refresh_does_not() {
    HttpCaller.Reply first = token(PASSWORD);
    pass(8_000_000);
    refreshed(first);
    pass(640_001);
    assertThat(refreshed(first).text()).isEqualTo(GENERIC);

    HttpCaller.Reply second = token(PASSWORD);
    pass(8_000_000);
    token(PASSWORD);
    pass(640_001);
    assertThat(refreshed(second).status()).isEqualTo(200);
  }

  @Test
  void client_credentials_need_their_property_and_an_application_user() {
    assertThat(bearer(token(MACHINE)).post(INCIDENTS, "{}").field("sys_created_by"))
        .isEqualTo("ropeway");

    sandbox.property("glide.oauth.inbound.client.credential.grant_type.enabled", "false");
    assertThat(token(MACHINE).text()).isEqualTo(GENERIC);

    sandbox.property("glide.oauth.inbound.client.credential.grant_type.enabled", "true");
    sandbox.register("nobody", OAuthClient.withSecret("s").withApplicationUser(null));
    assertThat(token("client_id=nobody&client_secret=s&grant_type=client_credentials").text())
        .isEqualTo(GENERIC);
  }

  @Test
  void refused_refresh_tokens_leave_the_access_token_alive_and_a_new_password_grant_possible() {
    HttpCaller.Reply tokens = token(PASSWORD);
    sandbox.faults().refuseRefreshTokens(true);

    assertThat(refreshed(tokens).text()).isEqualTo(GENERIC);
    assertThat(bearer(tokens).get(INCIDENTS).status()).isEqualTo(200);
    assertThat(token(PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void revoked_access_tokens_can_be_had_anew_with_the_refresh_token() {
    HttpCaller.Reply tokens = token(PASSWORD);
    sandbox.faults().revokeAccessTokens();

    assertThat(bearer(tokens).get(INCIDENTS).status()).isEqualTo(401);
    assertThat(bearer(refreshed(tokens)).get(INCIDENTS).status()).isEqualTo(200);
  }

  @Test
  void a_token_can_be_revoked_by_anybody_who_has_it() {
    HttpCaller.Reply tokens = token(PASSWORD);
    String access = tokens.json().path("access_token").asText();

    new HttpCaller(sandbox, null).get("/oauth_revoke_token.do?token=" + access);

    assertThat(bearer(tokens).get(INCIDENTS).status()).isEqualTo(401);
  }

  @Test
  void access_tokens_may_be_signed_by_a_key_that_the_instance_publishes() throws Exception {
    sandbox.register("signed", OAuthClient.withSecret("s").withJwtTokens(true));
    HttpCaller.Reply tokens =
        token(
            "client_id=signed&client_secret=s&grant_type=password&username=ropeway&password=ropeway");
    String access = tokens.json().path("access_token").asText();
    JsonWebSignature signature = new JsonWebSignature();
    signature.setCompactSerialization(access);
    signature.setKey(
        new JsonWebKeySet(new HttpCaller(sandbox, null).get("/api/now/oauth/jwks").text())
            .getJsonWebKeys()
            .get(0)
            .getKey());

    assertThat(signature.verifySignature()).isTrue();
    assertThat(bearer(tokens).get(INCIDENTS).status()).isEqualTo(200);
    sandbox.faults().revokeAccessTokens();
    assertThat(bearer(tokens).get(INCIDENTS).status()).isEqualTo(401);
  }

  @Test
  void a_locked_user_is_out_with_every_token() {
    HttpCaller.Reply tokens = token(PASSWORD);
    flag("ropeway", "locked_out");

    assertThat(bearer(tokens).get(INCIDENTS).status()).isEqualTo(401);
    assertThat(refreshed(tokens).text()).isEqualTo(GENERIC);
  }

  @ParameterizedTest
  @EnumSource(names = {"HIBERNATING", "MAINTENANCE", "BAD_GATEWAY", "LOGIN_PAGE", "SERVER_ERROR"})
  void the_token_endpoint_can_say_something_that_is_no_token(FaultKind fault) {
    sandbox.faults().set(fault, FaultRule.next(1).on("POST", Faults.TOKENS));

    assertThat(token(PASSWORD).text()).doesNotContain("access_token");
    assertThat(token(PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void the_token_endpoint_can_cut_its_json() {
    sandbox.faults().set(FaultKind.BROKEN_JSON, FaultRule.next(1).on("POST", Faults.TOKENS));

    assertThat(token(PASSWORD).text()).startsWith("{\"access_token\"").doesNotEndWith("}");
  }

  @Test
  void the_token_endpoint_can_hang_up_while_the_api_goes_on() {
    sandbox.faults().set(FaultKind.DROP, FaultRule.next(1).on("POST", Faults.TOKENS));

    assertThatThrownBy(() -> token(PASSWORD)).isInstanceOf(UncheckedIOException.class);
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
  }

  // Assertions

  private static void registerForAssertions(boolean jtiVerified) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    sandbox.register(
        "jwt", OAuthClient.withSecret("s").withPublicKey(pem).withJtiVerified(jtiVerified));
  }

  private static HttpCaller.Reply assertion(Consumer<JwtClaims> change, KeyPair keys) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("jwt");
    claims.setAudience("jwt");
    claims.setSubject("ada.fulmer");
    claims.setExpirationTime(NumericDate.fromSeconds(CLOCK.instant().getEpochSecond() + 60));
    claims.setGeneratedJwtId();
    change.accept(claims);
    return assertion(claims, keys);
  }

  private static HttpCaller.Reply assertion(JwtClaims claims, KeyPair keys) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setKey(keys.getPrivate());
    signature.setPayload(claims.toJson());
    try {
      return token(
          "client_id=jwt&client_secret=s&grant_type="
              + HttpCaller.encoded("urn:ietf:params:oauth:grant-type:jwt-bearer")
              + "&assertion="
              + signature.getCompactSerialization());
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpCaller.Reply assertion(Consumer<JwtClaims> change) {
    return assertion(change, KEYS);
  }

  @Test
  void an_assertion_gives_a_token_of_its_subject_and_no_refresh_token() {
    registerForAssertions(true);

    HttpCaller.Reply tokens = assertion(claims -> {});

    assertThat(tokens.json().has("refresh_token")).isFalse();
    assertThat(bearer(tokens).post(INCIDENTS, "{}").field("sys_created_by"))
        .isEqualTo("ada.fulmer");
  }

  @Test
  void an_assertion_that_does_not_fit_is_refused() {
    registerForAssertions(true);
    long now = CLOCK.instant().getEpochSecond();

    assertThat(assertion(claims -> {}, keys()).text()).isEqualTo(GENERIC);
    assertThat(assertion(claims -> claims.setIssuer("other")).text()).isEqualTo(GENERIC);
    assertThat(assertion(claims -> claims.setAudience("other")).text()).isEqualTo(GENERIC);
    assertThat(assertion(claims -> claims.setSubject("nobody")).text()).isEqualTo(GENERIC);
    assertThat(assertion(claims -> claims.unsetClaim("exp")).text()).isEqualTo(GENERIC);
    assertThat(assertion(claims -> claims.unsetClaim("jti")).text()).isEqualTo(GENERIC);
    assertThat(
            assertion(claims -> claims.setExpirationTime(NumericDate.fromSeconds(now - 301)))
                .text())
        .isEqualTo(GENERIC);
    assertThat(
            assertion(claims -> claims.setExpirationTime(NumericDate.fromSeconds(now - 290)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void an_assertion_is_good_once_where_the_registry_verifies_that() {
    registerForAssertions(true);
    assertThat(assertion(claims -> claims.setJwtId("1")).status()).isEqualTo(200);
    assertThat(assertion(claims -> claims.setJwtId("1")).text()).isEqualTo(GENERIC);

    registerForAssertions(false);
    assertThat(assertion(claims -> claims.setJwtId("1")).status()).isEqualTo(200);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
