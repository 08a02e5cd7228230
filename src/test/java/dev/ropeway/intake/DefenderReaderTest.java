package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.GROUP;
import static dev.ropeway.intake.Payloads.SUBSCRIPTION;
import static dev.ropeway.intake.Payloads.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events are read; alerts, scores, compliance and attack paths. */
class DefenderReaderTest extends DefenderFixture {

  @ParameterizedTest
  @MethodSource("samples")
  void field_names_may_be_in_any_case(String sample) {
    ObjectNode event = payload(sample);
    Candidate asItCame = read(event);

    for (UnaryOperator<String> spelling :
        List.<UnaryOperator<String>>of(
            name -> name.toLowerCase(Locale.ROOT),
            name -> name.toUpperCase(Locale.ROOT),
            name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))) {
      Candidate respelt = read(respell(event, spelling, false));
      assertThat(readable(respelt)).isEqualTo(readable(asItCame));
    }
  }

  @Test
  void an_alert_of_the_api_becomes_a_recommendation() {
    Recommendation read = finding(payload("alert-raised"));

    assertThat(read.id()).contains("/alerts/2519000000000000000_");
    assertThat(read.title()).isEqualTo("Somebody tried the doors of a machine");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("PreAttack, InitialAccess");
    assertThat(read.remediation()).isEqualTo("Block the address.\nChange the passwords.");
    assertThat(read.url()).startsWith("https://portal.azure.com/#blade");
    assertThat(read.resource().name()).isEqualTo("motor-1");
    assertThat(read.resource().id()).endsWith("/virtualMachines/motor-1");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-01T10:06:01.25Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "New, UNHEALTHY",
    "Active, UNHEALTHY",
    "InProgress, UNHEALTHY",
    "Resolved, HEALTHY",
    "Dismissed, NOT_APPLICABLE"
  })
  void the_status_of_an_alert_is_its_state(String status, RecommendationState state) {
    ObjectNode event = payload("alert-raised");
    in(event, "properties").put("status", status);
    assertThat(finding(event).state()).isEqualTo(state);
  }

  @Test
  void an_alert_in_flat_form_is_read_with_the_severity_it_was_reported_with() {
    Recommendation read = finding(payload("alert-raised-in-flat-form"));

    assertThat(read.id()).startsWith("2519111111111111111_");
    assertThat(read.title()).isEqualTo("An unknown program ran");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("Execution");
    assertThat(read.resource().name()).isEqualTo("motor-2");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-02T09:12:19.567353Z"));
  }

  @Test
  void an_alert_in_the_activity_log_has_its_lists_in_strings_and_its_severity_in_the_properties() {
    Recommendation read = finding(payload("alert-written-to-activity-log"));

    assertThat(read.id())
        .as("the alert's id, the same as in the alerts API, not the log entry's")
        .endsWith("/alerts/2519222222222222222_55555555-0000-4000-8000-000000000005");
    assertThat(read.title()).isEqualTo("An all-powerful role was bound");
    assertThat(read.description()).startsWith("A role was bound that may do everything.");
    assertThat(read.severity()).as("level is always Informational").isEqualTo(Severity.LOW);
    assertThat(read.remediation()).isEqualTo("Look at the account.\nGive it less.");
    assertThat(read.category()).isEqualTo("Persistence, PrivilegeEscalation");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-03T18:52:36.801035Z"));
    assertThat(read.resource())
        .isEqualTo(
            new Recommendation.Resource(null, "summit-cluster", "Kubernetes Service", GROUP));
  }

  @ParameterizedTest
  @CsvSource({
    "Resolved, activate, HEALTHY",
    "Dismissed, activate, NOT_APPLICABLE",
    "Active, resolve, HEALTHY",
    "Active, dismiss, NOT_APPLICABLE"
  })
  void an_alert_ended_in_the_activity_log_is_over(
      String status, String verb, RecommendationState state) {
    ObjectNode event = payload("alert-written-to-activity-log");
    in(event, "status").put("value", status);
    in(event, "operationName")
        .put("value", "Microsoft.Security/locations/alerts/" + verb + "/action");
    assertThat(finding(event).state()).isEqualTo(state);
  }

  @Test
  void an_entry_of_the_activity_log_without_the_alerts_own_id_is_stripped_to_it() {
    ObjectNode event = payload("alert-written-to-activity-log");
    event.remove("resourceId");
    assertThat(finding(event).id())
        .endsWith("/alerts/2519222222222222222_55555555-0000-4000-8000-000000000005");
  }

  @Test
  void a_secure_score_is_no_recommendation_and_healthy_at_full_marks() {
    Recommendation control = finding(payload("secure-score-changed"));
    assertThat(control.kind()).isEqualTo(Kind.SCORE);
    assertThat(control.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(control.title()).isEqualTo("Lock the doors");
    assertThat(control.description()).isEqualTo("Score: 2.5\nOf: 4\nWeight: 9");
    assertThat(control.resource().scope()).isEqualTo(SUBSCRIPTION);

    Recommendation whole = finding(payload("secure-score-of-subscription"));
    assertThat(whole.kind()).isEqualTo(Kind.SCORE);
    assertThat(whole.state()).isEqualTo(RecommendationState.HEALTHY);
  }

  @Test
  void a_control_without_points_is_healthy_only_without_unhealthy_resources() {
    ObjectNode event = payload("secure-score-changed");
    in(event, "properties", "score").put("max", 0).put("current", 0).put("percentage", 0);
    assertThat(finding(event).state()).isEqualTo(RecommendationState.HEALTHY);

    in(event, "properties").put("unhealthyResourceCount", 1);
    assertThat(finding(event).state()).isEqualTo(RecommendationState.UNHEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "compliance-assessed, UNHEALTHY, ISO 1: Doors are locked",
    "compliance-of-control, HEALTHY, Ropes-2026 4.2: Brakes are tested every day",
    "compliance-of-standard, NOT_APPLICABLE, Ropes-2026"
  })
  void compliance_is_read_at_every_level(String sample, RecommendationState state, String title) {
    Recommendation read = finding(payload(sample));

    assertThat(read.kind()).isEqualTo(Kind.COMPLIANCE);
    assertThat(read.state()).isEqualTo(state);
    assertThat(read.title()).isEqualTo(title);
  }

  @Test
  void an_attack_path_leads_to_its_target() {
    Recommendation read = finding(payload("attack-path-found"));

    assertThat(read.kind()).isEqualTo(Kind.RECOMMENDATION);
    assertThat(read.assessmentKey()).isEqualTo("vm_to_vault");
    assertThat(read.riskLevel()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("CredentialExposure");
    assertThat(read.remediation()).isEqualTo("Close the hole.\nTake the right away.");
    assertThat(read.resource().name()).isEqualTo("keys-of-lift");
    assertThat(read.resource().scope()).isEqualTo(SUBSCRIPTION + "/resourceGroups/vaults");
    assertThat(read.configurationItems()).hasSize(2).first().asString().endsWith("/motor-5");
  }

  @Test
  void an_event_without_a_type_is_told_by_its_id() {
    ObjectNode event = payload("secure-score-changed");
    event.remove("type");
    assertThat(finding(event).kind()).isEqualTo(Kind.SCORE);
  }

  @Test
  void the_machines_of_an_alert_are_its_configuration_items_E31() {
    assertThat(finding(payload("alert-raised")).configurationItems())
        .containsExactly(GROUP + "/providers/Microsoft.Compute/virtualMachines/motor-1", "motor-1");
    assertThat(finding(payload("alert-written-to-activity-log")).configurationItems())
        .containsExactly("summit-cluster");
  }

  @Test
  void a_resource_goes_before_what_it_lies_in() {
    ObjectNode alert = payload("alert-raised");
    ((ObjectNode) alert.at("/properties/resourceIdentifiers/0"))
        .put("azureResourceId", GROUP.substring(0, GROUP.indexOf("/resourceGroups")));
    assertThat(finding(alert).resource().id()).endsWith("/virtualMachines/motor-1");
    assertThat(finding(alert).configurationItems().get(0)).endsWith("/virtualMachines/motor-1");
  }

  @ParameterizedTest
  @CsvSource({
    "Microsoft.Security.AssessmentChanged, true",
    "microsoft.security/assessments, true",
    "Microsoft.SecurityInsights.Incident, false",
    "Microsoft.Storage.BlobCreated, false"
  })
  void events_of_the_security_provider_carry_items(String type, boolean carried) {
    assertThat(reader.carries(type)).isEqualTo(carried);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.Security/alertsSuppressionRules",
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Security/assessmentMetadata"
      })
  void kinds_that_only_look_alike_are_refused_by_type(String type) {
    ObjectNode event = payload("assessment-became-unhealthy");
    event.put("type", type);
    assertThat(read(event).rejection().pointer()).isEqualTo("/type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "true", "\"text\"", "[]", "[{}]", "{}"})
  void what_is_no_event_is_refused(String json) throws IOException {
    Candidate candidate = read(Json.MAPPER.readTree(json));
    assertThat(candidate.rejection()).isNotNull();
    assertThat(candidate.rejection().detail()).isNotBlank();
  }

  @Test
  void an_id_that_is_too_long_or_has_line_ends_is_refused() {
    ObjectNode event = payload("assessment-became-unhealthy");
    event.put("id", "/" + "x".repeat(1023));
    assertThat(read(event).isRejected()).isFalse();

    event.put("id", "/" + "x".repeat(1024));
    assertThat(read(event).rejection().pointer()).isEqualTo("/id");

    event.put("id", "/a\nb");
    assertThat(read(event).rejection().pointer()).isEqualTo("/id");
  }

  static Stream<String> samples() {
    return Payloads.of("defender").stream().map(file -> file.replace(".json", ""));
  }

  private static JsonNode respell(JsonNode node, UnaryOperator<String> spelling, boolean keep) {
    if (node.isObject()) {
      ObjectNode copy = Json.MAPPER.createObjectNode();
      node.properties()
          .forEach(
              e ->
                  copy.set(
                      keep ? e.getKey() : spelling.apply(e.getKey()),
                      respell(e.getValue(), spelling, e.getKey().equals("tags"))));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      node.forEach(item -> copy.add(respell(item, spelling, false)));
      return copy;
    }
    return node;
  }

  private static Object readable(Candidate candidate) {
    return candidate.isRejected()
        ? candidate.rejection()
        : candidate.recommendation().but().raw(null).build();
  }
}
