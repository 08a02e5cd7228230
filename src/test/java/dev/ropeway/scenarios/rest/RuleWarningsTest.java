package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.intake.Payloads;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule waits for, and what it says when that never comes. */
@RopewayTest
class RuleWarningsTest {

  private static final String LATE = "/api/v1/rules/late";

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    Scenario.caller().delete(LATE);
  }

  private static ValidatableResponse put(String rule) {
    return Scenario.caller().body(rule).put(LATE).then();
  }

  private static String scanned(String id, String more) {
    return "{\"id\":\"%s\",\"title\":\"Close port %s\",\"source\":\"scanner\",%s}"
        .formatted(id, id, more);
  }

  /** Rules were written for `microsoft` when no source named its sender. */
  @ParameterizedTest
  @CsvSource({"azure-monitor, incident", "Azure-Monitor, alert", "microsoft, incident"})
  void a_rule_tells_senders_apart_and_still_knows_who_recommends_A21(String source, String type) {
    put("{\"priority\":5,\"integration\":\"snow\",\"ticketType\":\"%s\",\"match\":{\"source\":[\"%s\"]}}"
            .formatted(type, source))
        .statusCode(201)
        .body("warnings", nullValue());

    String id =
        Scenario.caller()
            .body(Payloads.bytes("azure-monitor", "metric-fired.json"))
            .post("/api/v1/events/azure-monitor")
            .then()
            .body("results[0].outcome", equalTo("created"))
            .extract()
            .path("results[0].assignment.id");

    Scenario.caller()
        .get("/api/v1/assignments/" + id)
        .then()
        .body("rule", equalTo("late"))
        .body("ticketType", equalTo(type))
        .body("recommendation.source", equalTo("azure-monitor"))
        .body("recommendation.recommendationSource", equalTo("microsoft"));
  }

  @Test
  void a_rule_that_can_match_nothing_says_why() {
    put("""
        {"priority": 900, "integration": "snow", "match": {"source": ["azure-monitr"], "severity": ["low"]},
         "conditionSets": [{"conditions": [{"property": "severity", "operator": "Equals", "value": "high"}]}]}
        """)
        .statusCode(201)
        .body(
            "warnings[0]",
            equalTo("conditionSets[0] never matches: no severity is In low and Equals high"))
        .body(
            "warnings[1]",
            startsWith(
                "source \"azure-monitr\": no recommendation has had this value in 30 days; built-in"));
  }

  @Test
  void a_name_that_nobody_has_any_more_is_reported_B88() {
    String named =
        """
        {"priority": 900, "integration": "nowhere", "conditionSets": [
          {"conditions": [{"property": "$.AssessmentKey", "operator": "In", "value": "[\\"K-1\\",\\"k-2\\",\\"k-3\\"]"}]},
          {"conditions": [{"property": "displayName", "operator": "Equals", "value": "CLOSE PORT a"},
                          {"property": "title", "operator": "NotEquals", "value": "whatever"}]}]}
        """;
    scenario.post(scanned("a", "\"assessmentKey\":\"k-1\""));
    scenario.post(scanned("b", "\"assessmentKey\":\"k-2\",\"state\":\"deleted\""));
    scenario.post(scanned("c", "\"assessmentKey\":\"k-3\",\"state\":\"healthy\""));
    put(named)
        .statusCode(201)
        .body("warnings", hasSize(2))
        .body("warnings[0]", equalTo("integration nowhere does not exist"))
        .body(
            "warnings[1]",
            containsString("assessmentKey \"k-2\": all its recommendations are deleted"));

    scenario.waits(Duration.ofDays(31));
    Scenario.caller()
        .get(LATE)
        .then()
        .body("warnings", hasSize(3))
        .body(
            "warnings[2]",
            equalTo("assessmentKey \"k-3\": no recommendation has had this value in 30 days"));
  }

  private static final String PEOPLE =
      """
      {"priority": 900, "integration": "snow", "match": {"severity": ["low"]},
       "assignedTo": "nobody@example.com", "assignmentGroup": "Networks", "caller": "frank.former@example.com"}
      """;

  private static final String[] UNKNOWN = {
    "assignedTo: no active user matches \"nobody@example.com\"",
    "assignmentGroup: no active group matches \"Networks\"",
    "caller: the user \"frank.former@example.com\" is inactive: Frank Former (frank.former)"
  };

  @Test
  void people_whom_the_instance_does_not_have_are_named_when_the_rule_is_written() {
    put(PEOPLE).statusCode(201).body("warnings", hasItems(UNKNOWN));

    int calls = scenario.servicenow().calls().size();
    Scenario.caller().get(LATE).then().body("warnings", hasItems(UNKNOWN));
    assertThat(scenario.servicenow().calls()).hasSize(calls);
  }

  @Test
  void people_who_are_there_by_now_are_found_when_the_rule_is_written_again() {
    put(PEOPLE).statusCode(201).body("warnings", hasItems(UNKNOWN));

    scenario
        .servicenow()
        .insert("sys_user", Map.of("email", "nobody@example.com", "name", "No", "active", "true"));
    put(PEOPLE).statusCode(200).body("warnings", not(hasItem(UNKNOWN[0])));
    Scenario.caller().get(LATE).then().body("warnings", not(hasItem(UNKNOWN[0])));
  }

  @Test
  void an_instance_that_does_not_answer_never_keeps_a_rule_from_being_written() {
    // Only what is asked here: a poll that fails at the same time would pause the integration.
    scenario.servicenow().faults().set(FaultKind.TIMEOUT, FaultRule.always().on("GET", "sys_user"));
    try {
      long before = System.nanoTime();
      put(PEOPLE
              .replace("Networks", "Nobodies")
              .replace("nobody@", "noone@")
              .replace("frank", "fr"))
          .statusCode(201)
          .body(
              "warnings",
              // A poll that needs a user at the same time pauses the integration first.
              hasItem(
                  startsWith(
                      "assignedTo: \"noone@example.com\" could not be checked: the instance ")));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    } finally {
      scenario.servicenow().faults().clear();
    }
    Scenario.caller().get(LATE).then().body("warnings", not(hasItem(containsString("checked"))));
  }

  @Test
  void an_instance_that_refuses_never_keeps_a_rule_from_being_written() {
    scenario.servicenow().faults().always(FaultKind.SERVER_ERROR);
    try {
      put(PEOPLE.replace("Networks", "Others"))
          .statusCode(201)
          .body(
              "warnings",
              hasItem(
                  "assignmentGroup: \"Others\" could not be checked: the instance cannot be asked now"));
    } finally {
      scenario.servicenow().faults().clear();
    }
  }
}
