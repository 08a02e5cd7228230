package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.CustomTable.CustomColumn;
import dev.ropeway.sandbox.instance.CustomTable.State;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets in tables that an instance has of its own: from the definition to a person's end. */
@RopewayTest
class TicketTypesTest extends TicketTypeFixture {

  private static final String TYPE = "/api/v1/ticket-types/finding_task";
  private static final String TABLE = "u_finding_task";
  private static final State[] STATES = {
    State.open("1", "Open"),
    State.open("2", "In Progress"),
    State.open("5", "On Hold"),
    State.closed("6", "Resolved"),
    State.closed("7", "Closed"),
    State.closed("8", "Canceled")
  };

  @BeforeEach
  void start() {
    scenario.isNew();
    hasTable(STATES);
  }

  @AfterEach
  void forget() {
    scenario.run("delete from assignment");
    Scenario.caller().delete(TYPE);
  }

  private void hasTable(State... states) {
    scenario.servicenow().define(TABLE, CustomTable.named("Finding task", "FT").withStates(states));
  }

  private static ValidatableResponse put(String body) {
    return Scenario.caller().body(body).put(TYPE + "?integration=snow").then();
  }

  private static void isDefined() {
    put("{\"table\":\"u_finding_task\"}").statusCode(201);
  }

  private UUID isThere(String id) {
    UUID assignment = hears(id, "finding_task", RecommendationState.UNHEALTHY, Severity.MEDIUM);
    scenario.becomes(assignment, "open");
    return assignment;
  }

  private void heals(String id) {
    hears(id, "finding_task", RecommendationState.HEALTHY, Severity.MEDIUM);
  }

  private void ticketBecomes(UUID assignment, String field, String value) {
    await()
        .untilAsserted(
            () -> assertThat(scenario.ticket(TABLE, assignment)).containsEntry(field, value));
  }

  // --- the definition ---

  @Test
  void the_name_of_a_table_that_extends_task_is_enough() {
    put("{\"table\":\"u_finding_task\"}")
        .statusCode(201)
        .body("name", equalTo("finding_task"))
        .body("origin", equalTo("rest"))
        .body("create", equalTo("table"))
        .body("correlation", equalTo("correlation_id"))
        .body("resolve.noteFields", hasItem("close_notes"))
        .body("checked.over", hasItems("6", "7", "8"))
        .body("checked.onHold", hasItem("5"))
        .body("checked.resolved", equalTo("6"))
        .body("checked.canceled", equalTo("8"))
        .body("checked.reopened", equalTo("2"));
    String shown = Scenario.caller().get(TYPE).then().statusCode(200).extract().asString();
    put(shown).statusCode(200).body("checked.resolved", equalTo("6"));
    Scenario.caller()
        .get("/api/v1/ticket-types")
        .then()
        .statusCode(200)
        .body("items.name", hasItems("alert", "finding_task", "incident", "standard_change"));
  }

  @Test
  void what_cannot_be_told_apart_is_asked_for_by_name() {
    hasTable(State.open("1", "Offen"), State.open("2", "Wartet"), State.closed("3", "Erledigt"));

    put("{\"table\":\"u_finding_task\"}")
        .statusCode(422)
        .body("errors.pointer", hasItems("/resolve/state", "/cancel/state", "/states/over"))
        .body("errors[0].detail", containsString("3 (Erledigt)"));
    put("""
            {"table":"u_finding_task","states":{"over":["3"]},"resolve":{"state":"3"},"cancel":{"state":"3"}}
            """)
        .statusCode(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'table':'u_missing'}                                        | 422 | /table",
        "{'table':'cmdb_ci'}                                          | 400 | /table",
        "{'table':'sys_user'}                                         | 400 | /table",
        "{'table':'incident/../sys_user'}                             | 400 | /table",
        "{'table':'u_finding_task^active=true'}                       | 400 | /table",
        "{}                                                           | 400 | /table",
        "{'table':'u_finding_task','corelation':'u_key'}              | 400 | /corelation",
        "{'table':'u_finding_task','correlation':'u_key'}             | 422 | /correlation",
        "{'table':'u_finding_task','correlation':'../x'}              | 400 | /correlation",
        "{'table':'u_finding_task','resolve':{'state':'99'}}          | 422 | /resolve/state",
        "{'table':'u_finding_task','resolve':{'state':'2'}}           | 422 | /resolve/state",
        "{'table':'u_finding_task','resolve':{'codeField':'u_c'}}     | 422 | /resolve/codeField",
        "{'table':'u_finding_task','states':{'over':['6^x']}}         | 400 | /states/over",
        "{'table':'u_finding_task','states':{'over':['99']}}          | 422 | /states/over",
        "{'table':'u_finding_task','people':{'caller':'u_boss'}}      | 422 | /people/caller",
        "{'table':'u_finding_task','fields':{'u_x':'1'}}              | 422 | /fields/u_x",
        "{'table':'u_finding_task','fields':{'correlation_id':'1'}}   | 400 | /fields/correlation_id",
        "{'table':'u_finding_task','create':'import-set'}             | 400 | /importTable",
        "{'table':'u_finding_task','create':'import-set','importTable':'u_none'} | 422 | /importTable",
        "{'table':'u_finding_task','create':'standard-change'}        | 400 | /table",
        "{'table':'u_finding_task','importTable':'u_import'}          | 400 | /importTable",
        "{'table':'u_finding_task','journal':'diary'}                 | 400 | /journal"
      })
  void what_does_not_fit_is_refused_by_its_place(String body, int status, String pointer) {
    put(body.replace('\'', '"')).statusCode(status).body("errors.pointer", hasItem(pointer));
    Scenario.caller().get(TYPE).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({"../sys_user, 404", "Finding, 400", "finding^task, 400", "x/y, 404", "9lives, 400"})
  void a_name_that_is_none_is_refused(String name, int status) {
    Scenario.caller()
        .urlEncodingEnabled(false)
        .body("{\"table\":\"u_finding_task\"}")
        .put("/api/v1/ticket-types/" + name.replace("^", "%5E") + "?integration=snow")
        .then()
        .statusCode(status);
  }

  @Test
  void a_type_in_use_stays_and_so_does_its_table() {
    isDefined();
    UUID assignment = isThere("f1");
    Scenario.caller()
        .delete(TYPE)
        .then()
        .statusCode(409)
        .body("detail", containsString("not ended"));
    put("{\"table\":\"sc_task\"}").statusCode(409).body("detail", containsString("define another"));

    heals("f1");
    scenario.becomes(assignment, "closed");
    Scenario.caller().delete(TYPE).then().statusCode(204);

    assertThat(scenario.assignment(assignment).getString("ticketType")).isEqualTo("finding_task");
    Scenario.caller()
        .get("/api/v1/assignments?ticketType=finding_task")
        .then()
        .statusCode(200)
        .body("items.ticketType", hasItem("finding_task"));
  }

  @Test
  void what_comes_with_ropeway_can_be_said_otherwise_and_comes_back() {
    String incident = "/api/v1/ticket-types/incident";
    Scenario.caller().delete(incident).then().statusCode(409);
    try {
      Scenario.caller()
          .body(
              """
              {"table":"incident","people":{"caller":"caller_id"},"priority":"computed","reopen":{"state":"2"},
               "resolve":{"state":"6","codeField":"close_code","codes":["Workaround provided"]}}
              """)
          .put(incident + "?integration=snow")
          .then()
          .statusCode(201);
      UUID assignment = hears("f1", "incident", RecommendationState.UNHEALTHY, Severity.MEDIUM);
      scenario.becomes(assignment, "open");
      hears("f1", "incident", RecommendationState.HEALTHY, Severity.MEDIUM);
      scenario.becomes(assignment, "closed");
      assertThat(scenario.ticket("incident", assignment))
          .containsEntry("close_code", "Workaround provided");
    } finally {
      scenario.run("delete from assignment");
      Scenario.caller().delete(incident).then().statusCode(204);
    }
    Scenario.caller().get(incident).then().body("origin", equalTo("ropeway"));
    Scenario.caller()
        .body("{\"table\":\"em_alert\"}")
        .put("/api/v1/ticket-types/alert")
        .then()
        .statusCode(409);
  }

  @Test
  void a_type_that_nobody_defined_is_refused_with_the_one_that_was_meant() {
    isDefined();
    Scenario.caller()
        .body("{\"integration\":\"snow\",\"ticketType\":\"findingtask\"}")
        .put("/api/v1/rules/mistyped")
        .then()
        .statusCode(400)
        .body("detail", containsString("did you mean finding_task?"));
  }

  @Test
  void a_standard_change_without_a_template_is_refused_where_it_is_asked_for() {
    Scenario.caller()
        .body("{\"integration\":\"snow\",\"ticketType\":\"standard_change\"}")
        .put("/api/v1/rules/untemplated")
        .then()
        .statusCode(400)
        .body("detail", containsString("set the changeTemplate of standard_change first"));
  }

  @Test
  void a_mandatory_column_that_nothing_fills_is_a_warning() {
    scenario
        .servicenow()
        .define(
            TABLE,
            CustomTable.named("Finding task", "FT")
                .withStates(STATES)
                .withColumns(CustomColumn.text("u_severity", 40).required()));

    put("{\"table\":\"u_finding_task\"}")
        .statusCode(201)
        .body("warnings", hasItem(containsString("u_severity is mandatory")));
    put("{\"table\":\"u_finding_task\",\"fields\":{\"u_severity\":\"high\"}}").statusCode(200);

    assertThat(scenario.ticket(TABLE, isThere("f1"))).containsEntry("u_severity", "high");
  }

  @Test
  void a_mapping_its_preview_and_the_connection_test_take_it() {
    isDefined();
    String mapping = "/api/v1/integrations/snow/mappings/finding_task";
    String shown = Scenario.caller().get(mapping).then().statusCode(200).extract().asString();
    assertThat(shown).contains("short_description").doesNotContain("caller_id");
    Scenario.caller()
        .body(
            """
            {"mode":"customized","fields":{
              "short_description":{"template":"Finding: {recommendation.title}"},
              "assigned_to":{"template":"{assignment.assignedTo}","reference":"user"}}}
            """)
        .put(mapping)
        .then()
        .statusCode(200);
    Scenario.caller()
        .body("{\"recommendation\":{\"id\":\"p\",\"title\":\"Lock\",\"severity\":\"high\"}}")
        .post(mapping + "/preview")
        .then()
        .statusCode(200)
        .body(
            "items[0].fields.find { it.field == 'short_description' }.value",
            equalTo("Finding: Lock"));

    UUID assignment = isThere("f1");
    assertThat(scenario.ticket(TABLE, assignment))
        .containsEntry("short_description", "Finding: Lock the gondola");
    Scenario.caller()
        .post("/api/v1/integrations/snow/test")
        .then()
        .statusCode(200)
        .body("checks.id", hasItem("ticket-tables"));
    scenario.run("delete from mapping where ticket_type = 'finding_task'");
  }

  // --- the life of a ticket ---

  @Test
  void a_ticket_is_created_updated_resolved_and_reopened() {
    isDefined();
    UUID assignment = isThere("f1");
    assertThat(scenario.ticket(TABLE, assignment))
        .containsEntry("correlation_id", assignment.toString())
        .containsEntry("correlation_display", "Ropeway")
        .containsEntry("state", "1")
        .containsEntry("priority", "3");
    assertThat(scenario.assignment(assignment).getString("ticket.table")).isEqualTo(TABLE);

    hears("f1", "finding_task", RecommendationState.UNHEALTHY, Severity.CRITICAL);
    ticketBecomes(assignment, "priority", "1");

    heals("f1");
    assertThat(scenario.becomes(assignment, "closed").getString("closeReason"))
        .isEqualTo("the recommendation is healthy");
    assertThat(scenario.ticket(TABLE, assignment)).containsEntry("state", "6");

    isThere("f1");
    ticketBecomes(assignment, "state", "2");
    assertThat(scenario.tickets(TABLE)).hasSize(1);
  }

  @Test
  void what_a_person_does_is_seen_with_the_next_poll() {
    isDefined();
    UUID assignment = isThere("f1");

    person(TABLE, assignment, Map.of("state", "7"));
    assertThat(scenario.becomes(assignment, "closed").getString("closeReason"))
        .isEqualTo("the ticket is Closed");

    person(TABLE, assignment, Map.of("state", "2"));
    scenario.becomes(assignment, "open");
  }

  @Test
  void a_table_that_vanishes_parks_its_tickets_and_nothing_is_lost() {
    isDefined();
    scenario.servicenow().drop(TABLE);

    UUID assignment = hears("f1", "finding_task", RecommendationState.UNHEALTHY, Severity.MEDIUM);
    scenario.becomes(assignment, "parked");
    assertThat(scenario.assignment(assignment).getString("failure.detail"))
        .contains("Invalid table u_finding_task");

    hasTable(STATES);
    retries(assignment);
    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets(TABLE)).hasSize(1);
  }

  @Test
  void a_table_that_vanishes_keeps_nobody_from_hearing_of_the_others() {
    isDefined();
    UUID here = isThere("f1");
    UUID other = isThere("f2", "sc_task");
    UUID last = isThere("f3", "incident");
    scenario.servicenow().drop(TABLE);

    person("sc_task", other, Map.of("state", "3"));
    scenario.becomes(other, "closed");
    person("incident", last, Map.of("state", "8", "close_code", "x", "close_notes", "x"));
    scenario.becomes(last, "closed");

    assertThat(scenario.syncs("snow").getList("warnings", String.class))
        .contains("the table u_finding_task is gone: its tickets are not polled");
    assertThat(scenario.assignment(here).getString("status")).isEqualTo("open");
  }

  @Test
  void a_catalog_task_needs_no_definition() {
    UUID assignment = hears("f1", "sc_task", RecommendationState.UNHEALTHY, Severity.HIGH);
    scenario.becomes(assignment, "open");
    assertThat(scenario.ticket("sc_task", assignment)).containsEntry("priority", "2");

    hears("f1", "sc_task", RecommendationState.HEALTHY, Severity.HIGH);
    scenario.becomes(assignment, "closed");
    assertThat(scenario.ticket("sc_task", assignment)).containsEntry("state", "3");
  }
}
