package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.scenarios.TestIdentityProvider;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with a bearer token of the directory that is trusted. */
@RopewayTest
class TokensTest {

  private static final String READ = "/api/v1/assignments";
  private static final String WEBHOOK = "461e8683-5575-4561-ac7f-899cc907d62a";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static TestIdentityProvider issuer() {
    return TestEnvironment.issuer();
  }

  private static RequestSpecification with(JwtClaims claims) {
    return bearer(issuer().sign(claims));
  }

  private static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token).contentType("application/json");
  }

  @Test
  void a_token_opens_what_its_roles_say() {
    with(issuer().claims("reader")).get(READ).then().statusCode(200);
    with(issuer().claims("event-producer"))
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    with(issuer().claims("owner")).get("/api/v1/api-keys").then().statusCode(200);
  }

  @Test
  void a_role_can_be_claimed_by_a_value_that_configuration_names() {
    with(issuer().claims("Ropeway.SecurityAdmin"))
        .post("/api/v1/assignments/retry")
        .then()
        .statusCode(200);
    with(issuer().claims("security-admin"))
        .post("/api/v1/assignments/retry")
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"event-producer", "king", "OWNER"})
  void a_good_token_without_the_role_is_a_403_that_says_so(String role) {
    with(issuer().claims(role))
        .get(READ)
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .header(
            "WWW-Authenticate", equalTo("Bearer realm=\"Ropeway\", error=\"insufficient_scope\""));
  }

  @Test
  void a_token_without_roles_is_known_and_not_let_in() {
    JwtClaims claims = issuer().claims();
    claims.unsetClaim("roles");

    with(claims).get(READ).then().statusCode(403);
  }

  static Stream<Arguments> badTokens() {
    TestIdentityProvider issuer = TestEnvironment.issuer();
    JwtClaims good = issuer.claims("reader");
    return Stream.of(
        Arguments.of("alg none", issuer.forge(good, "none")),
        Arguments.of("HS256 with the public key", issuer.forge(good, "HS256")),
        Arguments.of("another's key under a known id", issuer.signElsewhere(good, issuer.keyId())),
        Arguments.of("another's key, unknown id", issuer.signElsewhere(good, "nobody")),
        Arguments.of("wrong audience", issuer.sign(changed("aud", "api://another"))),
        Arguments.of("no audience", issuer.sign(changed("aud", null))),
        Arguments.of("wrong issuer", issuer.sign(changed("iss", issuer.url("v3")))),
        Arguments.of("no issuer", issuer.sign(changed("iss", null))),
        Arguments.of(
            "expired", issuer.sign(changed("exp", TestIdentityProvider.inSeconds(-60).getValue()))),
        Arguments.of("no expiry", issuer.sign(changed("exp", null))),
        Arguments.of(
            "not yet good",
            issuer.sign(changed("nbf", TestIdentityProvider.inSeconds(600).getValue()))),
        Arguments.of("signature cut off", issuer.sign(good).replaceAll("\\.[^.]*$", ".")),
        Arguments.of("payload changed", tampered(issuer.sign(good))),
        Arguments.of("garbage", "garbage"),
        Arguments.of("dots", ".."),
        Arguments.of("three words", "a.b.c"),
        Arguments.of("an API key", TestEnvironment.KEY),
        Arguments.of("nothing", ""));
  }

  private static JwtClaims changed(String claim, Object value) {
    JwtClaims claims = TestEnvironment.issuer().claims("reader");
    if (value == null) {
      claims.unsetClaim(claim);
    } else {
      claims.setClaim(claim, value);
    }
    return claims;
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.");
    String payload =
        new String(java.util.Base64.getUrlDecoder().decode(parts[1]))
            .replace("\"reader\"", "\"owner\"");
    return parts[0]
        + "."
        + java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes())
        + "."
        + parts[2];
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void a_bad_token_is_a_401_that_says_so(String what, String token) {
    refused(bearer(token).get(READ).then());
    refused(bearer(token).post("/api/v1/assignments/retry").then());
    bearer(token).get("/").then().statusCode(401);
  }

  private static void refused(ValidatableResponse answer) {
    assertThat(
            answer
                .statusCode(401)
                .contentType("application/problem+json")
                .body("status", equalTo(401))
                .extract()
                .headers()
                .getValues("WWW-Authenticate"))
        .containsExactly("Bearer realm=\"Ropeway\", error=\"invalid_token\"", "ApiKey");
  }

  @Test
  void a_key_that_the_directory_publishes_later_is_found() {
    with(issuer().claims("reader")).get(READ).then().statusCode(200);

    issuer().newKey();

    with(issuer().claims("reader")).get(READ).then().statusCode(200);
  }

  static Stream<Arguments> strangersTokens() {
    TestIdentityProvider issuer = TestEnvironment.issuer();
    return Stream.of(
        Arguments.of("wrong audience", changed("aud", "api://another")),
        Arguments.of("no audience", changed("aud", null)),
        Arguments.of("wrong issuer", changed("iss", issuer.url("v3"))),
        Arguments.of("no issuer", changed("iss", null)),
        Arguments.of("expired", changed("exp", TestIdentityProvider.inSeconds(-60).getValue())),
        Arguments.of("no expiry", changed("exp", null)),
        Arguments.of(
            "not yet good", changed("nbf", TestIdentityProvider.inSeconds(600).getValue())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangersTokens")
  void a_token_that_cannot_be_good_makes_nobody_ask_for_its_unknown_key(
      String what, JwtClaims claims) {
    with(issuer().claims("reader")).get(READ).then().statusCode(200);
    int before = issuer().keyReads();

    refused(bearer(issuer().signElsewhere(claims, "nobody")).get(READ).then());

    assertThat(issuer().keyReads()).isEqualTo(before);
  }

  @Test
  void a_token_that_may_be_good_has_its_unknown_key_asked_for() {
    with(issuer().claims("reader")).get(READ).then().statusCode(200);
    int before = issuer().keyReads();

    refused(bearer(issuer().signElsewhere(issuer().claims("reader"), "nobody")).get(READ).then());

    assertThat(issuer().keyReads()).isEqualTo(before + 1);
  }

  @Test
  void tokens_of_entra_id_are_good_in_both_versions() {
    JwtClaims v1 = issuer().claimsOf("v1", "reader");
    v1.setStringClaim("appid", UUID.randomUUID().toString());
    JwtClaims v2 = issuer().claimsOf("v2", "reader");
    v2.setStringClaim("azp", UUID.randomUUID().toString());

    with(v1).get(READ).then().statusCode(200);
    with(v2).get(READ).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"appid", "azp"})
  void E81_azure_monitors_secure_webhook_posts_events_and_nothing_else(String claim) {
    JwtClaims claims =
        issuer().claimsOf(claim.equals("azp") ? "v2" : "v1", "ActionGroupsSecureWebhook", "owner");
    claims.setStringClaim(claim, WEBHOOK);

    with(claims)
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    with(claims).get(READ).then().statusCode(403);
    with(claims).get("/api/v1/api-keys").then().statusCode(403);
    with(claims).post("/api/v1/assignments/retry").then().statusCode(403);
  }

  @Test
  void E81_its_role_from_another_application_opens_nothing() {
    JwtClaims claims = issuer().claims("ActionGroupsSecureWebhook");
    claims.setStringClaim("azp", UUID.randomUUID().toString());

    with(claims)
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(403);
  }

  @Test
  void the_timeline_names_the_person() {
    UUID assignment = scenario.hears("r1");
    JwtClaims claims = issuer().claims("Ropeway.SecurityAdmin");
    claims.setStringClaim("preferred_username", "ada@example.com");

    with(claims)
        .body("{\"priority\":1}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(200);

    assertThat(scenario.assignment(assignment).getList("timeline.who", String.class))
        .contains("ada@example.com");
  }

  @Test
  void a_key_and_a_token_must_both_be_good() {
    String good = issuer().sign(issuer().claims("owner"));

    bearer(good)
        .header("X-API-Key", "reader-key-for-these-tests")
        .get("/api/v1/api-keys")
        .then()
        .statusCode(200);
    refused(bearer(good).header("X-API-Key", "wrong").get(READ).then());
    refused(bearer("garbage").header("X-API-Key", TestEnvironment.KEY).get(READ).then());
    given()
        .header("X-API-Key", TestEnvironment.KEY)
        .auth()
        .preemptive()
        .basic("any", "wrong")
        .get(READ)
        .then()
        .statusCode(401);
  }

  @Test
  void without_anything_both_ways_in_are_named() {
    assertThat(given().get(READ).then().statusCode(401).extract().headers().asList())
        .filteredOn(header -> header.getName().equalsIgnoreCase("WWW-Authenticate"))
        .extracting(header -> header.getValue())
        .containsExactly("Bearer realm=\"Ropeway\"", "ApiKey");
  }

  @Test
  void the_scheme_may_be_written_in_any_case() {
    String token = issuer().sign(issuer().claims("reader"));

    given().headers(Map.of("Authorization", "bearer " + token)).get(READ).then().statusCode(200);
    given().headers(Map.of("Authorization", "BEARER garbage")).get(READ).then().statusCode(401);
  }

  @Test
  void a_directory_that_is_away_locks_nobody_out_whom_it_let_in_before() {
    issuer().goesAway(true);
    try {
      with(issuer().claims("reader")).get(READ).then().statusCode(200);
      Scenario.caller().get(READ).then().statusCode(200);
    } finally {
      issuer().goesAway(false);
    }
  }
}
