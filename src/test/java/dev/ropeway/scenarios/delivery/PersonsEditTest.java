package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 3: a person's edit is never overwritten. */
@RopewayTest
class PersonsEditTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void a_field_that_a_person_edited_stays_and_the_others_follow_the_finding() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("short_description", "Ada takes care of it"),
            "ada.fulmer");

    scenario
        .post(
            "{\"id\":\"r1\",\"title\":\"MFA must be enabled\",\"severity\":\"critical\",\"source\":\"microsoft\"}")
        .statusCode(202);

    await()
        .until(
            () ->
                scenario.ticket("incident", assignment).get("impact").equals("1")
                    && scenario.ticket("incident", assignment).get("urgency").equals("1"));
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("short_description", "Ada takes care of it")
        .containsEntry("priority", "1");
  }

  @Test
  void only_fields_whose_wanted_value_changed_are_written() {
    UUID assignment = scenario.hasTicket("r1");

    scenario.hears("r1", "\"description\":\"New facts\"");

    await().until(() -> scenario.servicenow().callCount("PATCH", "incident") == 1);
    String body =
        scenario.servicenow().calls().stream()
            .filter(call -> call.method().equals("PATCH"))
            .findFirst()
            .orElseThrow()
            .body();
    assertThat(body).contains("New facts").doesNotContain("short_description", "impact", "state");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void fifty_changes_to_one_assignment_are_few_writes() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.servicenow().faults().latency(Duration.ofMillis(500));

    for (int i = 1; i <= 50; i++) {
      scenario.hears("r1", "\"description\":\"version " + i + "\"");
    }

    await()
        .until(
            () ->
                scenario.ticket("incident", assignment).get("description").contains("version 50"));
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isLessThan(15);
  }

  @Test
  void an_update_whose_answer_was_lost_is_not_taken_for_a_persons_edit() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(
            FaultKind.EMPTY_ANSWER, dev.ropeway.sandbox.faults.FaultRule.next(1).on("PATCH", null));
    scenario.hears("r1", "\"description\":\"first\"");
    scenario.fails(assignment, "unreadable");

    scenario.hears("r1", "\"description\":\"second\"");
    scenario.waits(Duration.ofMinutes(2));

    await()
        .until(() -> scenario.ticket("incident", assignment).get("description").contains("second"));
  }

  @Test
  void owner_group_and_caller_belong_to_servicenow_once_there_is_a_ticket() {
    UUID assignment = scenario.hasTicket("r1");

    Scenario.caller()
        .body("{\"assignedTo\":\"ada.fulmer\"}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("are managed in ServiceNow"));
  }

  @Test
  void a_ticket_that_a_person_closed_is_not_resolved_again_when_the_finding_heals() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("state", "7", "close_code", "User error", "close_notes", "Not ours"),
            "ada.fulmer");

    scenario.hears("r1", "\"state\":\"healthy\"");

    scenario.becomes(assignment, "closed");
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("state", "7")
        .containsEntry("close_notes", "Not ours");
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isZero();
  }

  @Test
  void the_group_that_a_person_chooses_comes_back_and_stays() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.syncs("snow");
    assertThat(scenario.assignment(assignment).getString("ticket.assignmentGroup")).isNull();

    moves(assignment, "Network");

    JsonPath moved = scenario.assignment(assignment);
    assertThat(moved.getString("assignmentGroup")).isEqualTo("Network");
    assertThat(moved.getString("ticket.assignmentGroup")).isEqualTo("Network");
    assertThat(moved.getString("timeline.find { it.what == 'changed-there' }.detail"))
        .isEqualTo("assignment group: Network");

    scenario
        .servicenow()
        .update(
            "incident", scenario.sysId(assignment), Map.of("assignment_group", ""), "ada.fulmer");
    scenario.syncs("snow");
    assertThat(scenario.assignment(assignment).getString("assignmentGroup")).isNull();
    assertThat(scenario.assignment(assignment).getList("timeline.detail"))
        .contains("assignment group: none");
  }

  private void moves(UUID assignment, String group) {
    String sysId =
        scenario.tickets("sys_user_group").stream()
            .filter(one -> one.get("name").equals(group))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("assignment_group", sysId),
            "ada.fulmer");
    scenario.syncs("snow");
  }
}
