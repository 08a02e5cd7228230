package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exception of promise 3: a person asks for another owner or group of a ticket. */
@RopewayTest
class ReassignTest {

  private static final String TO_BEN = "{\"assignedTo\":\"ben.okafor\"}";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    Scenario.caller().delete("/api/v1/rules/handover");
  }

  private ValidatableResponse asks(UUID assignment, String body) {
    return Scenario.caller()
        .body(body)
        .post("/api/v1/assignments/" + assignment + "/reassign")
        .then();
  }

  private String sysIdOf(String table, String field, String value) {
    return scenario.tickets(table).stream()
        .filter(one -> value.equals(one.get(field)))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private String ben() {
    return sysIdOf("sys_user", "user_name", "ben.okafor");
  }

  private String ada() {
    return sysIdOf("sys_user", "user_name", "ada.fulmer");
  }

  private JsonPath isOver(UUID assignment) {
    await().until(() -> scenario.assignment(assignment).get("reassignment") == null);
    return scenario.assignment(assignment);
  }

  private void personAssigns(UUID assignment, String user) {
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), Map.of("assigned_to", user), "ada.fulmer");
  }

  @Test
  void owner_and_group_are_written_once_and_come_back() {
    UUID assignment = scenario.hasTicket("r1");

    asks(assignment, "{\"assignedTo\":\"ben.okafor\",\"assignmentGroup\":\"Network\"}")
        .statusCode(200)
        .body("reassignment.assignedTo", equalTo("ben.okafor"));

    JsonPath shown = isOver(assignment);
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("assigned_to", ben())
        .containsEntry("assignment_group", sysIdOf("sys_user_group", "name", "Network"));
    assertThat(shown.getString("assignedTo")).isEqualTo("ben.okafor@example.com");
    assertThat(shown.getString("assignmentGroup")).isEqualTo("Network");
    assertThat(shown.getList("timeline.detail"))
        .contains("reassign to ben.okafor and the group Network", "assigned to Ben Okafor");
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isEqualTo(1);

    personAssigns(assignment, ada());
    scenario.syncs("snow");
    scenario.hears("r1", "\"description\":\"News\"");
    await()
        .until(() -> scenario.ticket("incident", assignment).get("description").contains("News"));
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", ada());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EMPTY_ANSWER", "SERVER_ERROR"})
  void a_lost_answer_is_read_before_anything_is_written_again(FaultKind fault) {
    UUID assignment = scenario.hasTicket("r1");
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("PATCH", null));

    asks(assignment, TO_BEN).statusCode(200);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);
    scenario.waits(Duration.ofMinutes(2));

    assertThat(isOver(assignment).getString("ticket.assignedTo")).isEqualTo("Ben Okafor");
    int written = fault == FaultKind.EMPTY_ANSWER ? 1 : 2;
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isEqualTo(written);
  }

  @Test
  void whom_a_person_chose_after_a_lost_answer_stays() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.servicenow().faults().set(FaultKind.EMPTY_ANSWER, FaultRule.next(1).on("PATCH", null));
    asks(assignment, TO_BEN).statusCode(200);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);

    personAssigns(assignment, ada());
    scenario.waits(Duration.ofMinutes(2));

    assertThat(isOver(assignment).getList("timeline.detail"))
        .contains("not reassigned: it was assigned to Ada Fulmer in ServiceNow meanwhile");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", ada());
    scenario.syncs("snow");
    assertThat(scenario.assignment(assignment).getString("assignedTo"))
        .isEqualTo("ada.fulmer@example.com");
  }

  @Test
  void whom_a_person_chose_before_we_knew_of_it_stays() {
    UUID assignment = scenario.hasTicket("r1");
    personAssigns(assignment, ada());

    asks(assignment, TO_BEN).statusCode(200);

    isOver(assignment);
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", ada());
  }

  @Test
  void an_unknown_owner_parks_it_and_another_one_sets_it_to_work_again() {
    UUID assignment = scenario.hasTicket("r1");

    asks(assignment, "{\"assignedTo\":\"nobody.known\"}").statusCode(200);
    scenario.becomes(assignment, "parked");

    asks(assignment, TO_BEN).statusCode(200);
    assertThat(isOver(assignment).getString("status")).isEqualTo("open");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", ben());
  }

  @Test
  void without_a_ticket_it_is_what_the_new_one_gets() {
    scenario.servicenow().faults().set(FaultKind.MAINTENANCE, FaultRule.always());
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, "asleep");

    asks(assignment, TO_BEN).statusCode(200).body("assignedTo", equalTo("ben.okafor"));
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(10));

    scenario.becomes(assignment, "open");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", ben());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"assignedTo\":null}",
        "{\"assignedTo\":\"\"}",
        "{\"assignedTo\":\"a\\u0000b\"}",
        "{\"owner\":\"ben.okafor\"}",
        "{\"assignedTo\":[\"ben.okafor\"]}",
        "[]"
      })
  void a_body_that_names_nobody_is_refused(String body) {
    UUID assignment = scenario.hasTicket("r1");

    asks(assignment, body).statusCode(400);
  }

  @Test
  void a_ticket_that_is_over_is_not_handed_over() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), Map.of("state", "7"), "ada.fulmer");
    scenario.syncs("snow");

    asks(assignment, TO_BEN).statusCode(409).body("detail", containsString("closed"));
  }

  @Test
  void applying_a_rule_with_owners_hands_tickets_over() {
    UUID assignment = scenario.hasTicket("r1");
    personAssigns(assignment, ada());
    scenario.syncs("snow");
    String rule = scenario.assignment(assignment).getString("rule");
    assertThat(rule).isNotNull();
    Scenario.caller()
        .body(
            "{\"integration\":\"snow\",\"priority\":1,\"assignedTo\":\"ben.okafor\",\"match\":{}}")
        .put("/api/v1/rules/handover")
        .then()
        .statusCode(201);

    Scenario.caller()
        .body("{\"owners\":true}")
        .post("/api/v1/rules/handover/apply")
        .then()
        .statusCode(202)
        .body("owners", equalTo(true));

    await().until(() -> scenario.ticket("incident", assignment).get("assigned_to").equals(ben()));
  }
}
