package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.ropeway.scenarios.Packaged;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules, mappings, keys, pages, health and metrics of the packaged program. */
@QuarkusIntegrationTest
@QuarkusTestResource(TestEnvironment.class)
class AdministrationIT {

  private static final String RULE = "/api/v1/rules/packaged";

  @BeforeEach
  void the_program_is_ready() {
    Packaged.isReady();
  }

  @Test
  void a_rule_that_is_made_decides_and_says_why() {
    Scenario.caller()
        .body(
            """
            {"priority": 700, "integration": "snow", "remediationTimeframe": "30d", "ownerTag": "owner",
             "grouping": "finding", "notify": {"owner": true}, "maxNewPerDay": 5,
             "conditionSets": [{"conditions": [
               {"property": "source", "operator": "In", "value": ["packaged"]},
               {"property": "tag:environment", "operator": "NotEquals", "value": "test"}]}]}
            """)
        .put(RULE)
        .then()
        .statusCode(201)
        .body("remediationTimeframe", equalTo("PT720H"))
        .body("createdBy", equalTo("test"))
        .body("conditionSets[0].conditions[1].operator", equalTo("NotEquals"));
    Scenario.caller()
        .body("[{\"id\":\"e\",\"title\":\"t\",\"source\":\"packaged\"},{\"id\":\"f\"}]")
        .post("/api/v1/rules/evaluate")
        .then()
        .statusCode(200)
        .body("results[0].rule", equalTo("packaged"))
        .body("results[0].order.terms.dueDate", not(equalTo(null)))
        .body("results[0].others.rule", hasItem("default"))
        .body("results[1].error.pointer", equalTo("/title"));
    Scenario.caller()
        .get("/api/v1/rules")
        .then()
        .body("items.name", hasItems("default", "packaged"));

    Scenario.caller().body("{}").post(RULE + "/apply").then().statusCode(202);
    Packaged.soon()
        .untilAsserted(
            () ->
                Scenario.caller()
                    .get(RULE + "/apply")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("succeeded")));
    Scenario.caller().delete(RULE).then().statusCode(204);
  }

  @Test
  void a_mapping_is_checked_stored_previewed_and_words_the_ticket() {
    Packaged.integration("worded", TestEnvironment.sandbox().url());
    String url = "/api/v1/integrations/worded/mappings/incident";
    String mapping =
        """
        {"mode": "customized", "fields": {
          "short_description": {"template": "{recommendation.severity.upper}: {#if recommendation.title}{recommendation.title.cut(8)}{/if}{#for t in recommendation.inheritedTags}{t.x}{/for}"},
          "assigned_to": {"template": "{assignment.assignedTo}", "reference": "user"},
          "caller_id": {"template": "{assignment.caller}", "reference": "user"},
          "impact": {"template": "{recommendation.severity}", "table": "t"},
          "description": {"template": "{default.description}"}},
         "tables": {"t": {"high": "2"}},
         "endings": {"resolved": {"close_code": "Workaround provided"}}}
        """;
    Scenario.caller()
        .get(url + "/fields")
        .then()
        .statusCode(200)
        .body("fields.find { it.element == 'state' }.choices.'6'", equalTo("Resolved"));
    Scenario.caller()
        .body(mapping.replace("severity.upper", "severity.loud"))
        .put(url)
        .then()
        .statusCode(422)
        .body("errors[0].pointer", equalTo("/fields/short_description/template"));
    Scenario.caller().body(mapping).put(url).then().statusCode(200).body("version", equalTo(1));
    Scenario.caller()
        .get(url)
        .then()
        .body("mapping.endings.resolved.close_code", equalTo("Workaround provided"));
    Scenario.caller().get(url + "/versions").then().body("items.version", hasItem(1));
    Scenario.caller()
        .body("{\"recommendation\":" + Scenario.finding("w", "") + "}")
        .post(url + "/preview")
        .then()
        .statusCode(200)
        .body(
            "items[0].fields.find { it.field == 'short_description' }.value",
            equalTo("HIGH: MFA sho…"));

    String id = Packaged.assign("worded", "worded", "");
    Map<String, String> ticket =
        TestEnvironment.sandbox()
            .row("incident", Packaged.becomes(id, "open").getString("ticket.sysId"));
    assertThat(ticket)
        .containsEntry("short_description", "HIGH: MFA sho…")
        .containsEntry("impact", "2");
  }

  @Test
  void a_key_is_issued_rotated_and_taken_away_and_the_audit_log_knows_it() {
    String issued =
        Scenario.caller()
            .body("{\"name\":\"packaged\",\"roles\":[\"reader\"]}")
            .post("/api/v1/api-keys")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    assertThat(reads(issued)).isEqualTo(200);
    String rotated =
        Scenario.caller()
            .body("{}")
            .post("/api/v1/api-keys/packaged/rotate")
            .then()
            .statusCode(200)
            .extract()
            .path("key");
    assertThat(rotated).isNotEqualTo(issued).startsWith("rw_");
    assertThat(reads(rotated)).isEqualTo(200);
    Scenario.caller().get("/api/v1/api-keys").then().body("items.name", hasItem("packaged"));
    Scenario.caller().delete("/api/v1/api-keys/packaged").then().statusCode(200);
    assertThat(reads(rotated)).isEqualTo(401);
    Scenario.caller()
        .get("/api/v1/audit")
        .then()
        .statusCode(200)
        .body("items.operation", hasItems("issue-api-key", "rotate-api-key", "delete-api-key"));
  }

  private static int reads(String key) {
    return given().header("X-API-Key", key).get("/api/v1/assignments").statusCode();
  }

  @Test
  void connections_are_shown_with_their_status_and_without_their_secrets() {
    Scenario.caller()
        .get("/api/v1/integrations/oauth")
        .then()
        .statusCode(200)
        .body("auth.type", equalTo("oauth-password"))
        .body("delivery.concurrency", equalTo(4))
        .body(not(containsString("ropeway-secret")));
    Scenario.caller()
        .get("/api/v1/integrations")
        .then()
        .body("items.name", hasItems("snow", "oauth"));
  }

  @Test
  void pages_show_assignments_and_what_they_are_made_of() {
    Packaged.integration("pages", TestEnvironment.sandbox().url());
    String id = Packaged.assign("pages", "a-page", ",\"assignedTo\":\"carla.mendes\"");
    String number = Packaged.becomes(id, "open").getString("ticket.number");
    page("/assignments").body(containsString(number));
    page("/assignments?status=open&text=a-page").body(containsString("MFA should be enabled"));
    page("/assignments/" + id).body(containsString(number), containsString("created"));
    browser().get("/assignments/none").then().statusCode(404).contentType("text/html");
  }

  private static io.restassured.specification.RequestSpecification browser() {
    return given().auth().preemptive().basic("any", "reader-key-for-these-tests");
  }

  private static io.restassured.response.ValidatableResponse page(String path) {
    return browser().get(path).then().statusCode(200).contentType("text/html");
  }

  @ParameterizedTest
  @CsvSource({
    "console/console.css, text/css",
    "console/console.js, text/javascript",
    "console/ropeway.svg, image/svg+xml",
    "_static/htmx.org/dist/htmx.min.js, text/javascript"
  })
  void what_the_pages_load_is_there(String path, String type) {
    browser().get("/" + path).then().statusCode(200).contentType(type);
  }

  @ParameterizedTest
  @CsvSource({
    "health, ropeway",
    "health/live, UP",
    "health/ready, UP",
    "metrics, ropeway_events_total",
    "metrics, camel_exchanges_total",
    "metrics, ropeway_deliveries"
  })
  void the_management_port_tells(String path, String what) {
    Scenario.caller()
        .body(Scenario.finding("counted", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    Packaged.soon()
        .untilAsserted(
            () ->
                given()
                    .get(
                        "http://127.0.0.1:" + TestEnvironment.managementPort() + "/observe/" + path)
                    .then()
                    .statusCode(200)
                    .body(containsString(what)));
  }
}
