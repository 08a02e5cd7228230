package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ropeway.scenarios.Packaged;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of every source, as the packaged program reads them. */
@QuarkusIntegrationTest
@QuarkusTestResource(TestEnvironment.class)
class IntakeIT {

  @BeforeEach
  void the_program_is_ready() {
    Packaged.isReady();
  }

  @ParameterizedTest
  @CsvSource({
    "alertmanager, group-fires-and-is-resolved, 2",
    "azure-monitor, metric-fired, 1",
    "cloud-apps, alert-open, 1",
    "cloudevents, assessment-in-structured-event, 1",
    "defender, assessment-became-unhealthy, 1",
    "defender, alert-raised, 1",
    "defender, attack-path-found, 1",
    "defender, compliance-of-control, 1",
    "defender, secure-score-changed, 1",
    "defender, vulnerability-found-in-image, 1",
    "event-grid, policy-state-changed, 1",
    "graph-security, alert-raised, 1",
    "ocsf, detection-created, 1",
    "secure-score, action-to-address, 1",
    "security-hub, findings-imported-by-eventbridge, 2",
    "sentinel, incident-sent-by-playbook, 1",
    "service-health, issue-degraded, 1"
  })
  void an_event_of_each_source_becomes_findings(String source, String payload, int findings)
      throws Exception {
    taken(
        EventSourcesTest.post(
            source, "application/json", EventSourcesTest.payload(source, payload)),
        findings);
  }

  @Test
  void a_signed_event_becomes_a_finding_and_one_that_is_not_is_refused() throws Exception {
    byte[] body = EventSourcesTest.payload("github", "dependabot-alert-created");
    String signature = EventSourcesTest.signature(TestEnvironment.GITHUB_SECRET, body);
    taken(EventSourcesTest.github("dependabot_alert", signature, body), 1);
    EventSourcesTest.github("dependabot_alert", "sha256=00", body).statusCode(401);
  }

  private static void taken(ValidatableResponse answer, int findings) {
    List<String> outcomes =
        answer.statusCode(202).body("results", hasSize(findings)).extract().path("results.outcome");
    assertThat(outcomes).isSubsetOf("created", "unmatched", "unchanged", "closed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":\"no id\"}                                          | /id",
        "{\"id\":\"r1\",\"title\":\"t\",\"severity\":\"awful\"}         | /severity",
        "{\"id\":\"r1\",\"title\":\"t\",\"stateChangedAt\":\"yesterday\"} | /stateChangedAt",
        "{\"id\":\"r1\",\"title\":\"t\",\"url\":7}                      | /url"
      })
  void what_breaks_the_contract_is_refused_with_a_pointer(String body, String pointer) {
    Scenario.caller()
        .body(body)
        .post("/api/v1/recommendations")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].pointer", equalTo(pointer));
  }

  @Test
  void what_no_rule_wants_stays_visible() {
    Scenario.caller()
        .body("{\"id\":\"unwanted\",\"title\":\"t\",\"source\":\"elsewhere\"}")
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202)
        .body("results[0].outcome", equalTo("unmatched"));
    List<String> shown =
        Scenario.caller()
            .get("/api/v1/recommendations?matched=false")
            .then()
            .statusCode(200)
            .extract()
            .path("items.recommendation.id");
    assertThat(shown).contains("unwanted");
  }
}
