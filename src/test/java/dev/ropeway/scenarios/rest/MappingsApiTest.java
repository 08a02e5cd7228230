package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A mapping is data that an engineer reads, changes and previews; tickets are worded by it. */
@RopewayTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MappingsApiTest {

  private static final String URL = MadeIntegration.URL + "/mappings/incident";

  private static final String LOCKED =
      """
      "short_description": {"template": "{recommendation.severity.upper}: {recommendation.title}"},
      "assigned_to": {"template": "{assignment.assignedTo}", "reference": "user"},
      "caller_id": {"template": "{assignment.caller}", "reference": "user"}
      """;

  @Inject Scenario scenario;

  @BeforeEach
  void an_instance_with_a_column_of_its_own() {
    scenario.isNew();
    scenario.run("delete from mapping");
    column("u_cloud", 12);
    MadeIntegration.basic("");
    MadeIntegration.becomes("connected");
    await().untilAsserted(() -> Scenario.caller().get(URL).then().body("version", equalTo(0)));
  }

  private static void column(String name, int length) {
    TestEnvironment.sandbox()
        .insert(
            "sys_dictionary",
            Map.of(
                "name", "incident",
                "element", name,
                "column_label", "Cloud",
                "internal_type", "string",
                "max_length", String.valueOf(length)));
  }

  @Test
  void what_nobody_stored_is_the_default_with_its_fields_to_begin_with() {
    Scenario.caller()
        .get(URL)
        .then()
        .statusCode(200)
        .body("version", equalTo(0))
        .body("active", equalTo(true))
        .body("mapping.mode", equalTo("default"))
        .body("defaults.short_description.template", equalTo("{default.short_description}"))
        .body("defaults.caller_id.reference", equalTo("user"));
  }

  @Test
  void a_customized_integration_begins_with_the_fields_of_the_default() {
    MadeIntegration.basic("\"fieldMode\":\"customized\"").statusCode(200);

    JsonPath shown = Scenario.caller().get(URL).then().statusCode(200).extract().jsonPath();

    assertThat(shown.getString("mapping.mode")).isEqualTo("customized");
    assertThat(shown.getMap("mapping.fields")).containsKeys("assigned_to", "due_date");
    assertThat(shown.getInt("version")).isZero();
  }

  @Test
  void a_ticket_is_worded_by_the_version_that_was_stored_last() {
    customized("\"u_cloud\": {\"template\": \"{recommendation.resource.scope}\"}", "")
        .statusCode(200)
        .body("version", equalTo(1))
        .body("active", equalTo(true))
        .body("by", equalTo("test"))
        .body(
            "warnings[0]",
            allOf(startsWith("the default also writes "), containsString("due_date, impact")));

    UUID first = scenario.hasTicket("a", made());
    assertThat(scenario.ticket("incident", first))
        .containsEntry("short_description", "HIGH: MFA should be enabled")
        .containsEntry("u_cloud", "/subscripti…")
        .containsEntry("correlation_id", first.toString());

    customized("\"u_cloud\": {\"value\": \"azure\"}", "")
        .statusCode(200)
        .body("version", equalTo(2));
    UUID second = scenario.hasTicket("b", made());

    assertThat(scenario.ticket("incident", second)).containsEntry("u_cloud", "azure");
    // A mapping words what is delivered from then on.
    assertThat(scenario.ticket("incident", first)).containsEntry("u_cloud", "/subscripti…");
    scenario.post(Scenario.finding("a", made() + ",\"description\":\"Worse now\"")).statusCode(202);
    eventually(first, "u_cloud", "azure");

    Scenario.caller()
        .get(URL + "/versions")
        .then()
        .statusCode(200)
        .body("items.version", contains(2, 1))
        .body("items.active", contains(true, false));
    Scenario.caller()
        .get(URL + "?version=1")
        .then()
        .body("active", equalTo(false))
        .body("mapping.fields.u_cloud.template", equalTo("{recommendation.resource.scope}"));
    Scenario.caller().get(URL + "?version=3").then().statusCode(404);
  }

  @Test
  void the_same_mapping_again_is_no_new_version_and_the_default_comes_back() {
    customized("\"u_cloud\": {\"value\": \"azure\"}", "").body("version", equalTo(1));
    customized("\"u_cloud\": {\"value\": \"azure\"}", "").body("version", equalTo(1));
    put("{\"mode\":\"default\"}", "").statusCode(200).body("version", equalTo(2));

    assertThat(scenario.ticket("incident", scenario.hasTicket("a", made())))
        .containsEntry("short_description", "[High] MFA should be enabled – vm-1")
        .containsEntry("u_cloud", "");
  }

  @Test
  void a_shadow_is_compared_and_never_sent() {
    customized("\"u_cloud\": {\"value\": \"azure\"}", "").statusCode(200);
    put("{\"mode\":\"customized\",\"shadow\":true,\"fields\":{" + LOCKED + "}}", "")
        .statusCode(200)
        .body("version", equalTo(2))
        .body("active", equalTo(false));

    assertThat(scenario.ticket("incident", scenario.hasTicket("a", made())))
        .containsEntry("u_cloud", "azure");
    Scenario.caller().get(URL).then().body("version", equalTo(1));
    preview("\"version\": 2, \"recommendation\": " + Scenario.finding("a", made()))
        .body("items[0].fields.field", not(hasItem("u_cloud")));
  }

  @Test
  void the_fields_are_those_of_the_instance() {
    Scenario.caller()
        .get(URL + "/fields")
        .then()
        .statusCode(200)
        .body("table", equalTo("incident"))
        .body("fields.size()", greaterThan(80))
        .body("fields.find { it.element == 'u_cloud' }.maxLength", equalTo(12))
        .body("fields.find { it.element == 'u_cloud' }.label", equalTo("Cloud"))
        .body("fields.find { it.element == 'impact' }.choices.'1'", equalTo("1 - High"))
        .body("fields.find { it.element == 'state' }.choices.'6'", equalTo("Resolved"))
        .body("fields.find { it.element == 'reopen_count' }.readOnly", equalTo(true))
        .body("fields.find { it.element == 'caller_id' }.reference", equalTo("sys_user"));

    long asked = calls();
    Scenario.caller().get(URL + "/fields").then().statusCode(200);
    assertThat(calls()).isEqualTo(asked);

    column("u_new", 40);
    Scenario.caller()
        .get(URL + "/fields?refresh=true")
        .then()
        .statusCode(200)
        .body("fields.element", hasItem("u_new"));
    Scenario.caller().get(URL + "/fields?refresh=maybe").then().statusCode(400);
  }

  @Test
  void what_the_instance_does_not_know_is_refused_field_by_field_unless_it_is_forced() {
    String wrong =
        """
        "u_clod": {"value": "x"},
        "u_cloud": {"value": "longer than twelve"},
        "impact": {"value": "9"},
        "priority": {"value": "1"}
        """;
    customized(wrong, "")
        .statusCode(422)
        .contentType("application/problem+json")
        .body("detail", containsString("force"))
        .body(
            "errors.pointer",
            hasItems(
                "/fields/u_clod",
                "/fields/u_cloud/value",
                "/fields/impact/value",
                "/fields/priority"));
    Scenario.caller().get(URL).then().body("version", equalTo(0));

    customized(wrong, "?force=true")
        .statusCode(200)
        .body("version", equalTo(1))
        .body("unchecked", hasSize(4));
  }

  @Test
  void what_can_never_work_is_refused_even_if_it_is_forced() {
    put(
            "{\"mode\":\"customized\",\"fields\":{\"short_description\":{\"template\":\"{recommendation.tilte}\"}}}",
            "?force=true")
        .statusCode(422)
        .body(
            "errors.pointer",
            hasItems(
                "/fields/assigned_to", "/fields/caller_id", "/fields/short_description/template"))
        .body("errors.detail", hasItem(containsString("line 1, column 1")));
    put("{\"mode\":\"sideways\"}", "").statusCode(400).body("errors[0].pointer", equalTo("/mode"));
    Scenario.caller().get(MadeIntegration.URL + "/mappings/change").then().statusCode(404);
    Scenario.caller().get("/api/v1/integrations/none/mappings/incident").then().statusCode(404);
  }

  @Test
  void what_is_wrong_with_it_and_what_the_instance_does_not_know_is_said_at_once() {
    put(
            "{\"mode\":\"customized\",\"fields\":{\"u_nothing\":{\"value\":\"x\"},\"impact\":{\"value\":\"9\"}}}",
            "")
        .statusCode(422)
        .body(
            "errors.pointer",
            hasItems("/fields/assigned_to", "/fields/u_nothing", "/fields/impact/value"));
  }

  @Test
  void an_instance_that_cannot_be_asked_leaves_a_way_out() {
    TestEnvironment.sandbox().faults().set(FaultKind.HIBERNATING, FaultRule.always());
    try {
      customized("\"u_cloud\": {\"value\": \"azure\"}", "")
          .statusCode(503)
          .body("detail", containsString("?force=true"));
      customized("\"u_cloud\": {\"value\": \"azure\"}", "?force=true")
          .statusCode(200)
          .body("unchecked[0]", containsString("cannot be read"));
    } finally {
      TestEnvironment.sandbox().faults().clear();
    }
  }

  @Test
  void a_field_that_cannot_be_worded_parks_the_assignment_and_says_so() {
    put(
            """
            {"mode": "customized",
             "fields": {%s, "impact": {"template": "{recommendation.severity}", "table": "t"}},
             "tables": {"t": {"low": "3"}}}
            """
                .formatted(LOCKED),
            "")
        .statusCode(200);

    UUID assignment = scenario.hears("a", made());

    JsonPath parked = scenario.becomes(assignment, "parked");
    assertThat(parked.getString("failure.reason")).isEqualTo("mapping-failed");
    assertThat(parked.getString("failure.detail")).contains("incident.impact", "\"high\"");
    assertThat(scenario.tickets("incident")).isEmpty();

    put("{\"mode\":\"default\"}", "").statusCode(200);
    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);
    scenario.becomes(assignment, "open");
  }

  @Test
  void an_ending_writes_what_the_mapping_says() {
    put(
            """
            {"mode": "default",
             "endings": {"resolved": {"close_code": "Workaround provided", "category": "software"}}}
            """,
            "")
        .statusCode(200);
    UUID assignment = scenario.hasTicket("a", made());

    scenario.post(Scenario.finding("a", made() + ",\"state\":\"healthy\"")).statusCode(202);
    scenario.becomes(assignment, "closed");

    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("state", "6")
        .containsEntry("close_code", "Workaround provided")
        .containsEntry("category", "software");
  }

  @Test
  void a_state_means_what_the_mapping_says() {
    put("{\"mode\":\"default\",\"states\":{\"over\":[\"3\"]}}", "").statusCode(200);
    UUID assignment = scenario.hasTicket("a", made());

    TestEnvironment.sandbox()
        .update("incident", scenario.sysId(assignment), Map.of("state", "3"), "carla.mendes");
    scenario.syncs("made");

    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("closed");
    put("{\"mode\":\"default\",\"states\":{\"over\":[\"33\"]}}", "")
        .statusCode(422)
        .body("errors[0].pointer", equalTo("/states/over/0"));
  }

  @Test
  void a_preview_shows_the_record_that_would_be_written_and_writes_nothing() {
    long before = TestEnvironment.sandbox().callCount("POST", "incident");
    preview(
            """
            "mapping": {"mode": "customized", "fields": {%s, "u_cloud": {"template": "{recommendation.resource.scope}"}}},
            "recommendation": %s,
            "terms": {"assignedTo": "carla.mendes"}
            """
                .formatted(LOCKED, Scenario.finding("a", made())))
        .body("items", hasSize(1))
        .body("items[0].table", equalTo("incident"))
        .body(field("short_description") + ".value", equalTo("HIGH: MFA should be enabled"))
        .body(field("short_description") + ".on", equalTo("always"))
        .body(field("u_cloud") + ".value", equalTo("/subscripti…"))
        .body(field("u_cloud") + ".cut", equalTo(true))
        .body(field("u_cloud") + ".maxLength", equalTo(12))
        .body(field("u_cloud") + ".length", equalTo("/subscriptions/1".length()))
        .body(field("assigned_to") + ".refersTo.kind", equalTo("user"))
        .body(field("correlation_display") + ".on", equalTo("create"));

    Scenario.caller().get(URL).then().body("version", equalTo(0));
    assertThat(TestEnvironment.sandbox().callCount("POST", "incident")).isEqualTo(before);
  }

  @Test
  void a_preview_of_an_event_is_read_as_its_source_is() {
    preview(
            "\"source\": \"defender\", \"event\": {\"records\": [{\"id\":"
                + " \"/subscriptions/1/providers/Microsoft.Security/assessments/k\", \"name\": \"k\","
                + " \"type\": \"Microsoft.Security/assessments\", \"properties\": {\"displayName\":"
                + " \"Lock the hut\", \"status\": {\"code\": \"Unhealthy\"}, \"resourceDetails\":"
                + " {\"source\": \"Azure\", \"id\": \"/subscriptions/1\"}}}]}")
        .body(field("short_description") + ".value", containsString("Lock the hut"));
    preview("\"source\": \"nobody\", \"event\": {}", 400)
        .body("errors[0].pointer", equalTo("/source"));
    preview("\"recommendation\": {\"id\": \"a\"}", 400)
        .body("errors[0].pointer", equalTo("/recommendation/title"));
    preview("\"source\": \"defender\"", 400);
  }

  @Test
  void a_preview_of_an_assignment_is_compared_with_its_ticket() {
    UUID assignment = scenario.hasTicket("a", made());
    TestEnvironment.sandbox()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("short_description", "Mine"),
            "carla.mendes");

    preview("\"assignment\": \"" + assignment + "\"")
        .body("items[0].ticket.number", containsString("INC"))
        .body(field("short_description") + ".ticketShows", equalTo("Mine"))
        .body(field("short_description") + ".differs", equalTo(true))
        .body(field("description") + ".differs", equalTo(false));
    preview("\"assignment\": \"" + UUID.randomUUID() + "\"", 400);
  }

  @Test
  void only_who_may_change_assignments_may_change_mappings() {
    given()
        .header("X-API-Key", "reader-key-for-these-tests")
        .contentType("application/json")
        .body("{\"mode\":\"default\"}")
        .put(URL)
        .then()
        .statusCode(403);
    given().header("X-API-Key", "reader-key-for-these-tests").get(URL).then().statusCode(200);
  }

  /** The last: it takes away what the others work on, and leaves nothing to other tests. */
  @Test
  @Order(Integer.MAX_VALUE)
  void an_integration_that_is_deleted_takes_its_mappings_along() {
    customized("\"u_cloud\": {\"value\": \"azure\"}", "").statusCode(200);

    MadeIntegration.isGone(scenario);
    MadeIntegration.basic("").statusCode(201);

    Scenario.caller().get(URL + "/versions").then().body("items", hasSize(0));
    // Deliveries follow within a second or two, as on another replica.
    await().untilAsserted(() -> Scenario.caller().get(URL).then().body("version", equalTo(0)));
    MadeIntegration.isGone(scenario);
  }

  private static String made() {
    return "\"category\":\"Made\",\"resource\":{\"id\":\"/vm/1\",\"name\":\"vm-1\",\"scope\":\"/subscriptions/1\"}";
  }

  private static String field(String name) {
    return "items[0].fields.find { it.field == '" + name + "' }";
  }

  private static ValidatableResponse customized(String fields, String query) {
    return put("{\"mode\":\"customized\",\"fields\":{%s,%s}}".formatted(LOCKED, fields), query);
  }

  private static ValidatableResponse put(String mapping, String query) {
    return Scenario.caller().body(mapping).put(URL + query).then();
  }

  private static ValidatableResponse preview(String request) {
    return preview(request, 200);
  }

  private static ValidatableResponse preview(String request, int status) {
    return Scenario.caller()
        .body("{" + request + "}")
        .post(URL + "/preview")
        .then()
        .statusCode(status);
  }

  private static long calls() {
    return TestEnvironment.sandbox().callCount("GET", "sys_dictionary");
  }

  private void eventually(UUID assignment, String field, String value) {
    await()
        .untilAsserted(
            () -> assertThat(scenario.ticket("incident", assignment)).containsEntry(field, value));
  }
}
