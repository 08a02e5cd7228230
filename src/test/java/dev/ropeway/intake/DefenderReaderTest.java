package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.GROUP;
import static dev.ropeway.intake.Payloads.SUBSCRIPTION;
import static dev.ropeway.intake.Payloads.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Proposal;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefenderReaderTest {

  private final DefenderReader reader = new DefenderReader();

  private Proposal read(JsonNode event) {
    return reader.read(event).get(0);
  }

  @Test
  void an_assessment_becomes_a_recommendation_in_our_words() {
    ObjectNode event = payload("assessment-became-unhealthy");

    Proposal proposal = read(event);
    Recommendation read = proposal.recommendation();

    assertThat(proposal.snapshot()).isFalse();
    assertThat(read.id()).isEqualTo(event.path("id").textValue());
    assertThat(read.title()).isEqualTo("Storage accounts should not be open to everybody");
    assertThat(read.description()).isEqualTo("Anybody can read the containers of this account.");
    assertThat(read.remediation()).startsWith("<ol><li>Open <b>Configuration</b>");
    assertThat(read.category()).isEqualTo("Data");
    assertThat(read.source()).isEqualTo("microsoft");
    assertThat(read.state()).isEqualTo(FindingState.UNHEALTHY);
    assertThat(read.tags()).isEqualTo(Map.of("owner", "valley-station", "tier", "gold"));
    assertThat(Json.tree(read.raw())).isEqualTo(event);
    assertThat(read.resource())
        .isEqualTo(
            new Recommendation.Resource(
                GROUP + "/providers/Microsoft.Storage/storageAccounts/cablecar",
                "cablecar",
                "Microsoft.Storage/storageAccounts",
                GROUP));
  }

  @Test
  void the_risk_outranks_the_severity_of_the_kind() {
    ObjectNode event = payload("assessment-became-unhealthy");
    assertThat(finding(event).severity()).isEqualTo(Severity.CRITICAL);

    in(event, "properties", "risk").put("level", "Not evaluated");
    assertThat(finding(event).severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void the_2019_envelope_is_read_too() {
    Recommendation read = finding(payload("assessment-in-2019-envelope"));

    assertThat(read.severity()).isEqualTo(Severity.LOW);
    assertThat(read.stateChangedAt()).isNull();
    assertThat(read.description()).as("N/A says nothing").isNull();
    assertThat(read.remediation()).isNull();
    assertThat(read.resource().scope())
        .isEqualTo("/subscriptions/aaaaaaaa-0000-4000-8000-000000000002");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void field_names_may_be_in_any_case(String sample) {
    ObjectNode event = payload(sample);
    Proposal asItCame = read(event);

    for (UnaryOperator<String> spelling :
        List.<UnaryOperator<String>>of(
            name -> name.toLowerCase(Locale.ROOT),
            name -> name.toUpperCase(Locale.ROOT),
            name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))) {
      Proposal respelt = read(respell(event, spelling, false));
      assertThat(readable(respelt)).isEqualTo(readable(asItCame));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Unhealthy, UNHEALTHY",
    "unhealthy, UNHEALTHY",
    "Healthy, HEALTHY",
    "NotApplicable, NOT_APPLICABLE",
    "Removed, DELETED"
  })
  void the_status_code_is_the_state(String code, FindingState state) {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "properties", "status").put("code", code);
    assertThat(finding(event).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assessmentEventDataEnrichment",
        "subAssessmentEventDataEnrichment",
        "securityEventDataEnrichment",
        "AssessmentEventDataEnrichment"
      })
  void delete_in_any_envelope_wins_over_the_copied_state(String envelope) {
    ObjectNode event = payload("assessment-became-unhealthy");
    event.remove(List.of("assessmentEventDataEnrichment", "securityEventDataEnrichment"));
    event.putObject(envelope).put("Action", "Delete");
    assertThat(finding(event).state()).isEqualTo(FindingState.DELETED);
  }

  @Test
  void a_deleted_finding_without_any_name_still_has_a_title() {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "assessmentEventDataEnrichment").put("action", "Delete");
    event.remove(List.of("name", "properties"));
    assertThat(finding(event).state()).isEqualTo(FindingState.DELETED);
    assertThat(finding(event).title()).isEqualTo(event.path("id").textValue());
  }

  @Test
  void a_weekly_snapshot_is_told_from_a_change() {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "assessmentEventDataEnrichment").put("isSnapshot", true);
    assertThat(read(event).snapshot()).isTrue();

    in(event, "assessmentEventDataEnrichment").put("isSnapshot", "True");
    assertThat(read(event).snapshot()).isTrue();
  }

  @Test
  void a_machine_on_premises_has_a_name_and_takes_its_id_from_the_assessment() {
    Recommendation read = finding(payload("assessment-of-onpremise-server"));

    assertThat(read.resource().name()).isEqualTo("winch-7");
    assertThat(read.resource().id()).endsWith("/onPremiseMachines/winch-7");
    assertThat(read.resource().scope())
        .isEqualTo("/subscriptions/aaaaaaaa-0000-4000-8000-000000000003/resourceGroups/logs");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-31T23:00:00Z"));
  }

  @Test
  void a_resource_of_another_cloud_is_known_by_its_native_id() {
    ObjectNode event = payload("assessment-became-unhealthy");
    ObjectNode details = in(event, "properties", "resourceDetails");
    details.removeAll();
    details.put("source", "Aws").put("nativeResourceId", "arn:aws:s3:::cablecar");
    assertThat(finding(event).resource().id()).isEqualTo("arn:aws:s3:::cablecar");
    assertThat(finding(event).resource().name()).isEqualTo("arn:aws:s3:::cablecar");
  }

  @Test
  void a_resource_id_that_ends_with_a_slash_still_gives_a_name() {
    ObjectNode event = payload("assessment-in-2019-envelope");
    in(event, "properties", "resourceDetails").put("id", "/subscriptions/a1/");
    assertThat(finding(event).resource().name()).isEqualTo("a1");
  }

  @Test
  void a_sub_assessment_is_keyed_by_its_own_id_and_dated_when_it_was_generated() {
    ObjectNode event = payload("vulnerability-found-in-image");
    Recommendation read = finding(event);

    assertThat(read.id()).endsWith("/subAssessments/9e9e9e9e-0000-4000-8000-00000000000e");
    assertThat(read.title()).isEqualTo("zlib is out of date");
    assertThat(read.remediation()).isEqualTo("Update zlib to 1.3.2");
    assertThat(read.category()).isEqualTo("Package");
    assertThat(read.severity()).as("status.severity first").isEqualTo(Severity.HIGH);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-20T11:00:00.765432Z"));

    in(event, "properties", "status").remove("severity");
    assertThat(finding(event).severity()).as("then additionalData").isEqualTo(Severity.LOW);
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
  void the_status_of_an_alert_is_its_state(String status, FindingState state) {
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
    assertThat(read.state()).isEqualTo(FindingState.UNHEALTHY);
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
  void an_alert_ended_in_the_activity_log_is_over(String status, String verb, FindingState state) {
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

  @ParameterizedTest
  @CsvSource({
    "assessment-became-unhealthy, 2026-01-15T08:30:00.1234567Z, 2026-01-15T08:30:00.123456Z",
    "assessment-became-unhealthy, 2026-01-15T08:30:00.1234567, 2026-01-15T08:30:00.123456Z",
    "assessment-became-unhealthy, 2026-01-15T08:30:00+0100, 2026-01-15T07:30:00Z",
    "assessment-became-unhealthy, 2026-01-15t08:30:00z, 2026-01-15T08:30:00Z",
    "assessment-became-unhealthy, 2026-01-15 08:30:00Z, 2026-01-15T08:30:00Z",
    "assessment-became-unhealthy, 0001-01-01T00:00:00Z,",
    "assessment-became-unhealthy, 0001-01-01T00:00:00,",
    "assessment-became-unhealthy, +12345-01-01T00:00:00Z,",
    "assessment-became-unhealthy, 2026-01-15,",
    "assessment-became-unhealthy, yesterday,",
    "assessment-became-unhealthy, 2026-13-45T99:00:00Z,"
  })
  void dates_come_in_dotnet_forms_and_the_year_one_is_none(
      String sample, String date, Instant expected) {
    ObjectNode event = payload(sample);
    in(event, "properties", "status").put("statusChangeDate", date);
    assertThat(finding(event).stateChangedAt()).isEqualTo(expected);
  }

  @Test
  void a_secure_score_is_no_recommendation_and_healthy_at_full_marks() {
    Recommendation control = finding(payload("secure-score-changed"));
    assertThat(control.kind()).isEqualTo(Kind.SCORE);
    assertThat(control.state()).isEqualTo(FindingState.UNHEALTHY);
    assertThat(control.title()).isEqualTo("Lock the doors");
    assertThat(control.description()).isEqualTo("Score: 2.5\nOf: 4\nWeight: 9");
    assertThat(control.resource().scope()).isEqualTo(SUBSCRIPTION);

    Recommendation whole = finding(payload("secure-score-of-subscription"));
    assertThat(whole.kind()).isEqualTo(Kind.SCORE);
    assertThat(whole.state()).isEqualTo(FindingState.HEALTHY);
  }

  @Test
  void a_control_without_points_is_healthy_only_without_unhealthy_resources() {
    ObjectNode event = payload("secure-score-changed");
    in(event, "properties", "score").put("max", 0).put("current", 0).put("percentage", 0);
    assertThat(finding(event).state()).isEqualTo(FindingState.HEALTHY);

    in(event, "properties").put("unhealthyResourceCount", 1);
    assertThat(finding(event).state()).isEqualTo(FindingState.UNHEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "compliance-assessed, UNHEALTHY, ISO 1: Doors are locked",
    "compliance-of-control, HEALTHY, Ropes-2026 4.2: Brakes are tested every day",
    "compliance-of-standard, NOT_APPLICABLE, Ropes-2026"
  })
  void compliance_is_read_at_every_level(String sample, FindingState state, String title) {
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
  void an_exempted_assessment_says_so_B55() {
    Recommendation read = finding(payload("assessment-exempted"));

    assertThat(read.state()).isEqualTo(FindingState.NOT_APPLICABLE);
    assertThat(read.stateReason()).isEqualTo("Exempt");
  }

  @Test
  void an_assessment_of_the_api_needs_neither_metadata_nor_an_envelope_B74() {
    Recommendation read = finding(payload("assessment-of-api"));

    assertThat(read.state()).isEqualTo(FindingState.HEALTHY);
    assertThat(read.stateChangedAt()).isNull();
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.url()).startsWith("https://www.portal.azure.com/#blade");
    assertThat(read.resource().type()).isEqualTo("Microsoft.Compute/virtualMachines");
  }

  @Test
  void an_assessment_that_names_itself_is_about_what_its_id_begins_with() {
    ObjectNode event = payload("assessment-of-api");
    in(event, "properties", "resourceDetails").put("id", event.path("id").textValue());
    assertThat(finding(event).resource().name()).isEqualTo("motor-4");
  }

  @Test
  void a_vulnerability_tells_its_CVE_B25() {
    assertThat(finding(payload("vulnerability-found-in-image")).description())
        .isEqualTo("A crafted archive can run code.\nCVE: CVE-2026-0007");
  }

  @Test
  void a_sub_assessment_has_the_key_and_the_scope_of_its_assessment_B45() {
    Recommendation read = finding(payload("vulnerability-found-in-image"));

    assertThat(read.assessmentKey()).isEqualTo("8d8d8d8d-0000-4000-8000-00000000000d");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
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
        .containsExactly(GROUP + "/providers/Microsoft.Compute/virtualMachines/motor-1");
    assertThat(finding(payload("alert-written-to-activity-log")).configurationItems())
        .containsExactly("summit-cluster");
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
    Proposal proposal = read(Json.MAPPER.readTree(json));
    assertThat(proposal.rejection()).isNotNull();
    assertThat(proposal.rejection().detail()).isNotBlank();
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

  private static Object readable(Proposal proposal) {
    return proposal.isRejected()
        ? proposal.rejection()
        : proposal.recommendation().but().raw(null).build();
  }

  private Recommendation finding(JsonNode event) {
    Proposal proposal = read(event);
    assertThat(proposal.rejection()).isNull();
    return proposal.recommendation();
  }

  private static ObjectNode payload(String name) {
    return (ObjectNode) Payloads.json("defender", name);
  }
}
