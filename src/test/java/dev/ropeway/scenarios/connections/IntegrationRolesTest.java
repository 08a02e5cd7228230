package dev.ropeway.scenarios.connections;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may make an integration, and who may change what of it. */
@RopewayTest
class IntegrationRolesTest {

  private static final String MADE = MadeIntegration.URL;
  private static final String OWNER = "owner-key-for-these-tests";
  private static final String ADMIN = "admin-key-for-these-tests";
  private static final String CONTRIBUTOR = "contributor-key-for-these-tests";
  private static final String SECRET = ",\"password\":\"ropeway\"";

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private static RequestSpecification with(String key) {
    return given().header("X-API-Key", key).contentType("application/json");
  }

  private static String settings(String secret, String more) {
    return "{\"instanceUrl\":\"%s\",\"auth\":{\"type\":\"basic\",\"username\":\"ropeway\"%s}%s}"
        .formatted(TestEnvironment.sandbox().url(), secret, more);
  }

  private static ValidatableResponse put(String key, String body) {
    return with(key).body(body).put(MADE).then();
  }

  @ParameterizedTest
  @ValueSource(strings = {CONTRIBUTOR, ADMIN, OWNER})
  void contributors_and_security_admins_make_integrations_with_their_secrets(String key) {
    put(key, settings(SECRET, "")).statusCode(201).body("auth.secrets", hasItem("password"));

    with(key).get(MADE).then().statusCode(200);
    with(key).post(MADE + "/test").then().statusCode(200).body("verdict", startsWith("ready"));
  }

  @Test
  void a_contributor_changes_no_integration_and_the_audit_log_says_so() {
    put(CONTRIBUTOR, settings(SECRET, "")).statusCode(201);

    put(CONTRIBUTOR, settings(SECRET, ""))
        .statusCode(403)
        .body("detail", containsString("security-admin or owner"));

    with(CONTRIBUTOR)
        .body("{\"auth\":{\"password\":\"other\"}}")
        .patch(MADE)
        .then()
        .statusCode(403);
    with(CONTRIBUTOR).delete(MADE).then().statusCode(403);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        with(OWNER)
                            .get("/api/v1/audit?who=contributor&denied=true")
                            .jsonPath()
                            .getList("items.operation"))
                    .contains("put-integration", "rotate-secrets", "delete-integration"));
  }

  @Test
  void a_security_admin_changes_settings_and_keeps_connection_and_secrets() {
    put(CONTRIBUTOR, settings(SECRET, "")).statusCode(201);

    put(ADMIN, settings("", ",\"ticketType\":\"problem\",\"scope\":[\"/a\"]"))
        .statusCode(200)
        .body("ticketType", equalTo("problem"))
        .body("scope", equalTo(List.of("/a")))
        .body("auth.secrets", hasItem("password"));
    with(ADMIN).post(MADE + "/test").then().body("verdict", startsWith("ready"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "password":"other"             | "password":"ropeway"                 | /auth/password
          "username":"eve"               | "username":"ropeway"                 | /auth/username
          "type":"api-key"               | "type":"basic"                       | /auth/type
          "clientId":"x","type"          | "type"                               | /auth/clientId
          "tls":"certificate","type"     | "type"                               | /auth/tls
          "enabled":false,"auth"         | "auth"                               | /enabled
          "trust":"-----BEGIN CERTIFICATE-----","auth" | "auth"                 | /trust
          "proxy":{"host":"proxy.example.com","port":8080},"auth" | "auth"      | /proxy/host
          "changes":{"secret":"0123456789abcdef"},"auth" | "auth"               | /changes/secret
          """)
  void a_security_admin_changes_neither_login_nor_secrets(
      String other, String setting, String pointer) {
    put(OWNER, settings(SECRET, "")).statusCode(201);
    String body = settings(pointer.equals("/auth/password") ? SECRET : "", "");

    put(ADMIN, body.replaceFirst(setting, other))
        .statusCode(403)
        .body("detail", startsWith(pointer + ": only an owner"));
  }

  @Test
  void a_security_admin_does_not_lead_an_integration_elsewhere() {
    put(OWNER, settings(SECRET, "")).statusCode(201);

    put(ADMIN, settings("", "").replaceFirst("http://[^\"]+", "https://other.service-now.com"))
        .statusCode(403)
        .body("detail", startsWith("/instanceUrl: only an owner"));
  }

  @Test
  void what_a_security_admin_leaves_out_stays_stopped() {
    put(OWNER, settings(SECRET, ",\"enabled\":false")).statusCode(201);

    put(ADMIN, settings("", "")).statusCode(200).body("enabled", equalTo(false));
    put(ADMIN, settings("", ",\"enabled\":true")).statusCode(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://[^"]+                  | https://other.service-now.com
          "username":"ropeway"          | "username":"eve"
          """)
  void an_owner_who_changes_address_or_login_says_the_secret_again(String setting, String other) {
    put(OWNER, settings(SECRET, "")).statusCode(201);
    String elsewhere = settings("", "").replaceFirst(setting, other);

    put(OWNER, elsewhere).statusCode(400).body("errors[0].pointer", equalTo("/auth/password"));
    put(OWNER, elsewhere.replaceFirst("(\"username\":\"\\w+\")", "$1,\"password\":\"p\""))
        .statusCode(200);
  }

  @Test
  void of_many_who_make_one_name_at_once_one_makes_it_and_the_others_change_nothing() {
    List<Integer> answers =
        IntStream.range(0, 8)
            .parallel()
            .map(i -> put(CONTRIBUTOR, settings(SECRET, "")).extract().statusCode())
            .boxed()
            .toList();

    assertThat(answers).containsOnlyOnce(201).containsOnly(201, 403);
  }
}
