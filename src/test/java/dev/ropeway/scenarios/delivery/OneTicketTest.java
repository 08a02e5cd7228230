package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise 2: one ticket per assignment. */
@RopewayTest
class OneTicketTest {

  private static final String MADE = "\"category\":\"Made\"";

  private static final Duration SETTLED = Duration.ofSeconds(200);

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void a_claim_whose_worker_still_has_it_is_not_begun_again_when_its_lease_is_over() {
    MadeIntegration.basic("\"delivery\":{\"timeout\":\"10s\"}").statusCode(201);
    scenario.hasTicket("first", MADE);
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SLOW, FaultRule.next(1).on("POST", "incident").delay(3000));
    UUID slow = scenario.hears("slow", MADE);
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> scenario.servicenow().faults().remaining(FaultKind.SLOW) == 0);

    scenario.waits(Duration.ofMinutes(1));
    scenario.hasTicket("other", MADE);

    // Its own end counts: under another claim it would not be recorded.
    scenario.becomes(slow, "open");
    assertThat(scenario.count("select fence from assignment where id = '%s'", slow.toString()))
        .isEqualTo(1);
    assertThat(scenario.servicenow().callCount("POST", "incident")).isEqualTo(3);
    MadeIntegration.isGone(scenario);
  }

  @Test
  void an_unambiguous_create_costs_exactly_one_call() {
    UUID assignment = scenario.hasTicket("r1");

    assertThat(scenario.servicenow().calls()).hasSize(1);
    assertThat(
            scenario
                .assignment(assignment)
                .getString("timeline.find { it.what == 'created' }.detail"))
        .isEqualTo(scenario.assignment(assignment).getString("ticket.number"));
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("correlation_id", assignment.toString())
        .containsEntry("correlation_display", "Ropeway")
        .containsEntry("priority", "2");
  }

  @ParameterizedTest
  @CsvSource({
    "COMMIT_THEN_DROP, no-answer",
    "COMMIT_THEN_ERROR, server-error",
    "COMMIT_THEN_BROKEN_JSON, unreadable",
    "EMPTY_ANSWER, unreadable",
    "FORBIDDEN_AFTER_CREATE, maybe-hidden",
    "COMMIT_LATE, no-answer"
  })
  void a_ticket_whose_answer_was_lost_is_found_and_not_created_twice(
      FaultKind fault, String reason) {
    scenario.servicenow().faults().set(fault, FaultRule.next(1).delay(300));
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, reason);
    await().until(() -> scenario.tickets("incident").size() == 1);

    scenario.waits(SETTLED);

    JsonPath open = scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.servicenow().callCount("POST", "incident")).isEqualTo(1);
    assertThat(open.getList("timeline.what")).filteredOn("created"::equals).hasSize(1);
    assertThat(open.getString("timeline.find { it.what == 'created' }.detail"))
        .isEqualTo(
            "the answer to the create was lost; found "
                + open.getString("ticket.number")
                + " by its correlation id");
  }

  @Test
  void a_ticket_that_was_found_again_is_kept_when_what_follows_fails() {
    scenario.servicenow().faults().next(FaultKind.COMMIT_THEN_DROP, 1);
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, "no-answer");
    scenario.hears("r1", "\"severity\":\"critical\"");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.next(1).on("PATCH", "incident"));

    scenario.waits(SETTLED);

    scenario.fails(assignment, "server-error");
    assertThat(scenario.assignment(assignment).getString("ticket.number")).isNotNull();
    scenario.waits(SETTLED);
    scenario.becomes(assignment, "open");
    await()
        .untilAsserted(
            () -> assertThat(scenario.ticket("incident", assignment)).containsEntry("impact", "1"));
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "TIMEOUT, no-answer",
    "SERVER_ERROR, server-error",
    "BROKEN_JSON, unreadable",
    "ACCEPTED_NOT_EXECUTED, dropped",
    "MAINTENANCE, asleep",
    "BAD_GATEWAY, asleep",
    "HIBERNATING, asleep",
    "LOGIN_PAGE, asleep",
    "REDIRECT, asleep"
  })
  void a_create_that_was_lost_is_looked_up_before_it_is_sent_again(FaultKind fault, String reason) {
    scenario.servicenow().faults().next(fault, 1);
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, reason);
    assertThat(scenario.servicenow().callCount("POST", "incident")).isEqualTo(1);

    scenario.waits(SETTLED);

    JsonPath open = scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.servicenow().callCount("GET", "incident")).isEqualTo(1);
    assertThat(open.getList("timeline.detail", String.class))
        .containsSubsequence(
            "the answer to an earlier create was lost; no ticket has its correlation id, so that"
                + " it is created now",
            open.getString("ticket.number"));
  }

  @Test
  void a_lost_create_is_neither_sent_nor_looked_up_again_before_it_settled() {
    scenario.servicenow().faults().next(FaultKind.COMMIT_THEN_DROP, 1);
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, "no-answer");

    scenario.waits(Duration.ofSeconds(60));
    scenario.becomes(scenario.hears("r2"), "open");

    assertThat(scenario.servicenow().callCount("GET", "incident")).isZero();
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("pending");
  }

  @Test
  void a_403_whose_ticket_cannot_be_seen_is_parked_and_not_created_again() {
    scenario.servicenow().faults().next(FaultKind.FORBIDDEN_AFTER_CREATE, 1);
    UUID assignment = scenario.hears("r1");
    scenario.fails(assignment, "maybe-hidden");
    scenario.servicenow().faults().hide(scenario.tickets("incident").get(0).get("sys_id"));

    scenario.waits(SETTLED);

    assertThat(scenario.becomes(assignment, "parked").getString("failure.reason"))
        .isEqualTo("maybe-hidden");
    assertThat(scenario.servicenow().callCount("POST", "incident")).isEqualTo(1);

    scenario.servicenow().faults().showAll();
    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);
    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void the_same_event_twice_changes_nothing() {
    UUID assignment = scenario.hasTicket("r1");

    scenario
        .post(Scenario.finding("r1", ""))
        .statusCode(202)
        .body("results[0].outcome", equalTo("unchanged"));
    scenario.goesOn();

    assertThat(scenario.sysId(assignment)).isNotNull();
    assertThat(scenario.servicenow().calls()).hasSize(1);
  }

  @Test
  void a_worker_that_lost_its_lease_cannot_record_a_result() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.servicenow().faults().set(FaultKind.SLOW, FaultRule.next(2).delay(400));
    scenario.hears("r1", "\"description\":\"more\"");

    // Another replica takes the claim over while the slow write is under way.
    String writing = "select count(*) from assignment where id = '%s' and tried is not null";
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> scenario.count(writing, assignment.toString()) == 1);
    scenario.run("update assignment set fence = fence + 1 where id = '" + assignment + "'");

    await().until(() -> scenario.servicenow().callCount("PATCH", "incident") == 1);
    await()
        .during(Duration.ofMillis(300))
        .until(() -> scenario.assignment(assignment).getInt("ticket.modCount") == 0);
    // Whoever claims it after the lease sees that there is nothing left to write.
    scenario.waits(Duration.ofMinutes(5));
    await().until(() -> scenario.servicenow().callCount("GET", "incident") == 2);
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isEqualTo(1);
  }

  @Test
  void a_ticket_type_of_a_newer_version_is_left_to_its_replicas() {
    UUID newer = scenario.hasTicket("newer");
    scenario.run(
        "update assignment set ticket_type = 'finding_task', next_delivery_at = created_at");

    try {
      scenario.becomes(scenario.hears("known"), "open");
      scenario.syncs("snow");

      assertThat(
              scenario.count(
                  "select count(*) from assignment where status = 'open' and fence = 1 and id = '%s'",
                  newer.toString()))
          .isEqualTo(1);
    } finally {
      scenario.run("update assignment set ticket_type = 'incident'");
    }
  }
}
