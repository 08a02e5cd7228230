package dev.ropeway.scenarios.rest;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.intake.Payloads;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
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
}
