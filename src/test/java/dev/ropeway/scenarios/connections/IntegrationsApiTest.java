package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections as resources: made, changed, stopped and deleted while everything runs. */
@RopewayTest
class IntegrationsApiTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String MADE = MadeIntegration.URL;

  @Inject Scenario scenario;
  @Inject AgroalDataSource dataSource;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private String settings(String more) {
    return """
    {"instanceUrl":"%s","auth":{"type":"basic","username":"ropeway","password":"ropeway"}%s}
    """
        .formatted(TestEnvironment.sandbox().url(), more);
  }

  private ValidatableResponse put(String body) {
    return Scenario.caller().body(body).put(MADE).then();
  }

  @Test
  void one_that_is_made_over_rest_gets_tickets_and_polls_at_once() {
    put(settings(""))
        .statusCode(201)
        .header("Location", MADE)
        .body("origin", equalTo("rest"))
        .body("auth.secrets", hasItem("password"))
        .body("sync.cron", equalTo("0/30 * * * * ?"));

    UUID assignment = scenario.hasTicket("a", "\"category\":\"Made\"");

    assertThat(scenario.assignment(assignment).getString("integration")).isEqualTo("made");
    Scenario.caller().get(MADE).then().body("status.state", equalTo("connected"));
    assertThat(scenario.syncs("made").getString("integration")).isEqualTo("made");
  }

  @Test
  void its_secret_is_never_shown_and_not_readable_in_the_store() throws SQLException {
    put(settings("").replace("\"password\":\"ropeway\"", "\"password\":\"sesame-street\""))
        .statusCode(201)
        .body(not(containsString("sesame-street")));
    assertThat(Scenario.caller().get(MADE).asString()).doesNotContain("sesame-street");
    assertThat(Scenario.caller().get("/api/v1/integrations").asString())
        .doesNotContain("sesame-street");

    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select settings::text, encode(secrets, 'escape') from integration")) {
      row.next();
      assertThat(row.getString(1) + row.getString(2)).doesNotContain("sesame-street");
      assertThat(row.getString(2)).isNotEmpty();
    }
  }

  @Test
  void settings_change_and_a_secret_that_is_left_out_stays() {
    put(settings("")).statusCode(201);

    put(settings(",\"ticketType\":\"problem\"").replace(",\"password\":\"ropeway\"", ""))
        .statusCode(200)
        .body("ticketType", equalTo("problem"))
        .body("auth.secrets", hasItem("password"));

    UUID assignment = scenario.hasTicket("a", "\"category\":\"Made\"");
    assertThat(scenario.assignment(assignment).getString("ticketType")).isEqualTo("problem");
  }

  @Test
  void a_secret_does_not_follow_to_another_address() {
    put(settings("")).statusCode(201);

    put(settings("")
            .replace(TestEnvironment.sandbox().url().toString(), "https://other.service-now.com")
            .replace(",\"password\":\"ropeway\"", ""))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/auth/password"));
  }

  @Test
  void a_rotated_secret_heals_what_waits() {
    put(settings("").replace("\"password\":\"ropeway\"", "\"password\":\"wrong\"")).statusCode(201);
    UUID assignment = scenario.hears("a", "\"category\":\"Made\"");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                Scenario.caller().get(MADE).then().body("status.state", equalTo("not-authorized")));
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("pending");

    Scenario.caller()
        .body("{\"auth\":{\"password\":\"ropeway\"}}")
        .patch(MADE)
        .then()
        .statusCode(200);

    scenario.becomes(assignment, "open");
    assertThat(scenario.assignment(assignment).getString("timeline.what")).doesNotContain("parked");
    Scenario.caller().get(MADE).then().body("status.state", equalTo("connected"));
  }

  @Test
  void disabled_nothing_is_delivered_and_enabled_it_goes_on() {
    put(settings("")).statusCode(201);
    MadeIntegration.becomes("connected");
    int before = scenario.servicenow().calls().size();
    Scenario.caller()
        .post(MADE + "/disable")
        .then()
        .statusCode(200)
        .body("enabled", equalTo(false));
    UUID assignment = scenario.hears("a", "\"category\":\"Made\"");
    scenario.waits(Duration.ofMinutes(5));
    Scenario.caller().get(MADE).then().body("status.state", equalTo("disabled"));
    Scenario.caller().post(MADE + "/sync").then().statusCode(409);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("pending");
    assertThat(scenario.servicenow().calls()).hasSize(before);

    Scenario.caller().post(MADE + "/enable").then().statusCode(200);

    scenario.becomes(assignment, "open");
  }

  @Test
  void one_with_live_assignments_is_not_deleted_without_a_word_about_them() {
    put(settings("")).statusCode(201);
    UUID assignment = scenario.hasTicket("a", "\"category\":\"Made\"");

    Scenario.caller()
        .delete(MADE + "?rules=keep")
        .then()
        .statusCode(409)
        .body("detail", containsString("1 live assignments"));

    Scenario.caller()
        .delete(MADE + "?assignments=withdraw&tickets=cancel&rules=keep")
        .then()
        .statusCode(202);
    scenario.becomes(assignment, "withdrawn");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "8"));
    MadeIntegration.isGone(scenario);
  }

  @Test
  void one_that_rules_name_is_not_deleted_without_a_word_about_them() {
    put(settings("")).statusCode(201);
    for (int i = 0; i < 11; i++) {
      Scenario.caller()
          .body("{\"enabled\":false,\"integration\":\"made\"}")
          .put("/api/v1/rules/points-%02d".formatted(i))
          .then()
          .statusCode(201);
    }
    try {
      Scenario.caller()
          .delete(MADE + "?assignments=keep")
          .then()
          .statusCode(409)
          .body(
              "detail",
              equalTo(
                  "integration made is named by 12 rules: made, points-00, points-01, points-02,"
                      + " points-03, points-04, points-05, points-06, points-07, points-08 and 2"
                      + " more: point them elsewhere or delete them first, or choose rules=keep"));
      Scenario.caller().get(MADE).then().statusCode(200);
      Scenario.caller()
          .delete(MADE + "?rules=drop")
          .then()
          .statusCode(400)
          .body("detail", equalTo("rules: must be keep"));
    } finally {
      for (int i = 0; i < 11; i++) {
        Scenario.caller().delete("/api/v1/rules/points-%02d".formatted(i)).then().statusCode(204);
      }
    }

    Scenario.caller()
        .delete(MADE)
        .then()
        .statusCode(409)
        .body("detail", startsWith("integration made is named by rule made: point"));
    Scenario.caller().delete(MADE + "?rules=keep").then().statusCode(204);
    Scenario.caller().get("/api/v1/rules/made").then().statusCode(200);
  }

  @Test
  void a_list_of_integrations_is_filtered_and_paged() {
    put(settings("")).statusCode(201);
    Scenario.caller().post(MADE + "/disable").then().statusCode(200);

    names("enabled=false", "made");
    names("state=disabled", "made");
    names("text=MAD", "made");
    names("ticketType=alert&enabled=false");
    names("environment=test&enabled=false");
    Scenario.caller()
        .get("/api/v1/integrations?state=asleep")
        .then()
        .statusCode(400)
        .body("detail", startsWith("state: must be one of never-tested, connected"));

    List<String> all = Scenario.caller().get("/api/v1/integrations").path("items.name");
    List<String> paged = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page =
          Scenario.caller()
              .get("/api/v1/integrations?limit=1" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .then()
              .statusCode(200)
              .body("items", hasSize(1))
              .extract()
              .jsonPath();
      paged.addAll(page.getList("items.name"));
      cursor = page.getString("next");
    }
    assertThat(paged).hasSizeGreaterThan(1).isEqualTo(all).isSorted();
  }

  private static void names(String query, String... names) {
    List<String> shown =
        Scenario.caller()
            .get("/api/v1/integrations?" + query)
            .then()
            .statusCode(200)
            .extract()
            .path("items.name");
    assertThat(shown).containsExactly(names);
  }

  @Test
  void kept_assignments_wait_for_an_integration_of_that_name() {
    put(settings("")).statusCode(201);
    UUID open = scenario.hasTicket("a", "\"category\":\"Made\"");
    Scenario.caller().delete(MADE + "?assignments=keep&rules=keep").then().statusCode(204);
    MadeIntegration.isGone(scenario);
    assertThat(scenario.assignment(open).getString("status")).isEqualTo("open");

    put(settings("")).statusCode(201);
    scenario
        .post(Scenario.finding("a", "\"category\":\"Made\",\"state\":\"healthy\""))
        .statusCode(202);

    scenario.becomes(open, "closed");
  }

  @Test
  void scope_keeps_others_out() {
    put(settings(",\"scope\":[\"/subscriptions/a\"]")).statusCode(201);

    scenario
        .post(finding("in", "/subscriptions/a/x"))
        .body("results[0].outcome", equalTo("created"));
    scenario
        .post(finding("out", "/subscriptions/ab/x"))
        .body("results[0].outcome", equalTo("unmatched"));
  }

  @Test
  void scope_keeps_others_out_of_what_is_assigned_by_hand() {
    put(settings(",\"scope\":[\"/subscriptions/a\"]")).statusCode(201);
    assignedByHand(finding("h1", "/subscriptions/b"))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/integration"))
        .body("errors[0].detail", containsString("does not cover this recommendation"));
    assignedByHand("{\"id\":\"h2\",\"title\":\"t\"}").statusCode(400);
    assignedByHand(finding("h3", "/Subscriptions/A/rg")).statusCode(201);
    // What is known of a finding counts, and not what is said of it beside.
    scenario.post(finding("h4", "/subscriptions/b").replace("Made", "Nobody's")).statusCode(202);
    assignedByHand(finding("h4", "/subscriptions/a")).statusCode(400);
    assertThat(scenario.count("select count(*) from recommendation where id = '%s'", "h1"))
        .isZero();
  }

  private static ValidatableResponse assignedByHand(String finding) {
    return Scenario.caller()
        .body("{\"integration\":\"made\",\"recommendation\":" + finding + "}")
        .post("/api/v1/assignments")
        .then();
  }

  private static String finding(String id, String scope) {
    return "{\"id\":\"%s\",\"title\":\"t\",\"category\":\"Made\",\"resource\":{\"scope\":\"%s\"}}"
        .formatted(id, scope);
  }

  @Test
  void what_configuration_has_is_read_only() {
    Scenario.caller()
        .body(settings(""))
        .put("/api/v1/integrations/snow")
        .then()
        .statusCode(409)
        .body("detail", containsString("configuration"));
    Scenario.caller().delete("/api/v1/integrations/snow").then().statusCode(409);
    Scenario.caller().post("/api/v1/integrations/snow/disable").then().statusCode(409);
    Scenario.caller()
        .get("/api/v1/integrations/snow")
        .then()
        .statusCode(200)
        .body("origin", equalTo("configuration"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://acme.example.org",
        "http://acme.service-now.com",
        "https://user:word@acme.service-now.com",
        "https://10.0.0.1",
        "https://[::1]",
        "https://169.254.169.254",
        "https://acme.service-now.com.evil.example",
        "https://evilservice-now.com",
        "https://service-now.com@evil.example",
        "https://acme.service-now.com/api",
        "https://acme.service-now.com?x=y",
        "ftp://acme.service-now.com",
        "https://",
        "not an address"
      })
  void an_address_that_is_no_instance_is_refused(String url) {
    put(settings("").replace(TestEnvironment.sandbox().url().toString(), url))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/instanceUrl"));
    Scenario.caller().get(MADE).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "ticketType":"ticket"                     | /ticketType
          "sync":{"cron":"every minute"}            | /sync/cron
          "sync":{"lookBackDays":121}               | /sync/lookBackDays
          "delivery":{"timeout":"soon"}             | /delivery/timeout
          "delivery":{"timeout":"0s"}               | /delivery/timeout
          "delivery":{"concurrency":0}              | /delivery/concurrency
          "fieldMode":"both"                        | /fieldMode
          "createConfigurationItems":true           | /createConfigurationItems
          "cmdb":{"lookUpBy":["colour"]}            | /cmdb/lookUpBy/0
          "cmdb":{"lookUpBy":["attribute"]}         | /cmdb/attribute
          "cmdb":{"attribute":"a/../b"}             | /cmdb/attribute
          "cmdb":{"classes":{"a/b":"sys_user"}}     | /cmdb/classes/a~1b
          "people":{"rememberUnknown":"1s"}         | /people/rememberUnknown
          "environment":"staging"                   | /environment
          "allowInsecure":true                      | /allowInsecure
          "sync":{"cron":"0 0 0 31 2 ?"}            | /sync/cron
          "sync":{"cron":""}                        | /sync/cron
          "scope":[" "]                             | /scope/0
          "changes":{"secret":"short"}              | /changes/secret
          """)
  void a_wrong_setting_is_named(String setting, String pointer) {
    put(settings("," + setting)).statusCode(400).body("errors[0].pointer", equalTo(pointer));
  }

  @Test
  void what_looks_like_an_expression_is_taken_as_it_is() {
    put(settings("")
            .replace("\"username\":\"ropeway\"", "\"username\":\"${quarkus.datasource.username}\""))
        .statusCode(201)
        .body("auth.username", equalTo("${quarkus.datasource.username}"));
  }

  @Test
  void one_whose_key_is_gone_is_shown_with_what_to_do_and_heals_with_new_secrets() {
    put(settings("")).statusCode(201);
    scenario.run(
        "update integration set secrets = '\\x01deadbeef', version = nextval('integration_version')");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> Scenario.caller().get(MADE).then().body("status.state", equalTo("failing")));
    Scenario.caller().get(MADE).then().body("status.why", containsString("ropeway.secrets.keys"));

    put(settings("")).statusCode(200);
    scenario.hasTicket("a", "\"category\":\"Made\"");
  }

  @Test
  void a_reader_sees_and_does_not_change() {
    put(settings("")).statusCode(201);
    io.restassured.RestAssured.given()
        .header("X-API-Key", "reader-key-for-these-tests")
        .get(MADE)
        .then()
        .statusCode(200)
        .body("auth.password", nullValue());
    io.restassured.RestAssured.given()
        .header("X-API-Key", "reader-key-for-these-tests")
        .delete(MADE)
        .then()
        .statusCode(403);
  }
}
