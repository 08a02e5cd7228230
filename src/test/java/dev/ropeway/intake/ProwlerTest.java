package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prowler reports checks as OCSF detections and as ASFF, and what Trivy finds in images. */
class ProwlerTest {

  private static Recommendation ocsf(JsonNode finding) {
    return Payloads.only(new OcsfReader().read(finding));
  }

  private static Recommendation asff(JsonNode finding) {
    return Payloads.only(new SecurityHubReader().read(finding));
  }

  private static ObjectNode check() {
    return (ObjectNode) Payloads.json("ocsf", "findings-of-prowler").get(0);
  }

  private static ObjectNode weakness() {
    return (ObjectNode) Payloads.json("ocsf", "findings-of-prowler").get(1);
  }

  private static ObjectNode imported() {
    return (ObjectNode) Payloads.json("security-hub", "finding-of-prowler");
  }

  @Test
  void a_failed_check_is_a_recommendation_without_a_vulnerability() {
    Recommendation read = ocsf(check());

    assertThat(read.kind()).isEqualTo(Kind.RECOMMENDATION);
    assertThat(read.id())
        .isEqualTo(
            "prowler/prowler-aws-s3_bucket_default_encryption-123456789012-eu-central-1-lift-plans");
    assertThat(read.assessmentKey()).isEqualTo("s3_bucket_default_encryption");
    assertThat(read.vulnerability()).isNull();
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-08-06T07:06:40Z"));
    assertThat(read.resource().name()).isEqualTo("lift-plans");
    assertThat(read.resource().scope()).isEqualTo("/aws/123456789012/eu-central-1");
    assertThat(read.tags())
        .containsOnly(
            Map.entry("owner", "ada.fulmer"),
            Map.entry("cost", "center:7"),
            Map.entry("product", "Prowler"));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, New, 1, HEALTHY",
    "FAIL, New, 1, UNHEALTHY",
    "FAIL, Suppressed, 3, NOT_APPLICABLE",
    "MANUAL, New, 1, UNHEALTHY"
  })
  void a_check_is_as_its_result_says_unless_it_is_muted(
      String code, String status, int number, RecommendationState state) {
    ObjectNode finding = check();
    finding.put("status_code", code).put("status", status).put("status_id", number);

    assertThat(ocsf(finding).state()).isEqualTo(state);
    assertThat(ocsf(finding).kind()).isEqualTo(Kind.RECOMMENDATION);
  }

  @Test
  void a_weakness_of_an_image_tells_its_vulnerability() {
    Recommendation read = ocsf(weakness());

    assertThat(read.vulnerability())
        .isEqualTo(
            new Vulnerability(
                List.of("CVE-2026-10001"), "libssl3", "3.0.11-1", "3.0.15-1", 8.1, null));
    assertThat(read.vulnerability().line())
        .isEqualTo("Update libssl3 3.0.11-1 → 3.0.15-1: CVE-2026-10001");
    assertThat(read.assessmentKey()).isEqualTo("CVE-2026-10001");
    assertThat(read.kind()).isEqualTo(Kind.RECOMMENDATION);
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.resource().name()).isEqualTo("ticketing");
  }

  @Test
  void a_weakness_of_two_packages_of_an_image_is_two_findings() {
    ObjectNode other = weakness();
    Payloads.at(other, "/resources/0/data/metadata").put("PkgName", "openssl");

    assertThat(ocsf(other).id()).isNotEqualTo(ocsf(weakness()).id()).endsWith("/openssl");
  }

  @Test
  void a_weakness_without_a_fix_has_no_fixed_version() {
    ObjectNode finding = weakness();
    Payloads.at(finding, "/resources/0/data/metadata").put("FixedVersion", "").remove("CVSS");

    assertThat(ocsf(finding).vulnerability())
        .isEqualTo(
            new Vulnerability(List.of("CVE-2026-10001"), "libssl3", "3.0.11-1", null, null, null));
  }

  @Test
  void a_secret_in_an_image_is_no_vulnerability() {
    ObjectNode finding = weakness();
    Payloads.at(finding, "/resources/0/data")
        .putObject("metadata")
        .put("RuleID", "aws-access-key-id")
        .put("Title", "AWS Access Key ID");

    assertThat(ocsf(finding).vulnerability()).isNull();
  }

  @Test
  void a_finding_in_security_hub_has_no_vulnerability_either() {
    Recommendation read = asff(imported());

    assertThat(read.id()).startsWith("arn:aws:securityhub:eu-central-1::product/prowler/prowler/");
    assertThat(read.vulnerability()).as("it counts weaknesses and names none").isNull();
    assertThat(read.kind()).isEqualTo(Kind.RECOMMENDATION);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.resource().name()).isEqualTo("ticketing");
    assertThat(read.tags()).containsEntry("owner", "ada.fulmer");
  }

  @ParameterizedTest
  @CsvSource({
    "Prowler, WARNING, NOT_APPLICABLE",
    "Prowler, FAILED, UNHEALTHY",
    "Prowler, PASSED, HEALTHY",
    "Another, WARNING, UNHEALTHY"
  })
  void in_security_hub_a_warning_of_prowler_is_a_muted_finding(
      String provider, String status, RecommendationState state) {
    ObjectNode finding = imported();
    Payloads.at(finding, "/ProductFields").put("ProviderName", provider);
    Payloads.at(finding, "/Compliance").put("Status", status);

    assertThat(asff(finding).state()).isEqualTo(state);
  }
}
