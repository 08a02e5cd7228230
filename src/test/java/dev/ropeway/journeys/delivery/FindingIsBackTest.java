package dev.ropeway.journeys.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.correlation.Outcome;
import dev.ropeway.intake.AlertmanagerReader;
import dev.ropeway.journeys.Rope;
import dev.ropeway.journeys.RopewayTest;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.faults.Fault;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.store.Json;
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
class FindingIsBackTest extends LoopFixture {

  private static Policy returning(Policy.Return returned) {
    return new Policy(null, null, null, null, null, returned, null, null, null);
  }

  @Test
  void a_finding_that_is_back_soon_after_we_resolved_it_reopens_its_ticket() {
    UUID assignment = isResolvedByUs();
    rope.waits(Duration.ofDays(6));

    Outcome back = hears("r1", FindingState.UNHEALTHY);

    assertThat(back.assignment().id()).isEqualTo(assignment);
    ticketBecomes(assignment, "state", "2");
    ticketBecomes(assignment, "reopen_count", "1");
    notes(1, "the finding is back");
    assertThat(rope.becomes(assignment, "open").getString("closeReason")).isNull();
    assertThat(rope.tickets("incident")).hasSize(1);
    hears("r1", FindingState.HEALTHY);
    rope.becomes(assignment, "closed");
  }

  @Test
  void an_alert_that_fires_again_since_it_began_before_reopens_its_ticket() {
    Outcome fires = hears("firing", "0001-01-01T00:00:00Z");
    rope.becomes(fires.assignment().id(), "open");
    hears("resolved", "2026-02-03T12:00:00Z");
    rope.becomes(fires.assignment().id(), "closed");

    assertThat(hears("firing", "0001-01-01T00:00:00Z").assignment()).isNotNull();

    ticketBecomes(fires.assignment().id(), "state", "2");
    rope.becomes(fires.assignment().id(), "open");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  private Outcome hears(String status, String endsAt) {
    ObjectNode alert =
        Json.MAPPER
            .createObjectNode()
            .put("fingerprint", "flap")
            .put("status", status)
            .put("startsAt", "2026-02-03T10:00:00Z")
            .put("endsAt", endsAt);
    alert.putObject("labels").put("alertname", "LinkDown").put("instance", "switch-1:9100");
    Order order = new Order("snow", TicketType.INCIDENT, "rule", terms, policy, null, null);
    return findings
        .accept(List.of(new AlertmanagerReader().read(alert).get(0).ordered(order)), "test")
        .get(0);
  }

  @Test
  void a_finding_that_is_back_late_gets_a_new_ticket_that_names_the_old_one() {
    UUID first = isResolvedByUs();
    rope.waits(Duration.ofDays(8));

    UUID second = hears("r1", FindingState.UNHEALTHY).assignment().id();

    isContinuedBy(first, second);
  }

  private void isContinuedBy(UUID first, UUID second) {
    String number = rope.assignment(first).getString("ticket.number");
    assertThat(second).isNotEqualTo(first);
    rope.becomes(second, "open");
    assertThat(rope.ticket("incident", second))
        .containsEntry("correlation_display", "Ropeway, follows " + number);
    notes(1, "the finding of " + number + " is back; this ticket continues it");
    assertThat(rope.assignment(second).getString("follows")).isEqualTo(first.toString());
    rope.servicenow().update("incident", rope.sysId(second), resolved(), "ada.fulmer");
    assertThat(rope.syncs("snow").getInt("closed")).isEqualTo(1);
  }

  @Test
  void a_finding_that_is_back_after_a_person_resolved_it_gets_a_new_ticket() {
    UUID first = hasTicket();
    person(first, resolved());
    rope.becomes(first, "closed");
    hears("r1", FindingState.HEALTHY);

    isContinuedBy(first, hears("r1", FindingState.UNHEALTHY).assignment().id());
  }

  @Test
  void a_finding_that_is_back_after_a_person_resolved_it_reopens_where_the_rule_says_so() {
    policy = returning(Policy.Return.REOPEN);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", FindingState.HEALTHY);

    hears("r1", FindingState.UNHEALTHY);

    ticketBecomes(assignment, "state", "2");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  @Test
  void a_finding_that_is_back_after_a_person_resolved_it_is_noted_where_the_rule_says_so() {
    policy = returning(Policy.Return.NOTE);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", FindingState.HEALTHY);

    hears("r1", FindingState.UNHEALTHY);

    notes(1, "The finding is back");
    assertThat(rope.ticket("incident", assignment)).containsEntry("state", "6");
    assertThat(rope.assignment(assignment).getString("status")).isEqualTo("closed");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  @Test
  void a_finding_that_is_back_after_its_ticket_was_closed_gets_a_new_one() {
    UUID first = isResolvedByUs();
    person(first, Map.of("state", "7"));

    isContinuedBy(first, hears("r1", FindingState.UNHEALTHY).assignment().id());
    notes(1, "Another ticket follows");
  }

  @Test
  void a_ticket_that_was_closed_while_it_was_to_be_reopened_is_continued() {
    UUID first = isResolvedByUs();
    rope.servicenow().update("incident", rope.sysId(first), Map.of("state", "7"), "ada.fulmer");

    hears("r1", FindingState.UNHEALTHY);

    rope.becomes(first, "closed");
    await().until(() -> rope.tickets("incident").size() == 2);
    assertThat(rope.count("select count(*) from assignment where follows = '%s'", first.toString()))
        .isEqualTo(1);
  }

  @Test
  void a_deleted_ticket_ends_the_work_and_the_next_return_begins_anew() {
    UUID first = hasTicket();
    rope.servicenow().delete("incident", rope.sysId(first));
    hears("r1", FindingState.UNHEALTHY, finding -> finding.severity(Severity.HIGH));
    assertThat(rope.becomes(first, "closed").getString("closeReason"))
        .isEqualTo("the ticket is gone");

    hears("r1", FindingState.HEALTHY);
    UUID second = hears("r1", FindingState.UNHEALTHY).assignment().id();

    assertThat(second).isNotEqualTo(first);
    rope.becomes(second, "open");
  }

  @Test
  void a_withdrawn_assignment_stays_so_until_the_finding_is_back() {
    UUID first = hasTicket();
    Rope.caller().delete("/api/v1/assignments/" + first + "?ticket=cancel").then().statusCode(200);
    ticketBecomes(first, "state", "8");

    hears("r1", FindingState.UNHEALTHY, finding -> finding.severity(Severity.HIGH));
    assertThat(rope.assignment(first).getString("status")).isEqualTo("withdrawn");
    hears("r1", FindingState.HEALTHY);
    UUID second = hears("r1", FindingState.UNHEALTHY).assignment().id();

    assertThat(second).isNotEqualTo(first);
    rope.becomes(second, "open");
  }

  @Test
  void a_finding_that_is_back_while_its_ticket_is_being_resolved_is_open_in_the_end() {
    UUID assignment = hasTicket();
    rope.servicenow().faults().latency(Duration.ofMillis(600));
    hears("r1", FindingState.HEALTHY);
    await().until(() -> rope.servicenow().callCount("GET", "incident") > 0);

    hears("r1", FindingState.UNHEALTHY);

    rope.servicenow().faults().latency(Duration.ZERO);
    ticketBecomes(assignment, "state", "2");
    rope.becomes(assignment, "open");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  // --- flapping ---

  @Test
  void a_finding_that_flaps_is_left_alone_with_one_note_and_made_right_once() {
    policy = new Policy(null, null, null, null, null, null, 2, null, null);
    UUID assignment = isResolvedByUs();
    hears("r1", FindingState.UNHEALTHY);
    ticketBecomes(assignment, "state", "2");
    rope.becomes(assignment, "open");

    for (int i = 0; i < 4; i++) {
      hears("r1", i % 2 == 0 ? FindingState.HEALTHY : FindingState.UNHEALTHY);
    }
    hears("r1", FindingState.HEALTHY);

    notes(1, "The finding healed or came back 3 times");
    rope.goesOn();
    assertThat(rope.ticket("incident", assignment)).containsEntry("state", "2");
    assertThat(rope.tickets("incident")).hasSize(1);
    rope.waits(Duration.ofHours(25));
    ticketBecomes(assignment, "state", "6");
    rope.becomes(assignment, "closed");
    notes(1, "The finding healed or came back");
  }

  // --- notes ---

  @Test
  void a_note_that_is_all_there_is_to_write_is_written_once_too() {
    policy = returning(Policy.Return.NOTE);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", FindingState.HEALTHY);
    rope.servicenow().faults().next(Fault.COMMIT_THEN_DROP, 1);

    hears("r1", FindingState.UNHEALTHY);
    rope.fails(assignment, "no-answer");
    rope.waits(Duration.ofMinutes(5));

    await().until(() -> rope.assignment(assignment).get("failure") == null);
    notes(1, "The finding is back");
  }

  @Test
  void a_closed_ticket_that_takes_no_note_any_more_stays_closed() {
    policy = returning(Policy.Return.NOTE);
    UUID assignment = hasTicket();
    person(assignment, resolved());
    hears("r1", FindingState.HEALTHY);
    rope.servicenow().faults().next(Fault.BUSINESS_RULE, 1);

    hears("r1", FindingState.UNHEALTHY);

    await().until(() -> timeline(assignment).toString().contains("takes no work note any more"));
    assertThat(rope.assignment(assignment).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_withdrawn_ticket_that_cannot_be_canceled_does_not_stand_in_the_way_of_the_next() {
    UUID first = hasTicket();
    rope.servicenow().faults().always(Fault.RATE_LIMITED);
    Rope.caller().delete("/api/v1/assignments/" + first + "?ticket=cancel").then().statusCode(200);
    hears("r1", FindingState.HEALTHY);
    UUID second = hears("r1", FindingState.UNHEALTHY).assignment().id();
    rope.servicenow().faults().clear();
    rope.servicenow().faults().set(Fault.BUSINESS_RULE, FaultRule.next(2).on("PATCH", null));
    rope.waits(Duration.ofHours(2));

    rope.becomes(second, "open");
    await().until(() -> timeline(first).toString().contains("business-rule"));
    rope.becomes(first, "withdrawn");
  }
}
