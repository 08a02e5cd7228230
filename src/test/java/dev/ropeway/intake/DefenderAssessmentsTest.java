package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.GROUP;
import static dev.ropeway.intake.Payloads.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Assessments and their sub-assessments, which most events are. */
class DefenderAssessmentsTest extends DefenderFixture {

  @Test
  void an_assessment_becomes_a_recommendation_in_our_words() {
    ObjectNode event = payload("assessment-became-unhealthy");

    Candidate candidate = read(event);
    Recommendation read = candidate.recommendation();

    assertThat(candidate.snapshot()).isFalse();
    assertThat(read.id()).isEqualTo(event.path("id").textValue());
    assertThat(read.title()).isEqualTo("Storage accounts should not be open to everybody");
    assertThat(read.description()).isEqualTo("Anybody can read the containers of this account.");
    assertThat(read.remediation()).startsWith("<ol><li>Open <b>Configuration</b>");
    assertThat(read.category()).isEqualTo("Data");
    assertThat(read.source()).isEqualTo("defender");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
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
  @CsvSource({
    "Unhealthy, UNHEALTHY",
    "unhealthy, UNHEALTHY",
    "Healthy, HEALTHY",
    "NotApplicable, NOT_APPLICABLE",
    "Removed, DELETED"
  })
  void the_status_code_is_the_state(String code, RecommendationState state) {
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
    assertThat(finding(event).state()).isEqualTo(RecommendationState.DELETED);
  }

  @Test
  void a_deleted_finding_without_any_name_still_has_a_title() {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "assessmentEventDataEnrichment").put("action", "Delete");
    event.remove(List.of("name", "properties"));
    assertThat(finding(event).state()).isEqualTo(RecommendationState.DELETED);
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
  void a_sub_assessment_says_what_to_install() {
    ObjectNode event = payload("vulnerability-found-in-image");
    ObjectNode more = in(event, "properties", "additionalData");
    more.putObject("softwareDetails")
        .put("packageName", "zlib")
        .put("version", "1.2")
        .put("fixedVersion", "1.3.2");
    more.putObject("vulnerabilityDetails")
        .put("cveId", "CVE-2026-0008")
        .putArray("references")
        .addObject()
        .put("link", "https://example.org/zlib");

    assertThat(finding(event).remediation()).startsWith("Update zlib from 1.2 to 1.3.2.");
    assertThat(finding(event).description())
        .contains("CVE-2026-0008", "zlib 1.2, fixed in 1.3.2", "https://example.org/zlib");
  }

  @Test
  void a_sub_assessment_is_keyed_by_its_own_id_and_dated_when_it_was_generated() {
    ObjectNode event = payload("vulnerability-found-in-image");
    Recommendation read = finding(event);

    assertThat(read.id()).endsWith("/subAssessments/9e9e9e9e-0000-4000-8000-00000000000e");
    assertThat(read.title()).isEqualTo("zlib is out of date");
    assertThat(read.remediation()).isEqualTo("Update zlib to 1.3.2");
    assertThat(read.resource().name()).as("not its digest").isEqualTo("ski/lift-control");
    assertThat(read.configurationItems()).contains("ski/lift-control");
    assertThat(read.category()).isEqualTo("Package");
    assertThat(read.severity()).as("status.severity first").isEqualTo(Severity.HIGH);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-20T11:00:00.765432Z"));

    in(event, "properties", "status").remove("severity");
    assertThat(finding(event).severity()).as("then additionalData").isEqualTo(Severity.LOW);
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
  void an_exempted_assessment_says_so_B55() {
    Recommendation read = finding(payload("assessment-exempted"));

    assertThat(read.state()).isEqualTo(RecommendationState.NOT_APPLICABLE);
    assertThat(read.stateReason()).isEqualTo("Exempt");
  }

  @Test
  void an_assessment_of_the_api_needs_neither_metadata_nor_an_envelope_B74() {
    Recommendation read = finding(payload("assessment-of-api"));

    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
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
}
