package dev.ropeway.scenarios.connections;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.ropeway.sandbox.ConsentingPerson;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every way in to an instance. */
@RopewayTest
class AuthenticationMethodsTest extends AuthorizationFixture {

  private String createdBy(UUID assignment) {
    return scenario.ticket("incident", assignment).get("sys_created_by");
  }

  @Test
  void basic() {
    MadeIntegration.basic("").statusCode(201);
    assertThat(createdBy(scenario.hasTicket("a", FINDING))).isEqualTo("ropeway");
  }

  @Test
  void api_key() {
    MadeIntegration.put("{\"type\":\"api-key\",\"apiKey\":\"ropeway-api-key\"}", "")
        .statusCode(201);
    assertThat(createdBy(scenario.hasTicket("a", FINDING))).isEqualTo("ropeway.service");
  }

  @Test
  void a_certificate_alone_or_with_a_login() {
    try (Sandbox instance =
        Sandbox.start(
            SandboxSettings.defaults()
                .withClock(new SettableClock())
                .withTls(
                    TestEnvironment.stores().serverKeys(),
                    TestEnvironment.stores().serverTrust(),
                    TestStores.PASSWORD)
                .withCertificate(TestStores.CLIENT_SUBJECT, "ropeway.service"))) {
      MadeIntegration.at(instance, "{\"type\":\"certificate\",\"tls\":\"certificate\"}")
          .statusCode(201);
      scenario.hasTicket("a", FINDING);
      MadeIntegration.at(
              instance,
              "{\"type\":\"oauth-password\",\"tls\":\"certificate\",\"username\":\"ropeway\",\"password\":\"ropeway\","
                  + "\"clientId\":\"ropeway-client\",\"clientSecret\":\"ropeway-secret\"}")
          .statusCode(200);
      scenario.hasTicket("b", FINDING);

      assertThat(instance.rows("incident"))
          .extracting(row -> row.get("sys_created_by"))
          .containsExactly("ropeway.service", "ropeway");
    }
  }

  @Test
  void an_instance_whose_certificate_is_not_trusted_gets_nothing() {
    try (Sandbox instance =
        Sandbox.start(
            SandboxSettings.defaults()
                .withTls(
                    TestEnvironment.stores().serverKeys(),
                    TestEnvironment.stores().serverTrust(),
                    TestStores.PASSWORD))) {
      MadeIntegration.at(
              instance, "{\"type\":\"basic\",\"username\":\"ropeway\",\"password\":\"ropeway\"}")
          .statusCode(201);
      scenario.hears("a", FINDING);

      MadeIntegration.becomes("failing");
      assertThat(MadeIntegration.shown().getString("status.why")).contains("TLS");
      assertThat(instance.calls()).isEmpty();
    }
  }

  @Test
  void an_address_in_our_own_network_is_not_called_unless_configuration_says_so() {
    UUID waiting = scenario.hears("a", "\"category\":\"Inside\"");

    scenario.fails(waiting, "unreachable");

    assertThat(scenario.assignment(waiting).getString("failure.detail"))
        .contains("private network");
    assertThat(scenario.servicenow().calls()).isEmpty();
  }

  @Test
  void oauth_password() {
    passwordGrant("");
    assertThat(createdBy(scenario.hasTicket("a", FINDING))).isEqualTo("ropeway");
  }

  @Test
  void client_credentials() {
    oauth("client-credentials", "");
    assertThat(createdBy(scenario.hasTicket("a", FINDING))).isEqualTo("ropeway");
  }

  @Test
  void jwt_bearer() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    scenario
        .servicenow()
        .register(
            "app",
            OAuthClient.withSecret("app-secret").withPublicKey(pem("PUBLIC", keys.getPublic())));
    String pem = pem("PRIVATE", keys.getPrivate()).replace("\n", "\\n");
    oauth("jwt-bearer", ",\"username\":\"ada.fulmer\",\"jwt\":{\"key\":\"" + pem + "\"}");

    assertThat(createdBy(scenario.hasTicket("a", FINDING))).isEqualTo("ada.fulmer");
  }

  @Test
  void a_consent_authorizes_and_shows_who_gave_it() {
    oauth("authorization-code", ",\"username\":\"ada.fulmer\"");
    UUID waiting = scenario.hears("a", FINDING);
    MadeIntegration.becomes("not-authorized");
    assertThat(MadeIntegration.shown().getString("authorization.warning"))
        .contains("consent is missing")
        .contains("/authorize");

    URI back = new ConsentingPerson("ada.fulmer").allow(authorize());
    callback(back)
        .statusCode(200)
        .body(containsString("ada.fulmer consented"))
        .body(not(containsString("Warning:")));

    scenario.becomes(waiting, "open");
    assertThat(createdBy(waiting)).isEqualTo("ada.fulmer");
    assertThat(MadeIntegration.shown().getString("authorization.username")).isEqualTo("ada.fulmer");
  }

  @Test
  void a_consent_of_somebody_else_is_warned_of() {
    oauth("authorization-code", ",\"username\":\"ropeway\"");

    callback(new ConsentingPerson("ada.fulmer").allow(authorize()))
        .statusCode(200)
        .body(containsString("instead of the integration user ropeway"));

    assertThat(MadeIntegration.shown().getString("authorization.warning"))
        .contains("ada.fulmer")
        .contains("instead of the integration user");
    MadeIntegration.becomes("connected");
    assertThat(MadeIntegration.shown().getString("lastTest.verdict"))
        .isEqualTo("ready-with-warnings");

    callback(new ConsentingPerson("ropeway").allow(authorize())).statusCode(200);

    MadeIntegration.becomes("connected");
    assertThat(MadeIntegration.shown().getString("authorization.warning")).isNull();
    assertThat(MadeIntegration.shown().getString("lastTest.verdict")).isEqualTo("ready");
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
  void a_callback_that_was_not_asked_for_is_refused() {
    oauth("authorization-code", "");
    URI back = new ConsentingPerson("ada.fulmer").allow(authorize());
    given()
        .queryParam("state", "somebody-elses")
        .queryParam("code", ConsentingPerson.parameter(back, "code"))
        .get("/oauth/callback")
        .then()
        .statusCode(400)
        .body(containsString("is unknown"));
    given().get("/oauth/callback").then().statusCode(400);
  }

  @Test
  void a_callback_that_comes_again_is_refused() {
    oauth("authorization-code", "");
    URI back = new ConsentingPerson("ada.fulmer").allow(authorize());
    callback(back).statusCode(200);
    callback(back).statusCode(400).body(containsString("already used"));
  }

  @Test
  void a_callback_that_comes_too_late_is_refused() {
    oauth("authorization-code", "");
    URI back = new ConsentingPerson("ada.fulmer").allow(authorize());
    SettableClock.advance(Duration.ofMinutes(11));
    callback(back).statusCode(400).body(containsString("older than ten minutes"));
  }

  @Test
  void a_consent_that_is_denied_is_said_to_be() {
    oauth("authorization-code", "");
    URI back = new ConsentingPerson("ada.fulmer").deny(authorize());
    given()
        .queryParam("state", ConsentingPerson.parameter(back, "state"))
        .queryParam("error", "access_denied")
        .get("/oauth/callback")
        .then()
        .statusCode(400)
        .body(containsString("press Allow"));
  }

  @Test
  void only_consents_are_asked_for() {
    MadeIntegration.basic("").statusCode(201);
    Scenario.caller().get(MadeIntegration.URL + "/authorize").then().statusCode(409);
  }
}
