package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Candidate.Warning;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recommendations of Defender for Cloud of which each is about one piece of software. */
class SoftwareUpdatesTest extends DefenderFixture {

  private final ObjectNode event = payload("software-update-found");
  private final ObjectNode more = in(event, "properties", "additionalData");

  @Test
  void one_tells_its_category_its_severity_and_what_to_update() {
    Recommendation read = finding(event);

    assertThat(read.recommendationCategory()).isEqualTo("SoftwareUpdate");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.vulnerability())
        .isEqualTo(
            new Vulnerability(
                List.of("CVE-2026-10001", "CVE-2026-10002"),
                "openssl",
                "3.0.11",
                "3.0.15",
                null,
                null));
    assertThat(Json.write(read.vulnerability()))
        .isEqualTo(
            "{\"cves\":[\"CVE-2026-10001\",\"CVE-2026-10002\"],\"package\":\"openssl\","
                + "\"installedVersion\":\"3.0.11\",\"fixedVersion\":\"3.0.15\"}");
  }

  @Test
  void category_and_severity_are_read_in_either_place() {
    ObjectNode properties = in(event, "properties");
    properties.put("recommendationCategory", "Secret");
    in(properties, "metadata").remove(List.of("recommendationCategory", "severity"));
    in(properties, "status").put("severity", "Low");

    Recommendation read = finding(event);

    assertThat(read.recommendationCategory()).isEqualTo("Secret");
    assertThat(read.severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void the_risk_level_and_its_factors_are_kept() {
    ObjectNode risk = in(event, "properties").putObject("risk").put("level", "Critical");
    risk.putArray("riskFactors").add("Internet exposure").add("Lateral movement");

    Recommendation read = finding(event);

    assertThat(read.riskLevel()).isEqualTo(Severity.CRITICAL);
    assertThat(read.description()).endsWith("Risk factors: Internet exposure, Lateral movement");

    in(event, "properties", "metadata").remove("recommendationCategory");
    assertThat(finding(event).description()).doesNotContain("Risk factors");
  }

  @Test
  void details_of_CVEs_may_be_a_plain_array_with_scores_and_exploits() throws Exception {
    more.set(
        "CvesDetails",
        Json.MAPPER.readTree(
            """
            [{"CveId":"cve-2026-1","Cvss":[{"Key":"3.0","Value":{"Base":7.5}}],"ExploitabilityDetails":{"IsVerified":false}},
             {"cveId":"CVE-2026-2","cvss":[{"key":"3.0","value":{"base":9.8}}],"exploitabilityDetails":{"isInExploitKit":true}},
             "CVE-2026-3", {"other":1}, 7]
            """));

    Vulnerability read = finding(event).vulnerability();

    assertThat(read.cves()).containsExactly("CVE-2026-1", "CVE-2026-2", "CVE-2026-3");
    assertThat(read.score()).isEqualTo(9.8);
    assertThat(read.exploited()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"CveId\":\"CVE-2026-1\"", "CVE-2026-1", "{\"CveId\":\"CVE-2026-1\"}"})
  void details_that_cannot_be_read_are_a_warning_and_no_refusal(String broken) {
    more.put("CvesDetails", broken);

    Candidate read = read(event);

    assertThat(read.isRejected()).isFalse();
    assertThat(read.recommendation().vulnerability().software()).isEqualTo("openssl");
    assertThat(read.recommendation().vulnerability().cves()).isEmpty();
    assertThat(read.warnings())
        .containsExactly(
            new Warning(
                "/properties/additionalData/CvesDetails",
                "must be an array of objects with a CveId; it was not read"));
  }

  @Test
  void details_that_are_left_out_or_empty_are_no_warning() {
    more.put("CvesDetails", "[]");
    assertThat(read(event).warnings()).isEmpty();
    more.remove("CvesDetails");
    assertThat(read(event).warnings()).isEmpty();
  }

  @Test
  void a_hundred_CVEs_are_kept() {
    more.put(
        "CvesDetails",
        IntStream.range(0, 150)
            .mapToObj(i -> "{\"CveId\":\"CVE-2026-" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]")));
    assertThat(finding(event).vulnerability().cves()).hasSize(100).contains("CVE-2026-99");
  }

  @Test
  void versions_may_be_several_or_none() {
    more.putArray("DetectedSoftwareVersions").add("3.0.11").add("1.1.1k");
    more.putArray("FixedVersion").add("3.0.15").add("1.1.1w");
    assertThat(finding(event).vulnerability())
        .extracting(Vulnerability::installedVersion, Vulnerability::fixedVersion)
        .containsExactly("3.0.11, 1.1.1k", "3.0.15, 1.1.1w");

    more.put("FixedVersion", "").put("DetectedSoftwareVersions", "[\"3.0.11\"]");
    assertThat(finding(event).vulnerability())
        .extracting(Vulnerability::installedVersion, Vulnerability::fixedVersion)
        .containsExactly("3.0.11", null);
  }

  @ParameterizedTest
  @CsvSource({
    "Update openssl to version 3.0.15 or later, SoftwareUpdate, openssl",
    "Update Google Chrome to version 9, SoftwareUpdate, Google Chrome",
    "Update openssl, SoftwareUpdate,",
    "Rotate the key, SoftwareUpdate,",
    "Update openssl to version 3.0.15 or later, Secret,"
  })
  void only_the_title_of_an_update_names_a_package(String title, String category, String name) {
    more.remove("CvesDetails");
    in(event, "properties").put("displayName", title);
    in(event, "properties", "metadata").put("recommendationCategory", category);

    Vulnerability read = finding(event).vulnerability();

    assertThat(read == null ? null : read.software()).isEqualTo(name);
  }

  @Test
  void a_name_in_a_field_counts_more_than_the_title() {
    more.put("SoftwareName", "libssl3");
    assertThat(finding(event).vulnerability().software()).isEqualTo("libssl3");
  }

  @Test
  void a_sub_assessment_tells_the_same() {
    ObjectNode old = payload("vulnerability-found-in-image");
    in(old, "properties", "additionalData")
        .putObject("softwareDetails")
        .put("packageName", "curl")
        .put("version", "7.1")
        .put("fixedVersion", "8.2");

    assertThat(finding(old).vulnerability())
        .extracting(Vulnerability::software, Vulnerability::fixedVersion)
        .containsExactly("curl", "8.2");
  }

  @Test
  void what_is_about_no_software_stays_as_it_was() {
    Recommendation read = finding(payload("assessment-became-unhealthy"));
    assertThat(read.vulnerability()).isNull();
    assertThat(Json.write(read)).doesNotContain("vulnerability", "recommendationCategory");
  }
}
