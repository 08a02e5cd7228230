package dev.ropeway.journeys.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.Held;
import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.correlation.Outcome;
import dev.ropeway.correlation.Proposal;
import dev.ropeway.journeys.Rope;
import dev.ropeway.journeys.RopewayTest;
import dev.ropeway.journeys.SettableClock;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.faults.Fault;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A finding that changes or heals, alone or in a group, leaves one truthful ticket: rows of the
 * table in ARCHITECTURE.md under "The loop".
 */
@RopewayTest
class FindingChangesTest extends LoopFixture {

  @Inject Held held;

  private static Policy ending(Policy.Ending healed) {
    return new Policy(healed, null, healed, healed, null, null, null, null, null);
  }

  // --- repeated, worse, better, moved ---

  @Test
  void a_finding_that_is_repeated_changes_nothing() {
    UUID assignment = hasTicket();
    int calls = rope.servicenow().calls().size();
    Instant at = new SettableClock().instant();
    Recommendation same =
        Recommendation.of("r2", "Same").state(FindingState.UNHEALTHY).stateChangedAt(at).build();
    Order order = Order.single("snow", TicketType.INCIDENT, "rule", Terms.NONE);
    UUID second =
        findings.accept(List.of(Proposal.of(same).ordered(order)), "test").get(0).assignment().id();
    rope.becomes(second, "open");

    Outcome again = findings.accept(List.of(Proposal.of(same).ordered(order)), "test").get(0);

    assertThat(again.outcome()).isEqualTo(Outcome.Kind.UNCHANGED);
    assertThat(again.assignment().id()).isEqualTo(second);
    assertThat(rope.servicenow().calls()).hasSize(calls + 1);
    assertThat(assignment).isNotEqualTo(second);
  }

  @Test
  void a_severity_that_rose_raises_the_ticket_and_says_so_once() {
    UUID assignment = hasTicket();

    hears("r1", FindingState.UNHEALTHY, finding -> finding.severity(Severity.CRITICAL));

    ticketBecomes(assignment, "priority", "1");
    notes(1, "The severity rose: Medium → Critical");
    assertThat(timeline(assignment)).contains("severity: Medium → Critical");
  }

  @Test
  void a_note_whose_answer_was_lost_is_written_once() {
    UUID assignment = hasTicket();
    rope.servicenow().faults().next(Fault.COMMIT_THEN_DROP, 1);

    hears("r1", FindingState.UNHEALTHY, finding -> finding.severity(Severity.HIGH));
    rope.fails(assignment, "no-answer");
    rope.waits(Duration.ofMinutes(5));

    await().until(() -> rope.assignment(assignment).get("failure") == null);
    notes(1, "The severity rose");
  }

  @Test
  void a_severity_that_fell_lowers_the_ticket_without_a_word() {
    UUID assignment = hasTicket();

    hears("r1", FindingState.UNHEALTHY, finding -> finding.severity(Severity.LOW));

    ticketBecomes(assignment, "priority", "4");
    assertThat(rope.tickets("sys_journal_field")).isEmpty();
  }

  @Test
  void a_finding_that_moved_to_another_owner_tells_the_ticket_and_leaves_its_owner() {
    terms = Terms.NONE.ownedBy("carla.mendes");
    UUID assignment = hears("r1", FindingState.UNHEALTHY, tagged("carla")).assignment().id();
    rope.becomes(assignment, "open");
    String owner = rope.ticket("incident", assignment).get("assigned_to");

    terms = Terms.NONE.ownedBy("ada.fulmer");
    hears("r1", FindingState.UNHEALTHY, tagged("ada"));

    notes(1, "The finding belongs to ada.fulmer now");
    assertThat(rope.ticket("incident", assignment)).containsEntry("assigned_to", owner);
  }

  @Test
  void a_finding_that_moved_before_it_had_a_ticket_gets_the_new_owner() {
    rope.servicenow().faults().always(Fault.RATE_LIMITED);
    terms = Terms.NONE.ownedBy("carla.mendes");
    UUID assignment = hears("r1", FindingState.UNHEALTHY, tagged("carla")).assignment().id();
    rope.fails(assignment, "rate-limited");

    terms = Terms.NONE.ownedBy("ada.fulmer");
    hears("r1", FindingState.UNHEALTHY, tagged("ada"));
    rope.servicenow().faults().clear();
    rope.waits(Duration.ofHours(2));

    rope.becomes(assignment, "open");
    assertThat(rope.assignment(assignment).getString("ticket.assignedTo")).isEqualTo("Ada Fulmer");
  }

  private static UnaryOperator<RecommendationBuilder> tagged(String owner) {
    return finding -> finding.tags(Map.of("owner", owner));
  }

  @Test
  void a_renamed_recommendation_is_reported() {
    UUID assignment = hasTicket();

    hears("r1", FindingState.UNHEALTHY, finding -> finding.title("Secure the gondola"));

    ticketBecomes(assignment, "short_description", "[Medium] Secure the gondola");
    assertThat(timeline(assignment)).contains("renamed: Lock the gondola → Secure the gondola");
  }

  @Test
  void an_event_older_than_what_is_known_changes_nothing() {
    UUID assignment = hasTicket();
    Instant before = new SettableClock().instant().minus(Duration.ofDays(1));

    Outcome late = hears("r1", FindingState.HEALTHY, finding -> finding.stateChangedAt(before));

    assertThat(late.outcome()).isEqualTo(Outcome.Kind.UNCHANGED);
    assertThat(rope.assignment(assignment).getString("status")).isEqualTo("open");
  }

  // --- healed, exempted, deleted ---

  @Test
  void a_finding_that_healed_resolves_with_the_rules_code_and_note() {
    policy =
        new Policy(
            null, null, null, null, null, null, null, "Resolved by caller", "Fixed at source");
    UUID assignment = isResolvedByUs();

    assertThat(rope.ticket("incident", assignment))
        .containsEntry("state", "6")
        .containsEntry("close_code", "Resolved by caller")
        .containsEntry("close_notes", "Fixed at source");
  }

  @Test
  void a_finding_that_healed_is_only_noted_where_the_rule_says_so() {
    policy = ending(Policy.Ending.NOTE);
    UUID assignment = hasTicket();

    hears("r1", FindingState.HEALTHY);

    notes(1, "the finding is healthy");
    assertThat(rope.ticket("incident", assignment)).containsEntry("state", "1");
    assertThat(rope.assignment(assignment).getString("status")).isEqualTo("open");
    hears("r1", FindingState.UNHEALTHY);
    notes(1, "The finding is back");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  @Test
  void a_finding_that_healed_leaves_the_ticket_where_the_rule_says_so() {
    policy = ending(Policy.Ending.LEAVE);
    UUID assignment = hasTicket();

    hears("r1", FindingState.HEALTHY);

    await().until(() -> timeline(assignment).toString().contains("left to its owner"));
    assertThat(rope.tickets("sys_journal_field")).isEmpty();
    assertThat(rope.ticket("incident", assignment)).containsEntry("state", "1");
  }

  @Test
  void a_finding_that_healed_while_a_person_has_the_ticket_on_hold_is_noted() {
    UUID assignment = hasTicket();
    person(assignment, Map.of("state", "3", "hold_reason", "3"));

    hears("r1", FindingState.HEALTHY);

    notes(1, "the finding is healthy");
    assertThat(rope.ticket("incident", assignment)).containsEntry("state", "3");
    assertThat(rope.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void an_exempted_finding_ends_its_ticket_with_the_reason() {
    UUID assignment = hasTicket();

    hears("r1", FindingState.NOT_APPLICABLE, finding -> finding.stateReason("Exempted"));

    rope.becomes(assignment, "closed");
    assertThat(rope.ticket("incident", assignment).get("close_notes"))
        .contains("not-applicable (Exempted)");
  }

  @Test
  void a_deleted_resource_ends_its_ticket_with_the_reason() {
    UUID assignment = hasTicket();

    hears("r1", FindingState.DELETED);

    rope.becomes(assignment, "closed");
    assertThat(rope.ticket("incident", assignment).get("close_notes")).contains("deleted");
  }

  @Test
  void an_alert_that_is_resolved_makes_no_second_item() {
    UUID assignment = isResolvedByUs();
    Outcome unknown = hears("never-fired", FindingState.HEALTHY);

    assertThat(unknown.assignment()).isNull();
    assertThat(rope.tickets("incident")).hasSize(1);
    assertThat(rope.ticket("incident", assignment)).containsEntry("state", "6");
  }

  // --- groups ---

  private Outcome member(String id, FindingState state) {
    return hears(
        id,
        state,
        finding ->
            finding
                .assessmentKey("lock")
                .resource(new Recommendation.Resource("/hosts/" + id, id, null, "/hosts")));
  }

  @Test
  void findings_of_a_group_share_a_ticket_that_lists_them() {
    group = new Order.Group("rule/lock", "Lock the gondola");
    UUID assignment = member("g1", FindingState.UNHEALTHY).assignment().id();
    rope.becomes(assignment, "open");

    Outcome second = member("g2", FindingState.UNHEALTHY);

    assertThat(second.assignment().id()).isEqualTo(assignment);
    await().until(() -> rope.ticket("incident", assignment).get("description").contains("g2"));
    assertThat(rope.ticket("incident", assignment).get("description"))
        .contains("2 findings:", "- g1 (/hosts/g1)", "- g2 (/hosts/g2)");
    member("g1", FindingState.HEALTHY);
    await().until(() -> !rope.ticket("incident", assignment).get("description").contains("g1"));
    assertThat(rope.assignment(assignment).getString("status")).isEqualTo("open");
    member("g2", FindingState.HEALTHY);
    rope.becomes(assignment, "closed");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  @Test
  void a_group_whose_ticket_a_person_ended_opens_another_for_the_next_finding() {
    group = new Order.Group("rule/lock", "Lock the gondola");
    UUID first = member("g1", FindingState.UNHEALTHY).assignment().id();
    rope.becomes(first, "open");
    person(first, resolved());
    rope.becomes(first, "closed");

    assertThat(member("g1", FindingState.UNHEALTHY).assignment().id()).isEqualTo(first);
    UUID second = member("g2", FindingState.UNHEALTHY).assignment().id();

    assertThat(second).isNotEqualTo(first);
    rope.becomes(second, "open");
    assertThat(rope.tickets("incident")).hasSize(2);
  }

  @Test
  void many_findings_of_a_group_at_once_make_one_ticket() {
    group = new Order.Group("rule/lock", "Lock the gondola");
    List<Proposal> proposals = new ArrayList<>();
    Order order = new Order("snow", TicketType.INCIDENT, "rule", terms, policy, group, null);
    for (int i = 0; i < 200; i++) {
      proposals.add(
          Proposal.of(Recommendation.of("many-" + i, "Lock the gondola").build()).ordered(order));
    }

    List<Outcome> outcomes = findings.accept(proposals, "test");

    assertThat(outcomes)
        .allSatisfy(
            outcome -> assertThat(outcome.assignment()).isEqualTo(outcomes.get(0).assignment()));
    UUID assignment = outcomes.get(0).assignment().id();
    rope.becomes(assignment, "open");
    assertThat(rope.ticket("incident", assignment).get("description"))
        .contains("200 findings:", "and 150 more");
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  @Test
  void nobody_else_may_use_the_ids_of_groups() {
    assertThat(hears("ropeway:group:x", FindingState.UNHEALTHY).outcome())
        .isEqualTo(Outcome.Kind.REJECTED);
  }

  // --- the flood guard ---

  @Test
  void more_than_a_rule_may_open_in_a_day_is_held_and_let_go_by_the_day_or_by_hand() {
    newPerDay = 2;
    hears("f1", FindingState.UNHEALTHY);
    hears("f2", FindingState.UNHEALTHY);
    UUID third = hears("f3", FindingState.UNHEALTHY).assignment().id();
    UUID fourth = hears("f4", FindingState.UNHEALTHY).assignment().id();
    UUID fifth = hears("f5", FindingState.UNHEALTHY).assignment().id();

    await().until(() -> rope.tickets("incident").size() == 2);
    assertThat(heldOnes()).containsExactlyInAnyOrder(third, fourth, fifth);
    assertThat(held.releaseDue()).isZero();

    Rope.caller()
        .post("/api/v1/assignments/" + fifth + "/release")
        .then()
        .statusCode(200)
        .body("released", org.hamcrest.Matchers.equalTo(1));
    rope.becomes(fifth, "open");
    Rope.caller().post("/api/v1/assignments/" + fifth + "/release").then().statusCode(409);

    hears("f4", FindingState.HEALTHY);
    rope.becomes(fourth, "closed");
    SettableClock.advance(Duration.ofDays(1));
    held.releaseDue();
    rope.becomes(third, "open");
    assertThat(rope.tickets("incident")).hasSize(4);
    assertThat(heldOnes()).isEmpty();
  }

  private List<UUID> heldOnes() {
    return Rope.caller()
        .get("/api/v1/assignments?held=true&rule=rule")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items.id", UUID.class);
  }
}
