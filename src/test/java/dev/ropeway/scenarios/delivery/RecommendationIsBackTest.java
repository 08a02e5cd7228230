package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.intake.AlertmanagerReader;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A finding that is back, once or again and again, finds its ticket or gets another that continues
 * it: rows of the table in ARCHITECTURE.md under "The loop".
 */
@RopewayTest
class RecommendationIsBackTest extends LoopFixture {

  private static Policy returning(Policy.Return returned) {
    return new Policy(null, null, null, null, null, returned, null, null, null);
  }

  @Test
  void a_finding_that_is_back_soon_after_we_resolved_it_reopens_its_ticket() {
    UUID assignment = isResolvedByUs();
    scenario.waits(Duration.ofDays(6));

    IntakeOutcome back = hears("r1", RecommendationState.UNHEALTHY);

    assertThat(back.assignment().id()).isEqualTo(assignment);
    ticketBecomes(assignment, "state", "2");
    ticketBecomes(assignment, "reopen_count", "1");
    notes(1, "the recommendation is back");
    assertThat(scenario.becomes(assignment, "open").getString("closeReason")).isNull();
    assertThat(scenario.tickets("incident")).hasSize(1);
    hears("r1", RecommendationState.HEALTHY);
    scenario.becomes(assignment, "closed");
  }

  @Test
  void an_alert_that_fires_again_since_it_began_before_reopens_its_ticket() {
    IntakeOutcome fires = hears("firing", "0001-01-01T00:00:00Z");
    scenario.becomes(fires.assignment().id(), "open");
    hears("resolved", "2026-02-03T12:00:00Z");
    scenario.becomes(fires.assignment().id(), "closed");

    assertThat(hears("firing", "0001-01-01T00:00:00Z").assignment()).isNotNull();

    ticketBecomes(fires.assignment().id(), "state", "2");
    scenario.becomes(fires.assignment().id(), "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  private IntakeOutcome hears(String status, String endsAt) {
    ObjectNode alert =
        Json.MAPPER
            .createObjectNode()
            .put("fingerprint", "flap")
            .put("status", status)
            .put("startsAt", "2026-02-03T10:00:00Z")
            .put("endsAt", endsAt);
    alert.putObject("labels").put("alertname", "LinkDown").put("instance", "switch-1:9100");
    TicketRequest order =
        new TicketRequest("snow", TicketType.INCIDENT, "rule", spec, policy, null, null);
    return findings
        .accept(List.of(new AlertmanagerReader().read(alert).get(0).ordered(order)), "test")
        .get(0);
  }

  @Test
  void a_finding_that_is_back_late_gets_a_new_ticket_that_names_the_old_one() {
    UUID first = isResolvedByUs();
    scenario.waits(Duration.ofDays(8));

    UUID second = hears("r1", RecommendationState.UNHEALTHY).assignment().id();

    isContinuedBy(first, second);
  }

  private void isContinuedBy(UUID first, UUID second) {
    String number = scenario.assignment(first).getString("ticket.number");
    assertThat(second).isNotEqualTo(first);
    scenario.becomes(second, "open");
    assertThat(scenario.ticket("incident", second))
        .containsEntry("correlation_display", "Ropeway, follows " + number);
    notes(1, "the recommendation of " + number + " is back; this ticket continues it");
    assertThat(scenario.assignment(second).getString("follows")).isEqualTo(first.toString());
    scenario.servicenow().update("incident", scenario.sysId(second), resolved(), "ada.fulmer");
    assertThat(scenario.syncs("snow").getInt("closed")).isEqualTo(1);
  }

  @Test
  void a_finding_that_is_back_after_a_person_resolved_it_gets_a_new_ticket() {
    UUID first = hasTicket();
    person(first, resolved());
    scenario.becomes(first, "closed");
    hears("r1", RecommendationState.HEALTHY);

    isContinuedBy(first, hears("r1", RecommendationState.UNHEALTHY).assignment().id());
  }

  @Test
  void a_finding_that_is_back_after_a_person_resolved_it_reopens_where_the_rule_says_so() {
    policy = returning(Policy.Return.REOPEN);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", RecommendationState.HEALTHY);

    hears("r1", RecommendationState.UNHEALTHY);

    ticketBecomes(assignment, "state", "2");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void a_finding_that_is_back_after_a_person_resolved_it_is_noted_where_the_rule_says_so() {
    policy = returning(Policy.Return.NOTE);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", RecommendationState.HEALTHY);

    hears("r1", RecommendationState.UNHEALTHY);

    notes(1, "The recommendation is back");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "6");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("closed");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void a_finding_that_is_back_after_its_ticket_was_closed_gets_a_new_one() {
    UUID first = isResolvedByUs();
    person(first, Map.of("state", "7"));

    isContinuedBy(first, hears("r1", RecommendationState.UNHEALTHY).assignment().id());
    notes(1, "Another ticket follows");
  }

  @Test
  void a_ticket_that_was_closed_while_it_was_to_be_reopened_is_continued() {
    UUID first = isResolvedByUs();
    scenario
        .servicenow()
        .update("incident", scenario.sysId(first), Map.of("state", "7"), "ada.fulmer");

    hears("r1", RecommendationState.UNHEALTHY);

    scenario.becomes(first, "closed");
    await().until(() -> scenario.tickets("incident").size() == 2);
    assertThat(
            scenario.count(
                "select count(*) from assignment where follows = '%s'", first.toString()))
        .isEqualTo(1);
  }

  @Test
  void a_deleted_ticket_ends_the_work_and_the_next_return_begins_anew() {
    UUID first = hasTicket();
    scenario.servicenow().delete("incident", scenario.sysId(first));
    hears("r1", RecommendationState.UNHEALTHY, finding -> finding.severity(Severity.HIGH));
    assertThat(scenario.becomes(first, "closed").getString("closeReason"))
        .isEqualTo("the ticket is gone");

    hears("r1", RecommendationState.HEALTHY);
    UUID second = hears("r1", RecommendationState.UNHEALTHY).assignment().id();

    assertThat(second).isNotEqualTo(first);
    scenario.becomes(second, "open");
  }

  @Test
  void a_withdrawn_assignment_stays_so_until_the_finding_is_back() {
    UUID first = hasTicket();
    Scenario.caller()
        .delete("/api/v1/assignments/" + first + "?ticket=cancel")
        .then()
        .statusCode(200);
    ticketBecomes(first, "state", "8");

    hears("r1", RecommendationState.UNHEALTHY, finding -> finding.severity(Severity.HIGH));
    assertThat(scenario.assignment(first).getString("status")).isEqualTo("withdrawn");
    hears("r1", RecommendationState.HEALTHY);
    UUID second = hears("r1", RecommendationState.UNHEALTHY).assignment().id();

    assertThat(second).isNotEqualTo(first);
    scenario.becomes(second, "open");
  }

  @Test
  void a_finding_that_is_back_while_its_ticket_is_being_resolved_is_open_in_the_end() {
    UUID assignment = hasTicket();
    scenario.servicenow().faults().latency(Duration.ofMillis(600));
    hears("r1", RecommendationState.HEALTHY);
    await().until(() -> scenario.servicenow().callCount("GET", "incident") > 0);

    hears("r1", RecommendationState.UNHEALTHY);

    scenario.servicenow().faults().latency(Duration.ZERO);
    ticketBecomes(assignment, "state", "2");
    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  // --- flapping ---

  @Test
  void a_finding_that_flaps_is_left_alone_with_one_note_and_made_right_once() {
    policy = new Policy(null, null, null, null, null, null, 2, null, null);
    UUID assignment = isResolvedByUs();
    hears("r1", RecommendationState.UNHEALTHY);
    ticketBecomes(assignment, "state", "2");
    scenario.becomes(assignment, "open");

    for (int i = 0; i < 4; i++) {
      hears("r1", i % 2 == 0 ? RecommendationState.HEALTHY : RecommendationState.UNHEALTHY);
    }
    hears("r1", RecommendationState.HEALTHY);

    notes(1, "The recommendation healed or came back 3 times");
    scenario.goesOn();
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "2");
    assertThat(scenario.tickets("incident")).hasSize(1);
    scenario.waits(Duration.ofHours(25));
    ticketBecomes(assignment, "state", "6");
    scenario.becomes(assignment, "closed");
    notes(1, "The recommendation healed or came back");
  }

  // --- notes ---

  @Test
  void a_note_that_is_all_there_is_to_write_is_written_once_too() {
    policy = returning(Policy.Return.NOTE);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", RecommendationState.HEALTHY);
    scenario.servicenow().faults().next(FaultKind.COMMIT_THEN_DROP, 1);

    hears("r1", RecommendationState.UNHEALTHY);
    scenario.fails(assignment, "no-answer");
    scenario.waits(Duration.ofMinutes(5));

    await().until(() -> scenario.assignment(assignment).get("failure") == null);
    notes(1, "The recommendation is back");
  }

  @Test
  void a_closed_ticket_that_takes_no_note_any_more_stays_closed() {
    policy = returning(Policy.Return.NOTE);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", RecommendationState.HEALTHY);
    scenario.servicenow().faults().next(FaultKind.BUSINESS_RULE, 1);

    hears("r1", RecommendationState.UNHEALTHY);

    await().until(() -> timeline(assignment).toString().contains("takes no work note any more"));
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_withdrawn_ticket_that_cannot_be_canceled_does_not_stand_in_the_way_of_the_next() {
    UUID first = hasTicket();
    scenario.servicenow().faults().always(FaultKind.RATE_LIMITED);
    Scenario.caller()
        .delete("/api/v1/assignments/" + first + "?ticket=cancel")
        .then()
        .statusCode(200);
    hears("r1", RecommendationState.HEALTHY);
    UUID second = hears("r1", RecommendationState.UNHEALTHY).assignment().id();
    scenario.servicenow().faults().clear();
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.BUSINESS_RULE, FaultRule.next(2).on("PATCH", null));
    scenario.waits(Duration.ofHours(2));

    scenario.becomes(second, "open");
    await().until(() -> timeline(first).toString().contains("business-rule"));
    scenario.becomes(first, "withdrawn");
  }
}
