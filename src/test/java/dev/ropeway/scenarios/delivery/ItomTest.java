package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.tickettype.TicketType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A finding as an event, as an alert, or as an incident (E21), from its beginning to its end. */
@RopewayTest
class ItomTest {

  private static final Duration SETTLED = Duration.ofSeconds(200);

  @Inject Scenario scenario;
  @Inject Recommendations findings;
  @Inject ProducerTemplate camel;

  private Policy policy;
  private int seconds;

  @BeforeEach
  void start() {
    scenario.isNew();
    policy = Policy.DEFAULT;
  }

  private UUID hears(String id, TicketType type, RecommendationState state, Severity severity) {
    Instant at = new SettableClock().instant().plusSeconds(seconds++ % 60);
    Recommendation finding =
        Recommendation.of(id, "Lock the gondola")
            .severity(severity)
            .source("scanner")
            .state(state)
            .stateChangedAt(at)
            .occurredAt(at)
            .build();
    TicketRequest order =
        new TicketRequest("snow", type, "rule", AssignmentSpec.NONE, policy, null, null);
    return findings
        .accept(List.of(Candidate.of(finding).ordered(order)), "test")
        .get(0)
        .assignment()
        .id();
  }

  private UUID isThere(String id, TicketType type) {
    UUID assignment = hears(id, type, RecommendationState.UNHEALTHY, Severity.MEDIUM);
    scenario.becomes(assignment, "open");
    return assignment;
  }

  private void worsens(String id, TicketType type) {
    hears(id, type, RecommendationState.UNHEALTHY, Severity.CRITICAL);
  }

  private void heals(String id, TicketType type) {
    hears(id, type, RecommendationState.HEALTHY, Severity.MEDIUM);
  }

  private Map<String, String> alert(UUID assignment) {
    return scenario.ticket("em_alert", assignment);
  }

  private void alertBecomes(UUID assignment, String field, String value) {
    await().untilAsserted(() -> assertThat(alert(assignment)).containsEntry(field, value));
  }

  private List<String> events(String field) {
    return scenario.tickets("em_event").stream().map(event -> event.get(field)).toList();
  }

  private void eventsBecome(String... severities) {
    await().untilAsserted(() -> assertThat(events("severity")).containsExactly(severities));
  }

  private void person(UUID assignment, Map<String, String> fields) {
    scenario.servicenow().update("em_alert", scenario.sysId(assignment), fields, "ada.fulmer");
    scenario.syncs("snow");
  }

  // --- alerts ---

  @Test
  void an_alert_is_created_worsens_and_is_closed_and_cleared_when_its_finding_heals() {
    UUID assignment = isThere("r1", TicketType.ALERT);
    assertThat(scenario.servicenow().calls()).hasSize(1);
    assertThat(alert(assignment))
        .containsEntry("message_key", "ropeway-alert:" + assignment)
        .containsEntry("source", "scanner")
        .containsEntry("severity", "3")
        .containsEntry("state", "Open");

    worsens("r1", TicketType.ALERT);
    alertBecomes(assignment, "severity", "1");

    heals("r1", TicketType.ALERT);
    assertThat(scenario.becomes(assignment, "closed").getString("closeReason"))
        .isEqualTo("the recommendation is healthy");
    assertThat(alert(assignment)).containsEntry("state", "Closed").containsEntry("severity", "0");
    assertThat(scenario.tickets("em_alert")).hasSize(1);
    assertThat(scenario.tickets("sys_journal_field")).isEmpty();
  }

  @Test
  void an_alert_that_a_person_closes_closes_its_assignment() {
    UUID assignment = isThere("r1", TicketType.ALERT);

    person(assignment, Map.of("state", "Closed"));

    assertThat(scenario.becomes(assignment, "closed").getString("closeReason"))
        .isEqualTo("the ticket is Closed");
    person(assignment, Map.of("state", "Reopen"));
    scenario.becomes(assignment, "open");
  }

  @Test
  void an_alert_that_a_person_raised_stays_as_high_as_they_raised_it() {
    UUID assignment = isThere("r1", TicketType.ALERT);

    person(assignment, Map.of("severity", "2"));
    worsens("r1", TicketType.ALERT);

    await().until(() -> alert(assignment).get("description").contains("Severity: Critical"));
    assertThat(alert(assignment)).containsEntry("severity", "2");
  }

  @ParameterizedTest
  @CsvSource({"HIGH, 2", "MEDIUM, 3"})
  void an_alert_that_we_closed_is_reopened_with_its_severity_when_the_finding_is_back(
      Severity severity, String shown) {
    UUID assignment = isThere("r1", TicketType.ALERT);
    heals("r1", TicketType.ALERT);
    scenario.becomes(assignment, "closed");

    UUID again = hears("r1", TicketType.ALERT, RecommendationState.UNHEALTHY, severity);

    assertThat(again).isEqualTo(assignment);
    alertBecomes(assignment, "state", "Reopen");
    assertThat(alert(assignment)).containsEntry("severity", shown);
    scenario.becomes(assignment, "open");
    // What is written next knows what stands there.
    worsens("r1", TicketType.ALERT);
    alertBecomes(assignment, "severity", "1");
  }

  @Test
  void an_alert_that_a_person_closed_is_followed_by_another() {
    UUID assignment = isThere("r1", TicketType.ALERT);
    person(assignment, Map.of("state", "Closed"));
    heals("r1", TicketType.ALERT);

    UUID next = isThere("r1", TicketType.ALERT);

    assertThat(next).isNotEqualTo(assignment);
    assertThat(scenario.tickets("em_alert")).hasSize(2);
    assertThat(alert(next).get("additional_info")).contains(alert(assignment).get("number"));
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMIT_THEN_DROP", "SERVER_ERROR"})
  void an_alert_whose_answer_was_lost_is_looked_up_by_its_message_key(FaultKind fault) {
    scenario.servicenow().faults().next(fault, 1);
    UUID assignment = hears("r1", TicketType.ALERT, RecommendationState.UNHEALTHY, Severity.MEDIUM);
    scenario.fails(assignment, fault == FaultKind.SERVER_ERROR ? "server-error" : "no-answer");

    scenario.waits(SETTLED);

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("em_alert")).hasSize(1);
    assertThat(scenario.servicenow().callCount("GET", "em_alert")).isEqualTo(1);
  }

  @Test
  void an_alert_that_is_to_be_left_is_not_closed() {
    Policy.Ending leave = Policy.Ending.NOTE;
    policy = new Policy(leave, null, leave, leave, null, null, null, null, null);
    UUID assignment = isThere("r1", TicketType.ALERT);

    heals("r1", TicketType.ALERT);

    await()
        .until(
            () ->
                scenario
                    .assignment(assignment)
                    .getList("timeline.detail", String.class)
                    .contains("the ticket is left to a person"));
    assertThat(alert(assignment)).containsEntry("state", "Open");
  }

  // --- events ---

  @Test
  void each_change_is_another_event_of_the_same_key_and_the_end_is_one_that_clears() {
    UUID assignment = isThere("r1", TicketType.EVENT);
    worsens("r1", TicketType.EVENT);
    eventsBecome("3", "1");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");

    heals("r1", TicketType.EVENT);

    scenario.becomes(assignment, "closed");
    eventsBecome("3", "1", "0");
    assertThat(events("resolution_state")).containsExactly("New", "New", "Closing");
    assertThat(events("message_key")).containsOnly("ropeway-event:" + assignment);
    assertThat(scenario.tickets("em_alert"))
        .singleElement()
        .satisfies(alert -> assertThat(alert).containsEntry("state", "Closed"));
    assertThat(scenario.servicenow().calls()).hasSize(3);
  }

  @Test
  void an_event_is_told_once_and_its_alert_is_nobody_s_ticket() {
    UUID assignment = isThere("r1", TicketType.EVENT);
    hears("r1", TicketType.EVENT, RecommendationState.UNHEALTHY, Severity.MEDIUM);
    String alert = scenario.tickets("em_alert").get(0).get("sys_id");
    scenario.servicenow().update("em_alert", alert, Map.of("state", "Closed"), "ada.fulmer");

    scenario.syncs("snow");
    scenario.goesOn();

    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
    assertThat(scenario.servicenow().calls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMIT_THEN_DROP", "SERVER_ERROR"})
  void a_lost_event_is_looked_up_before_it_is_told_again(FaultKind fault) {
    scenario.servicenow().faults().next(fault, 1);
    UUID assignment = hears("r1", TicketType.EVENT, RecommendationState.UNHEALTHY, Severity.MEDIUM);
    lost(assignment, fault);
    scenario.becomes(assignment, "open");
    eventsBecome("3");

    scenario.servicenow().faults().next(fault, 1);
    worsens("r1", TicketType.EVENT);
    lost(assignment, fault);
    eventsBecome("3", "1");

    scenario.servicenow().faults().next(fault, 1);
    heals("r1", TicketType.EVENT);
    lost(assignment, fault);
    scenario.becomes(assignment, "closed");
    eventsBecome("3", "1", "0");
    assertThat(scenario.servicenow().callCount("GET", "em_event")).isEqualTo(3);
  }

  private void lost(UUID assignment, FaultKind fault) {
    scenario.fails(assignment, fault == FaultKind.SERVER_ERROR ? "server-error" : "no-answer");
    scenario.waits(SETTLED);
    await().until(() -> scenario.assignment(assignment).getString("failure") == null);
  }

  @Test
  void what_became_worse_while_an_event_was_lost_is_told_once_it_was_found() {
    scenario.servicenow().faults().next(FaultKind.COMMIT_THEN_DROP, 1);
    UUID assignment = hears("r1", TicketType.EVENT, RecommendationState.UNHEALTHY, Severity.MEDIUM);
    scenario.fails(assignment, "no-answer");
    worsens("r1", TicketType.EVENT);

    scenario.waits(SETTLED);

    scenario.becomes(assignment, "open");
    eventsBecome("3", "1");
  }

  @Test
  void an_event_whose_worker_died_while_it_was_told_is_found() {
    UUID assignment = isThere("r1", TicketType.EVENT);
    scenario.servicenow().faults().set(FaultKind.SLOW, FaultRule.next(1).delay(900));
    worsens("r1", TicketType.EVENT);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> scenario.servicenow().calls().size() == 2);
    // Nobody records the answer: the claim is another's.
    scenario.run("update assignment set fence = fence + 1 where id = '" + assignment + "'");
    eventsBecome("3", "1");

    scenario.waits(Duration.ofHours(1));

    await().until(() -> scenario.servicenow().callCount("GET", "em_event") == 1);
    heals("r1", TicketType.EVENT);
    scenario.becomes(assignment, "closed");
    eventsBecome("3", "1", "0");
  }

  @Test
  void a_finding_that_is_back_after_its_clearing_event_is_told_under_another_key() {
    UUID first = isThere("r1", TicketType.EVENT);
    heals("r1", TicketType.EVENT);
    scenario.becomes(first, "closed");

    UUID second = isThere("r1", TicketType.EVENT);

    assertThat(second).isNotEqualTo(first);
    assertThat(events("message_key"))
        .containsExactly(
            "ropeway-event:" + first, "ropeway-event:" + first, "ropeway-event:" + second);
  }

  @Test
  void a_withdrawn_event_is_cleared() {
    UUID assignment = isThere("r1", TicketType.EVENT);

    Scenario.caller()
        .delete("/api/v1/assignments/" + assignment + "?ticket=cancel")
        .then()
        .statusCode(200);

    eventsBecome("3", "0");
    scenario.becomes(assignment, "withdrawn");
  }

  // --- beside each other ---

  @Test
  void events_alerts_and_incidents_live_beside_each_other() {
    UUID incident = isThere("r1", TicketType.INCIDENT);
    UUID alert = isThere("r2", TicketType.ALERT);
    UUID event = isThere("r3", TicketType.EVENT);

    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(incident),
            Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done"),
            "ada.fulmer");
    person(alert, Map.of("state", "Closed"));
    heals("r3", TicketType.EVENT);

    scenario.becomes(incident, "closed");
    scenario.becomes(alert, "closed");
    scenario.becomes(event, "closed");
    Scenario.caller()
        .get("/api/v1/assignments?ticketType=event")
        .then()
        .body("items.id", org.hamcrest.Matchers.equalTo(List.of(event.toString())));
  }

  @Test
  void an_alert_that_was_deleted_is_found_missing() {
    UUID assignment = isThere("r1", TicketType.ALERT);
    UUID other = isThere("r2", TicketType.ALERT);
    scenario.servicenow().delete("em_alert", scenario.sysId(assignment));

    camel.requestBody("direct:check-tickets", "snow");

    scenario.becomes(assignment, "closed");
    assertThat(scenario.assignment(other).getString("status")).isEqualTo("open");
  }
}
