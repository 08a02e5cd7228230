package dev.ropeway.scenarios.delivery;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An owner says when the work will be done, and why then, beside the due date (B54). */
@RopewayTest
class EtaTest extends LoopFixture {

  private static final String ETA =
      "{\"eta\":{\"date\":\"2027-04-01T00:00:00Z\",\"justification\":\"The vendor's patch comes in March\"}}";

  private static final String NOTE =
      "ETA 2027-04-01T00:00:00Z, set by test: The vendor's patch comes in March";

  private static ValidatableResponse patch(UUID assignment, String body) {
    return Scenario.caller().body(body).patch("/api/v1/assignments/" + assignment).then();
  }

  @Test
  void an_eta_is_shown_and_told_to_the_ticket_once_and_leaves_the_due_date() {
    UUID assignment = hasTicket();
    patch(assignment, "{\"dueDate\":\"2027-03-01T00:00:00Z\"}").statusCode(200);
    ticketBecomes(assignment, "due_date", "2027-03-01 00:00:00");

    patch(assignment, ETA)
        .statusCode(200)
        .body("eta.date", equalTo("2027-04-01T00:00:00Z"))
        .body("eta.justification", equalTo("The vendor's patch comes in March"))
        .body("dueDate", equalTo("2027-03-01T00:00:00Z"));
    notes(1, NOTE);
    patch(assignment, ETA).statusCode(200);
    patch(assignment, "{\"impact\":1}")
        .statusCode(200)
        .body("eta.date", equalTo("2027-04-01T00:00:00Z"));
    ticketBecomes(assignment, "impact", "1");
    scenario.waits(Duration.ofMinutes(10));

    notes(1, NOTE);
    ticketBecomes(assignment, "due_date", "2027-03-01 00:00:00");
    Scenario.caller()
        .get("/api/v1/assignments/" + assignment)
        .then()
        .body(
            "timeline.detail",
            hasItem("ETA 2027-04-01T00:00:00Z: The vendor's patch comes in March"));
    assertThat(
            given()
                .auth()
                .preemptive()
                .basic("any", "reader-key-for-these-tests")
                .get("/assignments/" + assignment)
                .asString())
        .contains("ETA justification")
        .contains("patch comes in March");
  }

  @Test
  void null_removes_it_and_says_so() {
    UUID assignment = hasTicket();
    patch(assignment, ETA).statusCode(200);
    notes(1, NOTE);

    patch(assignment, "{\"eta\":null}").statusCode(200).body("eta", nullValue());

    notes(1, "ETA removed by test.");
    patch(assignment, "{\"eta\":null}").statusCode(200);
    scenario.waits(Duration.ofMinutes(10));
    notes(1, "ETA removed by test.");
  }

  @Test
  void an_eta_that_is_said_before_there_is_a_ticket_comes_with_it() {
    scenario.servicenow().faults().always(FaultKind.MAINTENANCE);
    UUID assignment = hears("r1", RecommendationState.UNHEALTHY).assignment().id();
    // A call that is answered after the wait would pause the deliveries behind it.
    scenario.fails(assignment, "asleep");
    patch(assignment, ETA).statusCode(200);

    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofHours(1));
    scenario.becomes(assignment, "open");
    notes(1, NOTE);
  }

  @Test
  void an_eta_that_went_with_a_create_whose_answer_was_lost_is_told_once() {
    scenario.servicenow().faults().always(FaultKind.MAINTENANCE);
    UUID assignment = hears("r1", RecommendationState.UNHEALTHY).assignment().id();
    // A call that is answered after the wait would pause the deliveries behind it.
    scenario.fails(assignment, "asleep");
    patch(assignment, ETA).statusCode(200);
    scenario.servicenow().faults().clear();
    scenario.servicenow().faults().next(FaultKind.COMMIT_THEN_DROP, 1);

    scenario.waits(Duration.ofHours(1));
    await().until(() -> scenario.tickets("incident").size() == 1);
    await()
        .until(
            () -> {
              scenario.waits(Duration.ofMinutes(5));
              return scenario.assignment(assignment).getString("status").equals("open");
            });

    notes(1, NOTE);
    scenario.waits(Duration.ofMinutes(10));
    notes(1, NOTE);
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'date':'2027-04-01T00:00:00Z'}                       | /eta/justification | is missing",
        "{'justification':'later'}                             | /eta/date          | is missing",
        "{'date':'2027-04-01T00:00:00Z','justification':'  '}  | /eta/justification | must not be blank",
        "{'date':'soon','justification':'later'}               | /eta/date          | must be a date and time with a time zone, such as 2026-03-15T12:00:00Z",
        "{'date':'2027-04-01T00:00:00Z','justification':'x','by':'me'} | /eta/by    | is not a field that can be set here; the fields are date, justification"
      })
  void both_parts_are_needed(String eta, String pointer, String detail) {
    UUID assignment = hasTicket();

    patch(assignment, "{\"eta\":" + eta.replace('\'', '"') + "}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo(pointer))
        .body("errors[0].detail", equalTo(detail));
  }

  @Test
  void only_who_may_change_assignments_may_say_an_eta() {
    UUID assignment = hasTicket();

    given()
        .header("X-API-Key", "reader-key-for-these-tests")
        .contentType("application/json")
        .body(ETA)
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(403);
  }
}
