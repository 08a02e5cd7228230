package dev.ropeway.journeys.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.correlation.Findings;
import dev.ropeway.correlation.Outcome;
import dev.ropeway.correlation.Proposal;
import dev.ropeway.journeys.Rope;
import dev.ropeway.journeys.SettableClock;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.Severity;
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

  @Inject Rope rope;
  @Inject Findings findings;

  Policy policy;
  Order.Group group;
  Integer newPerDay;
  Terms terms;
  private int seconds;

  @BeforeEach
  void start() {
    rope.isNew();
    policy = DEFAULT;
    group = null;
    newPerDay = null;
    terms = Terms.NONE;
  }

  /** A finding is heard of, each time a second later. */
  Outcome hears(String id, FindingState state, UnaryOperator<RecommendationBuilder> more) {
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
    Order order = new Order("snow", TicketType.INCIDENT, "rule", terms, policy, group, newPerDay);
    return findings.accept(List.of(Proposal.of(finding).ordered(order)), "test").get(0);
  }

  Outcome hears(String id, FindingState state) {
    return hears(id, state, finding -> finding);
  }

  UUID hasTicket() {
    UUID assignment = hears("r1", FindingState.UNHEALTHY).assignment().id();
    rope.becomes(assignment, "open");
    return assignment;
  }

  UUID isResolvedByUs() {
    UUID assignment = hasTicket();
    hears("r1", FindingState.HEALTHY);
    rope.becomes(assignment, "closed");
    return assignment;
  }

  /** A person changes the ticket, and the poll brings it. */
  void person(UUID assignment, Map<String, String> fields) {
    rope.servicenow().update("incident", rope.sysId(assignment), fields, "ada.fulmer");
    rope.syncs("snow");
  }

  static Map<String, String> resolved() {
    return Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done");
  }

  void notes(int times, String text) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        rope.tickets("sys_journal_field").stream()
                            .map(entry -> entry.get("value"))
                            .filter(value -> value.contains(text)))
                    .hasSize(times));
  }

  void ticketBecomes(UUID assignment, String field, String value) {
    await()
        .untilAsserted(
            () -> assertThat(rope.ticket("incident", assignment)).containsEntry(field, value));
  }

  List<String> timeline(UUID assignment) {
    return rope.assignment(assignment).getList("timeline.detail", String.class);
  }
}
