package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.tickettype.TicketType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** What both halves of the table in ARCHITECTURE.md under "The loop" begin with. */
abstract class LoopFixture {

  private static final Policy DEFAULT = Policy.DEFAULT;

  @Inject Scenario scenario;
  @Inject Recommendations findings;

  Policy policy;
  TicketRequest.Group group;
  Integer newPerDay;
  AssignmentSpec spec;
  private int seconds;

  @BeforeEach
  void start() {
    scenario.isNew();
    policy = DEFAULT;
    group = null;
    newPerDay = null;
    spec = AssignmentSpec.NONE;
  }

  /** A finding is heard of, each time a second later. */
  IntakeOutcome hears(
      String id, RecommendationState state, UnaryOperator<RecommendationBuilder> more) {
    Instant at = new SettableClock().instant().plusSeconds(seconds++ % 60);
    Recommendation finding =
        more.apply(
                Recommendation.of(id, "Lock the gondola")
                    .severity(Severity.MEDIUM)
                    .source("microsoft")
                    .state(state)
                    .stateChangedAt(at)
                    .occurredAt(at))
            .build();
    TicketRequest order =
        new TicketRequest("snow", TicketType.INCIDENT, "rule", spec, policy, group, newPerDay);
    return findings.accept(List.of(Candidate.of(finding).ordered(order)), "test").get(0);
  }

  IntakeOutcome hears(String id, RecommendationState state) {
    return hears(id, state, finding -> finding);
  }

  UUID hasTicket() {
    UUID assignment = hears("r1", RecommendationState.UNHEALTHY).assignment().id();
    scenario.becomes(assignment, "open");
    return assignment;
  }

  UUID isResolvedByUs() {
    UUID assignment = hasTicket();
    hears("r1", RecommendationState.HEALTHY);
    scenario.becomes(assignment, "closed");
    return assignment;
  }

  /** A person changes the ticket, and the poll brings it. */
  void person(UUID assignment, Map<String, String> fields) {
    scenario.servicenow().update("incident", scenario.sysId(assignment), fields, "ada.fulmer");
    scenario.syncs("snow");
  }

  static Map<String, String> resolved() {
    return Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done");
  }

  void notes(int times, String text) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        scenario.tickets("sys_journal_field").stream()
                            .map(entry -> entry.get("value"))
                            .filter(value -> value.contains(text)))
                    .hasSize(times));
  }

  void ticketBecomes(UUID assignment, String field, String value) {
    await()
        .untilAsserted(
            () -> assertThat(scenario.ticket("incident", assignment)).containsEntry(field, value));
  }

  List<String> timeline(UUID assignment) {
    return scenario.assignment(assignment).getList("timeline.detail", String.class);
  }
}
