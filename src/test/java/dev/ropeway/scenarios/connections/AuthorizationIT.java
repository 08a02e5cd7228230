package dev.ropeway.scenarios.connections;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.ConsentingPerson;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.Packaged;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.scenarios.TestIdentityProvider;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in to an instance, and every way in to the packaged program itself. */
@QuarkusIntegrationTest
@QuarkusTestResource(TestEnvironment.class)
class AuthorizationIT {

  @BeforeEach
  void the_program_is_ready() {
    Packaged.isReady();
  }

  @BeforeEach
  void the_instance_knows_our_client() {
    TestEnvironment.sandbox()
        .register(
            "app",
            OAuthClient.withSecret("app-secret")
                .withRedirectUris("http://ropeway.test/oauth/callback"));
  }

  @AfterEach
  void nothing_is_left() {
    Scenario.caller().delete(MadeIntegration.URL + "?assignments=withdraw&rules=keep");
    Packaged.soon().until(() -> Scenario.caller().get(MadeIntegration.URL).statusCode() == 404);
  }

  private static String createdBy(Sandbox instance) {
    String id = Packaged.assign("made", "way-in-" + UUID.randomUUID(), "");
    String sysId = Packaged.becomes(id, "open").getString("ticket.sysId");
    return instance.row("incident", sysId).get("sys_created_by");
  }

  private static String oauth(String grant, String more) {
    return "{\"type\":\"oauth-%s\",\"clientId\":\"app\",\"clientSecret\":\"app-secret\"%s}"
        .formatted(grant, more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"basic\",\"username\":\"ropeway\",\"password\":\"ropeway\"} | ropeway",
        "{\"type\":\"api-key\",\"apiKey\":\"ropeway-api-key\"}                  | ropeway.service",
        "{\"type\":\"oauth-password\",\"clientId\":\"app\",\"clientSecret\":\"app-secret\",\"username\":\"ropeway\",\"password\":\"ropeway\"} | ropeway",
        "{\"type\":\"oauth-client-credentials\",\"clientId\":\"app\",\"clientSecret\":\"app-secret\"} | ropeway"
      })
  void an_instance_lets_us_in_by(String auth, String user) {
    MadeIntegration.put(auth, "").statusCode(201);
    assertThat(createdBy(TestEnvironment.sandbox())).isEqualTo(user);
  }

  @Test
  void an_assertion_that_we_sign_lets_us_in() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    TestEnvironment.sandbox()
        .register(
            "app",
            OAuthClient.withSecret("app-secret")
                .withPublicKey(AuthorizationFixture.pem("PUBLIC", keys.getPublic())));
    String key = AuthorizationFixture.pem("PRIVATE", keys.getPrivate()).replace("\n", "\\n");
    MadeIntegration.put(
            oauth("jwt-bearer", ",\"username\":\"ada.fulmer\",\"jwt\":{\"key\":\"" + key + "\"}"),
            "")
        .statusCode(201);
    assertThat(createdBy(TestEnvironment.sandbox())).isEqualTo("ada.fulmer");
  }

  @Test
  void a_certificate_lets_us_in() {
    try (Sandbox instance =
        Sandbox.start(
            SandboxSettings.defaults()
                .withTls(
                    TestEnvironment.stores().serverKeys(),
                    TestEnvironment.stores().serverTrust(),
                    TestStores.PASSWORD)
                .withCertificate(TestStores.CLIENT_SUBJECT, "ropeway.service"))) {
      MadeIntegration.at(instance, "{\"type\":\"certificate\",\"tls\":\"certificate\"}")
          .statusCode(201);
      assertThat(createdBy(instance)).isEqualTo("ropeway.service");
    }
  }

  @Test
  void a_consent_lets_us_in_and_its_page_says_whose_it_is() {
    MadeIntegration.put(oauth("authorization-code", ",\"username\":\"ada.fulmer\""), "")
        .statusCode(201);
    URI asked =
        URI.create(
            Scenario.caller()
                .redirects()
                .follow(false)
                .get(MadeIntegration.URL + "/authorize")
                .then()
                .statusCode(302)
                .extract()
                .header("Location"));

    AuthorizationFixture.callback(new ConsentingPerson("ada.fulmer").allow(asked))
        .statusCode(200)
        .contentType("text/html")
        .body(containsString("ada.fulmer consented"));

    assertThat(createdBy(TestEnvironment.sandbox())).isEqualTo("ada.fulmer");
  }

  @Test
  void secrets_and_tokens_are_not_readable_in_the_store() {
    MadeIntegration.put(oauth("password", ",\"username\":\"ropeway\",\"password\":\"ropeway\""), "")
        .statusCode(201);
    createdBy(TestEnvironment.sandbox());
    Store store = new Store(TestEnvironment.jdbcUrl());
    assertThat(store.texts("select encode(secrets, 'escape') from integration where name = 'made'"))
        .singleElement()
        .asString()
        .isNotEmpty()
        .doesNotContain("app-secret");
    assertThat(
            store.texts(
                "select encode(tokens, 'escape') from oauth_token where integration = 'made'"))
        .singleElement()
        .asString()
        .isNotEmpty()
        .doesNotContain("access");
  }

  @Test
  void a_test_of_the_connection_says_what_it_saw() {
    MadeIntegration.basic("").statusCode(201);
    Scenario.caller()
        .post(MadeIntegration.URL + "/test")
        .then()
        .statusCode(200)
        .body("verdict", containsString("ready"))
        .body("checks.find { it.id == 'incident' }.result", containsString("pass"));
  }

  @Test
  void tokens_of_the_directory_open_what_their_roles_say() {
    TestIdentityProvider issuer = TestEnvironment.issuer();
    assertThat(read(issuer.sign(issuer.claims("reader")))).isEqualTo(200);
    assertThat(read(issuer.sign(issuer.claims("event-producer")))).isEqualTo(403);
    assertThat(read(issuer.sign(issuer.claimsOf("v1", "reader")))).isEqualTo(200);
    assertThat(read(issuer.signElsewhere(issuer.claims("reader"), issuer.keyId()))).isEqualTo(401);
  }

  private static int read(String token) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get("/api/v1/assignments")
        .statusCode();
  }
}
