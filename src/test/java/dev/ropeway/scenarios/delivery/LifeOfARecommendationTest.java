package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the first event to the last: what happens to the ticket when the finding is over (B33). */
@RopewayTest
class LifeOfARecommendationTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthy", "not-applicable", "deleted"})
  void a_finding_that_is_over_resolves_its_incident(String state) {
    UUID assignment = scenario.hasTicket("r1");

    scenario.hears("r1", "\"state\":\"" + state + "\"");

    assertThat(scenario.becomes(assignment, "closed").getString("closeReason"))
        .isEqualTo("the recommendation is " + state);
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("state", "6")
        .containsEntry("close_code", "Solution provided")
        .hasEntrySatisfying("close_notes", notes -> assertThat(notes).contains(state));
  }

  @Test
  void a_change_that_may_not_be_closed_gets_a_work_note() {
    UUID assignment = scenario.hasTicket("r1", "\"category\":\"Changes\"");

    scenario.hears("r1", "\"category\":\"Changes\",\"state\":\"healthy\"");

    isLeftWithANote(assignment);
    assertThat(scenario.ticket("change_request", assignment)).containsEntry("state", "-5");
    assertThat(scenario.tickets("sys_journal_field"))
        .anySatisfy(
            note ->
                assertThat(note)
                    .containsEntry("element", "work_notes")
                    .containsEntry("element_id", scenario.sysId(assignment)));
  }

  @Test
  void a_problem_that_may_not_be_resolved_gets_a_work_note() {
    UUID assignment = scenario.hasTicket("r1", "\"category\":\"Problems\"");

    scenario.hears("r1", "\"category\":\"Problems\",\"state\":\"healthy\"");

    isLeftWithANote(assignment);
    assertThat(scenario.tickets("sys_journal_field")).hasSize(1);
  }

  /** The ticket is noted and left to a person: it is open, and so is the assignment. */
  private void isLeftWithANote(UUID assignment) {
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getList("timeline.detail").toString())
                    .contains("a work note was written"));
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void a_finding_that_heals_before_its_ticket_was_made_needs_none() {
    scenario.servicenow().faults().always(dev.ropeway.sandbox.faults.FaultKind.RATE_LIMITED);
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, "rate-limited");

    scenario.hears("r1", "\"state\":\"healthy\"");
    scenario.servicenow().faults().clear();
    scenario.waits(java.time.Duration.ofHours(2));

    scenario.becomes(assignment, "closed");
    assertThat(scenario.tickets("incident")).isEmpty();
  }

  @Test
  void a_finding_that_no_rule_wants_is_kept_visible() {
    scenario
        .post("{\"id\":\"r9\",\"title\":\"Nobody's\",\"source\":\"elsewhere\"}")
        .statusCode(202)
        .body("results[0].outcome", equalTo("unmatched"))
        .body("results[0].assignment", equalTo(null));

    Scenario.caller()
        .get("/api/v1/recommendations?matched=false")
        .then()
        .statusCode(200)
        .body("items.recommendation.id", equalTo(java.util.List.of("r9")));
  }

  @Test
  void a_withdrawn_assignment_cancels_its_ticket_or_keeps_it() {
    UUID canceled = scenario.hasTicket("r1");
    UUID kept = scenario.hasTicket("r2");

    Scenario.caller()
        .delete("/api/v1/assignments/" + canceled + "?ticket=cancel")
        .then()
        .statusCode(200);
    Scenario.caller().delete("/api/v1/assignments/" + kept + "?ticket=keep").then().statusCode(200);

    await().until(() -> scenario.ticket("incident", canceled).get("state").equals("8"));
    scenario.becomes(canceled, "withdrawn");
    scenario.becomes(kept, "withdrawn");
    assertThat(scenario.ticket("incident", kept)).containsEntry("state", "1");
    Scenario.caller().delete("/api/v1/assignments/" + kept).then().statusCode(400);
  }
}
