package dev.ropeway.scenarios.connections;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.ConsentingPerson;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tokens that are needed no more are good for nothing at the instance either. */
@RopewayTest
class RevokedTokensTest extends AuthorizationFixture {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the instance gave Ropeway: it repeats a refresh token that lives. */
  private String refreshToken(String user) {
    return given()
        .formParam("grant_type", "password")
        .formParam("client_id", "app")
        .formParam("client_secret", "app-secret")
        .formParam("username", user)
        .formParam("password", user)
        .post(scenario.servicenow().url() + "/oauth_token.do")
        .then()
        .statusCode(200)
        .extract()
        .path("refresh_token");
  }

  private int refreshed(String token, String secret) {
    return given()
        .formParam("grant_type", "refresh_token")
        .formParam("client_id", "app")
        .formParam("client_secret", secret)
        .formParam("refresh_token", token)
        .post(scenario.servicenow().url() + "/oauth_token.do")
        .statusCode();
  }

  private void isRevoked(String token) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(refreshed(token, "app-secret")).isEqualTo(401));
  }

  @Test
  void of_an_integration_that_was_deleted() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    String token = refreshToken("ropeway");
    assertThat(refreshed(token, "app-secret")).isEqualTo(200);

    MadeIntegration.isGone(scenario);

    isRevoked(token);
  }

  @Test
  void of_a_client_whose_secret_was_rotated_and_the_next_login_gets_others() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    String token = refreshToken("ropeway");
    scenario.servicenow().register("app", OAuthClient.withSecret("new-secret"));

    Scenario.caller()
        .body("{\"auth\":{\"clientSecret\":\"new-secret\"}}")
        .patch(MadeIntegration.URL)
        .then()
        .statusCode(200);

    assertThat(refreshed(token, "new-secret")).isEqualTo(401);
    scenario.hasTicket("b", FINDING);
  }

  @Test
  void the_same_settings_again_revoke_nothing() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    String token = refreshToken("ropeway");

    Scenario.caller()
        .body("{\"changes\":{\"secret\":\"a secret that is long enough\"}}")
        .patch(MadeIntegration.URL)
        .then()
        .statusCode(200);
    scenario.hasTicket("b", FINDING);

    assertThat(refreshed(token, "app-secret")).isEqualTo(200);
  }

  @Test
  void of_the_person_in_whose_place_another_consented() {
    oauth("authorization-code", "");
    callback(new ConsentingPerson("ada.fulmer").allow(authorize())).statusCode(200);
    String token = refreshToken("ada.fulmer");
    assertThat(refreshed(token, "app-secret")).isEqualTo(200);

    callback(new ConsentingPerson("ropeway").allow(authorize())).statusCode(200);

    isRevoked(token);
    scenario.hasTicket("a", FINDING);
  }

  private static URI authorize() {
    return URI.create(
        Scenario.caller()
            .redirects()
            .follow(false)
            .get(MadeIntegration.URL + "/authorize")
            .then()
            .statusCode(302)
            .extract()
            .header("Location"));
  }

  @Test
  void an_instance_that_is_away_does_not_hold_up_the_deletion() {
    Sandbox other = Sandbox.start(SandboxSettings.defaults().withClock(new SettableClock()));
    MadeIntegration.at(
            other,
            "{\"type\":\"oauth-password\",\"username\":\"ropeway\",\"password\":\"ropeway\","
                + "\"clientId\":\"ropeway-client\",\"clientSecret\":\"ropeway-secret\"}")
        .statusCode(201);
    scenario.hears("a", FINDING);
    MadeIntegration.becomes("connected");
    other.close();

    MadeIntegration.isGone(scenario);

    assertThat(scenario.count("select count(*) from oauth_token where integration = '%s'", "made"))
        .isZero();
  }
}
