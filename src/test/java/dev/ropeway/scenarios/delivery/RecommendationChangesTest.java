package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.HeldAssignments;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.tickettype.TicketType;
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
class RecommendationChangesTest extends LoopFixture {

  @Inject HeldAssignments held;

  private static Policy ending(Policy.Ending healed) {
    return new Policy(healed, null, healed, healed, null, null, null, null, null);
  }

  // --- repeated, worse, better, moved ---

  @Test
  void a_finding_that_is_repeated_changes_nothing() {
    UUID assignment = hasTicket();
    int calls = scenario.servicenow().calls().size();
    Instant at = new SettableClock().instant();
    Recommendation same =
        Recommendation.of("r2", "Same")
            .state(RecommendationState.UNHEALTHY)
            .stateChangedAt(at)
            .build();
    TicketRequest order =
        TicketRequest.single("snow", TicketType.INCIDENT, "rule", AssignmentSpec.NONE);
    UUID second =
        findings
            .accept(List.of(Candidate.of(same).ordered(order)), "test")
            .get(0)
            .assignment()
            .id();
    scenario.becomes(second, "open");

    IntakeOutcome again =
        findings.accept(List.of(Candidate.of(same).ordered(order)), "test").get(0);

    assertThat(again.outcome()).isEqualTo(IntakeOutcome.Kind.UNCHANGED);
    assertThat(again.assignment().id()).isEqualTo(second);
    assertThat(scenario.servicenow().calls()).hasSize(calls + 1);
    assertThat(assignment).isNotEqualTo(second);
  }

  @Test
  void a_severity_that_rose_raises_the_ticket_and_says_so_once() {
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.UNHEALTHY, finding -> finding.severity(Severity.CRITICAL));

    ticketBecomes(assignment, "priority", "1");
    notes(1, "The severity rose: Medium → Critical");
    assertThat(timeline(assignment)).contains("severity: Medium → Critical");
  }

  @Test
  void a_note_whose_answer_was_lost_is_written_once() {
    UUID assignment = hasTicket();
    scenario.servicenow().faults().next(FaultKind.COMMIT_THEN_DROP, 1);

    hears("r1", RecommendationState.UNHEALTHY, finding -> finding.severity(Severity.HIGH));
    scenario.fails(assignment, "no-answer");
    scenario.waits(Duration.ofMinutes(5));

    await().until(() -> scenario.assignment(assignment).get("failure") == null);
    notes(1, "The severity rose");
  }

  @Test
  void a_severity_that_fell_lowers_the_ticket_without_a_word() {
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.UNHEALTHY, finding -> finding.severity(Severity.LOW));

    ticketBecomes(assignment, "priority", "4");
    assertThat(scenario.tickets("sys_journal_field")).isEmpty();
  }

  @Test
  void a_finding_that_moved_to_another_owner_tells_the_ticket_and_leaves_its_owner() {
    spec = AssignmentSpec.NONE.ownedBy("carla.mendes");
    UUID assignment = hears("r1", RecommendationState.UNHEALTHY, tagged("carla")).assignment().id();
    scenario.becomes(assignment, "open");
    String owner = scenario.ticket("incident", assignment).get("assigned_to");

    spec = AssignmentSpec.NONE.ownedBy("ada.fulmer");
    hears("r1", RecommendationState.UNHEALTHY, tagged("ada"));

    notes(1, "The recommendation belongs to ada.fulmer now");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", owner);
  }

  @Test
  void a_finding_that_moved_before_it_had_a_ticket_gets_the_new_owner() {
    scenario.servicenow().faults().always(FaultKind.RATE_LIMITED);
    spec = AssignmentSpec.NONE.ownedBy("carla.mendes");
    UUID assignment = hears("r1", RecommendationState.UNHEALTHY, tagged("carla")).assignment().id();
    scenario.fails(assignment, "rate-limited");

    spec = AssignmentSpec.NONE.ownedBy("ada.fulmer");
    hears("r1", RecommendationState.UNHEALTHY, tagged("ada"));
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofHours(2));

    scenario.becomes(assignment, "open");
    assertThat(scenario.assignment(assignment).getString("ticket.assignedTo"))
        .isEqualTo("Ada Fulmer");
  }

  private static UnaryOperator<RecommendationBuilder> tagged(String owner) {
    return finding -> finding.tags(Map.of("owner", owner));
  }

  @Test
  void a_renamed_recommendation_is_reported() {
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.UNHEALTHY, finding -> finding.title("Secure the gondola"));

    ticketBecomes(assignment, "short_description", "[Medium] Secure the gondola");
    assertThat(timeline(assignment)).contains("renamed: Lock the gondola → Secure the gondola");
  }

  @Test
  void an_event_older_than_what_is_known_changes_nothing() {
    UUID assignment = hasTicket();
    Instant before = new SettableClock().instant().minus(Duration.ofDays(1));

    IntakeOutcome late =
        hears("r1", RecommendationState.HEALTHY, finding -> finding.stateChangedAt(before));

    assertThat(late.outcome()).isEqualTo(IntakeOutcome.Kind.UNCHANGED);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  // --- healed, exempted, deleted ---

  @Test
  void a_finding_that_healed_resolves_with_the_rules_code_and_note() {
    policy =
        new Policy(
            null, null, null, null, null, null, null, "Resolved by caller", "Fixed at source");
    UUID assignment = isResolvedByUs();

    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("state", "6")
        .containsEntry("close_code", "Resolved by caller")
        .containsEntry("close_notes", "Fixed at source");
  }

  @Test
  void a_finding_that_healed_is_only_noted_where_the_rule_says_so() {
    policy = ending(Policy.Ending.NOTE);
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.HEALTHY);

    notes(1, "the recommendation is healthy");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "1");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
    hears("r1", RecommendationState.UNHEALTHY);
    notes(1, "The recommendation is back");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void a_finding_that_healed_leaves_the_ticket_where_the_rule_says_so() {
    policy = ending(Policy.Ending.LEAVE);
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.HEALTHY);

    await().until(() -> timeline(assignment).toString().contains("left to its owner"));
    assertThat(scenario.tickets("sys_journal_field")).isEmpty();
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "1");
  }

  @Test
  void a_finding_that_healed_while_a_person_has_the_ticket_on_hold_is_noted() {
    UUID assignment = hasTicket();
    person(assignment, Map.of("state", "3", "hold_reason", "3"));

    hears("r1", RecommendationState.HEALTHY);

    notes(1, "the recommendation is healthy");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "3");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void an_exempted_finding_ends_its_ticket_with_the_reason() {
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.NOT_APPLICABLE, finding -> finding.stateReason("Exempted"));

    scenario.becomes(assignment, "closed");
    assertThat(scenario.ticket("incident", assignment).get("close_notes"))
        .contains("not-applicable (Exempted)");
  }

  @Test
  void a_deleted_resource_ends_its_ticket_with_the_reason() {
    UUID assignment = hasTicket();

    hears("r1", RecommendationState.DELETED);

    scenario.becomes(assignment, "closed");
    assertThat(scenario.ticket("incident", assignment).get("close_notes")).contains("deleted");
  }

  @Test
  void an_alert_that_is_resolved_makes_no_second_item() {
    UUID assignment = isResolvedByUs();
    IntakeOutcome unknown = hears("never-fired", RecommendationState.HEALTHY);

    assertThat(unknown.assignment()).isNull();
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "6");
  }

  // --- groups ---

  private IntakeOutcome member(String id, RecommendationState state) {
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
    group = new TicketRequest.Group("rule/lock", "Lock the gondola");
    UUID assignment = member("g1", RecommendationState.UNHEALTHY).assignment().id();
    scenario.becomes(assignment, "open");

    IntakeOutcome second = member("g2", RecommendationState.UNHEALTHY);

    assertThat(second.assignment().id()).isEqualTo(assignment);
    await().until(() -> scenario.ticket("incident", assignment).get("description").contains("g2"));
    assertThat(scenario.ticket("incident", assignment).get("description"))
        .contains("2 findings:", "- g1 (/hosts/g1)", "- g2 (/hosts/g2)");
    member("g1", RecommendationState.HEALTHY);
    await().until(() -> !scenario.ticket("incident", assignment).get("description").contains("g1"));
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
    member("g2", RecommendationState.HEALTHY);
    scenario.becomes(assignment, "closed");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void a_group_whose_ticket_a_person_ended_opens_another_for_the_next_finding() {
    group = new TicketRequest.Group("rule/lock", "Lock the gondola");
    UUID first = member("g1", RecommendationState.UNHEALTHY).assignment().id();
    scenario.becomes(first, "open");
    person(first, resolved());
    scenario.becomes(first, "closed");

    assertThat(member("g1", RecommendationState.UNHEALTHY).assignment().id()).isEqualTo(first);
    UUID second = member("g2", RecommendationState.UNHEALTHY).assignment().id();

    assertThat(second).isNotEqualTo(first);
    scenario.becomes(second, "open");
    assertThat(scenario.tickets("incident")).hasSize(2);
  }

  @Test
  void many_findings_of_a_group_at_once_make_one_ticket() {
    group = new TicketRequest.Group("rule/lock", "Lock the gondola");
    List<Candidate> candidates = new ArrayList<>();
    TicketRequest order =
        new TicketRequest("snow", TicketType.INCIDENT, "rule", spec, policy, group, null);
    for (int i = 0; i < 200; i++) {
      candidates.add(
          Candidate.of(Recommendation.of("many-" + i, "Lock the gondola").build()).ordered(order));
    }

    List<IntakeOutcome> outcomes = findings.accept(candidates, "test");

    assertThat(outcomes)
        .allSatisfy(
            outcome -> assertThat(outcome.assignment()).isEqualTo(outcomes.get(0).assignment()));
    UUID assignment = outcomes.get(0).assignment().id();
    scenario.becomes(assignment, "open");
    assertThat(scenario.ticket("incident", assignment).get("description"))
        .contains("200 findings:", "and 150 more");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void nobody_else_may_use_the_ids_of_groups() {
    assertThat(hears("ropeway:group:x", RecommendationState.UNHEALTHY).outcome())
        .isEqualTo(IntakeOutcome.Kind.REJECTED);
  }

  // --- the flood guard ---

  @Test
  void more_than_a_rule_may_open_in_a_day_is_held_and_let_go_by_the_day_or_by_hand() {
    newPerDay = 2;
    hears("f1", RecommendationState.UNHEALTHY);
    hears("f2", RecommendationState.UNHEALTHY);
    UUID third = hears("f3", RecommendationState.UNHEALTHY).assignment().id();
    UUID fourth = hears("f4", RecommendationState.UNHEALTHY).assignment().id();
    UUID fifth = hears("f5", RecommendationState.UNHEALTHY).assignment().id();

    await().until(() -> scenario.tickets("incident").size() == 2);
    assertThat(heldOnes()).containsExactlyInAnyOrder(third, fourth, fifth);
    assertThat(held.releaseDue()).isZero();

    Scenario.caller()
        .post("/api/v1/assignments/" + fifth + "/release")
        .then()
        .statusCode(200)
        .body("released", org.hamcrest.Matchers.equalTo(1));
    scenario.becomes(fifth, "open");
    Scenario.caller().post("/api/v1/assignments/" + fifth + "/release").then().statusCode(409);

    hears("f4", RecommendationState.HEALTHY);
    scenario.becomes(fourth, "closed");
    SettableClock.advance(Duration.ofDays(1));
    held.releaseDue();
    scenario.becomes(third, "open");
    assertThat(scenario.tickets("incident")).hasSize(4);
    assertThat(heldOnes()).isEmpty();
  }

  private List<UUID> heldOnes() {
    return Scenario.caller()
        .get("/api/v1/assignments?held=true&rule=rule")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items.id", UUID.class);
  }
}
