package dev.ropeway.scenarios.delivery;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.recommendation.Recommendation;
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

/** Findings whose tickets are of one kind or another. */
abstract class TicketTypeFixture {

  @Inject Scenario scenario;
  @Inject Recommendations findings;

  private int told;

  /** A finding is heard of, each time a little later. */
  UUID hears(String id, String type, RecommendationState state, Severity severity) {
    Instant at = new SettableClock().instant().plusMillis(++told);
    Recommendation finding =
        Recommendation.of(id, "Lock the gondola")
            .severity(severity)
            .description("The door of the gondola is open.")
            .source("scanner")
            .state(state)
            .stateChangedAt(at)
            .occurredAt(at)
            .build();
    TicketRequest order =
        new TicketRequest(
            "snow", TicketType.of(type), "rule", AssignmentSpec.NONE, Policy.DEFAULT, null, null);
    return findings
        .accept(List.of(Candidate.of(finding).ordered(order)), "test")
        .get(0)
        .assignment()
        .id();
  }

  UUID hears(String id, String type, RecommendationState state) {
    return hears(id, type, state, Severity.HIGH);
  }

  UUID isThere(String id, String type) {
    UUID assignment = hears(id, type, RecommendationState.UNHEALTHY);
    scenario.becomes(assignment, "open");
    return assignment;
  }

  /** A person changes the ticket, and the poll brings it. */
  void person(String table, UUID assignment, Map<String, String> fields) {
    scenario.servicenow().update(table, scenario.sysId(assignment), fields, "ada.fulmer");
    scenario.syncs("snow");
  }

  static void retries(UUID assignment) {
    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);
  }
}
