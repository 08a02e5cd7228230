package dev.ropeway.scenarios.connections;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.ConsentingPerson;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.Scenario;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.Key;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An OAuth client of the instance, and integrations that use it. */
abstract class AuthorizationFixture {

  static final String FINDING = "\"category\":\"Made\"";

  private static final String BACK = "http://ropeway.test/oauth/callback";

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
    scenario
        .servicenow()
        .register("app", OAuthClient.withSecret("app-secret").withRedirectUris(BACK));
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  static void oauth(String type, String more) {
    MadeIntegration.put(
            "{\"type\":\"oauth-%s\",\"clientId\":\"app\",\"clientSecret\":\"app-secret\"%s}"
                .formatted(type, more),
            "")
        .statusCode(201);
  }

  static void passwordGrant(String more) {
    oauth("password", ",\"username\":\"ropeway\",\"password\":\"ropeway\"" + more);
  }

  static String pem(String what, Key key) {
    return "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()));
  }

  static io.restassured.response.ValidatableResponse callback(URI back) {
    assertThat(back.toString()).startsWith(BACK + "?");
    return given()
        .queryParam("state", ConsentingPerson.parameter(back, "state"))
        .queryParam("code", ConsentingPerson.parameter(back, "code"))
        .get("/oauth/callback")
        .then();
  }
}
