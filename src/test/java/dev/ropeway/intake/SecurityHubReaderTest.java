package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityHubReaderTest {

  private final SecurityHubReader reader = new SecurityHubReader();

  private static ObjectNode control() {
    return (ObjectNode) Payloads.json("security-hub", "finding-of-control");
  }

  private Recommendation read(JsonNode finding) {
    return Payloads.only(reader.read(finding));
  }

  @Test
  void a_finding_alone_becomes_a_recommendation() {
    Recommendation read = read(control());

    assertThat(read.id()).isEqualTo(control().path("Id").textValue());
    assertThat(read.kind()).isEqualTo(Recommendation.Kind.RECOMMENDATION);
    assertThat(read.title()).isEqualTo("S3 buckets should block public access");
    assertThat(read.assessmentKey()).isEqualTo("S3.8");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isEqualTo("FAILED");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-02-08T15:59:58.004Z"));
    assertThat(read.category()).isEqualTo("Software and Configuration Checks");
    assertThat(read.remediation()).startsWith("Turn on all four").endsWith("/remediation");
    assertThat(read.url()).isEqualTo("https://docs.example.org/S3.8/remediation");
    assertThat(read.tags())
        .containsEntry("owner", "till@example.org")
        .containsEntry("product", "Security Hub");
    assertThat(read.resource())
        .isEqualTo(
            new Resource(
                "arn:aws:s3:::lift-tickets",
                "lift-tickets",
                "AwsS3Bucket",
                "/aws/222233334444/eu-central-1"));
    assertThat(read.configurationItems())
        .containsExactly(
            "arn:aws:s3:::lift-tickets",
            "lift-tickets",
            "arn:aws:iam::222233334444:role/lifts/seller",
            "seller");
  }

  @Test
  void a_vulnerability_is_told_in_our_words() {
    JsonNode event = Payloads.json("security-hub", "vulnerability-of-inspector");
    ObjectNode told = (ObjectNode) event.findValue("Vulnerabilities").get(0);
    assertThat(Payloads.only(reader.read(event)).vulnerability())
        .isEqualTo(
            new Vulnerability(List.of("CVE-2026-1000"), "expat", "2.1.0", "2.1.0-15", null, null));

    told.put("ExploitAvailable", "YES");
    told.putArray("Cvss").addObject().put("BaseScore", 9.8);
    told.withArray("Cvss").addObject().put("BaseScore", 7.5);
    ObjectNode other = told.withArray("VulnerablePackages").addObject();
    other.put("Name", "expat-devel").put("FixedInVersion", "9");

    assertThat(Payloads.only(reader.read(event)).vulnerability())
        .as("the first package, and all that is said of the weakness")
        .isEqualTo(
            new Vulnerability(List.of("CVE-2026-1000"), "expat", "2.1.0", "2.1.0-15", 9.8, true));
    assertThat(read(control()).vulnerability()).isNull();
  }

  @Test
  void eventbridge_brings_a_list_of_findings() {
    List<Candidate> read =
        reader.read(Payloads.json("security-hub", "findings-imported-by-eventbridge"));

    assertThat(read).hasSize(2);
    Recommendation threat = Payloads.finding(read.get(0));
    assertThat(threat.kind()).isEqualTo(Recommendation.Kind.ALERT);
    assertThat(threat.severity()).as("Normalized 80").isEqualTo(Severity.HIGH);
    assertThat(threat.resource().name()).isEqualTo("i-0aa11bb22cc33dd44");
    assertThat(threat.category()).isEqualTo("TTPs");

    Recommendation old = Payloads.finding(read.get(1));
    assertThat(old.id()).as("unique beside its product").endsWith("/default/winch-cve-77");
    assertThat(old.state()).isEqualTo(RecommendationState.DELETED);
    assertThat(old.stateReason()).isEqualTo("ARCHIVED");
    assertThat(old.severity()).isEqualTo(Severity.LOW);
    assertThat(old.url()).isEqualTo("https://scanner.example.org/winch-cve-77");
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::::Account:222233334444, 222233334444",
    "arn:aws:iam::222233334444:root, root",
    "arn:aws:s3:::lift-tickets, lift-tickets",
    "i-0aa11bb22cc33dd44, i-0aa11bb22cc33dd44"
  })
  void a_resource_is_named_by_the_end_of_its_id(String id, String name) {
    ObjectNode finding = control();
    Payloads.at(finding, "/Resources/0").put("Id", id);
    assertThat(read(finding).resource().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "AWSInspector, Software and Configuration Checks/Vulnerabilities/CVE, CVE-2026-1007 - expat, CVE-2026-1007",
    "arn:aws:guardduty:eu-west-1:1:detector/abc, TTPs/Command and Control/Backdoor:EC2-C&CActivity.B, t, Backdoor:EC2-C&CActivity.B",
    "aws/inspector, Software and Configuration Checks/Network Reachability/Port open, t, Port open",
    "prowler-iam_root, Software and Configuration Checks/IAM/Root, t, prowler-iam_root",
    ", Software and Configuration Checks/IAM/Root, t, Root",
    ", Software and Configuration Checks, t, "
  })
  void kinds_can_be_told_apart(String generator, String type, String title, String key) {
    ObjectNode finding = control();
    finding.put("GeneratorId", generator).put("Title", title).remove("Compliance");
    finding.putArray("Types").add(type);
    assertThat(read(finding).assessmentKey()).isEqualTo(key);
  }

  @Test
  void of_several_resources_the_ill_one_comes_first() {
    ObjectNode finding = control();
    finding
        .putArray("Resources")
        .add(resource("AWS::::Account:222233334444").put("Type", "AwsAccount"))
        .add(resource("arn:aws:iam::222233334444:role/seller").put("ResourceRole", "Actor"))
        .add(resource("arn:aws:ecr:eu-west-2:222233334444:repository/shop/sha256:abc"));

    assertThat(read(finding).resource().name()).isEqualTo("shop");
    assertThat(read(finding).configurationItems())
        .startsWith("arn:aws:ecr:eu-west-2:222233334444:repository/shop/sha256:abc", "shop")
        .contains("seller", "222233334444");
  }

  private static ObjectNode resource(String id) {
    return Json.MAPPER.createObjectNode().put("Id", id);
  }

  @Test
  void a_vulnerability_says_what_to_install() {
    Recommendation read =
        read(Payloads.json("security-hub", "vulnerability-of-inspector").at("/Findings/0"));

    assertThat(read.description())
        .startsWith("An overflow.")
        .contains("CVE-2026-1000", "expat 2.1.0, fixed in 2.1.0-15", "https://alas.example/1");
    assertThat(read.remediation()).startsWith("Update expat from 2.1.0 to 2.1.0-15.");
    assertThat(read.resource().name()).isEqualTo("shop");
    assertThat(read.assessmentKey()).isEqualTo("CVE-2026-1000");
  }

  @Test
  void the_newer_hub_brings_findings_in_ocsf() {
    Recommendation read = read(Payloads.json("security-hub", "finding-in-ocsf"));

    assertThat(read.source()).isEqualTo("security-hub");
    assertThat(read.assessmentKey()).isEqualTo("CloudTrail.2");
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE,   NEW,        FAILED,        UNHEALTHY,      FAILED",
    "ACTIVE,   NOTIFIED,   WARNING,       UNHEALTHY,      WARNING",
    "ACTIVE,   NEW,        PASSED,        HEALTHY,        PASSED",
    "ACTIVE,   NEW,        NOT_AVAILABLE, NOT_APPLICABLE, NOT_AVAILABLE",
    "ACTIVE,   SUPPRESSED, FAILED,        NOT_APPLICABLE, SUPPRESSED",
    "ACTIVE,   RESOLVED,   FAILED,        HEALTHY,        RESOLVED",
    "ARCHIVED, RESOLVED,   PASSED,        DELETED,        ARCHIVED",
    "active,   new,        passed,        HEALTHY,        PASSED"
  })
  void record_workflow_and_compliance_make_the_state(
      String record, String workflow, String compliance, RecommendationState state, String reason) {
    ObjectNode finding = control();
    finding.put("RecordState", record);
    finding.putObject("Workflow").put("Status", workflow);
    finding.putObject("Compliance").put("Status", compliance);

    assertThat(read(finding).state()).isEqualTo(state);
    assertThat(read(finding).stateReason()).isEqualTo(reason);
  }

  @Test
  void the_reasons_of_a_check_are_told() {
    ObjectNode finding = control();
    ObjectNode compliance = finding.putObject("Compliance").put("Status", "NOT_AVAILABLE");
    compliance
        .putArray("StatusReasons")
        .addObject()
        .put("ReasonCode", "CONFIG_RETURNS_NOT_APPLICABLE")
        .put("Description", "There is no bucket.");
    assertThat(read(finding).stateReason()).isEqualTo("NOT_AVAILABLE: There is no bucket.");
  }

  @Test
  void the_workflow_of_older_findings_is_read_too() {
    ObjectNode finding = control();
    finding.remove("Workflow");
    finding.put("WorkflowState", "RESOLVED");
    assertThat(read(finding).state()).isEqualTo(RecommendationState.HEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, INFORMATIONAL",
    "1, LOW",
    "39, LOW",
    "40, MEDIUM",
    "69, MEDIUM",
    "70, HIGH",
    "89, HIGH",
    "90, CRITICAL",
    "100, CRITICAL",
    "101, MEDIUM"
  })
  void without_a_label_the_normalized_number_is_the_severity(int normalized, Severity severity) {
    ObjectNode finding = control();
    finding.putObject("Severity").put("Normalized", normalized);
    assertThat(read(finding).severity()).isEqualTo(severity);
  }

  @Test
  void a_finding_that_cannot_be_read_is_named_by_its_place() {
    JsonNode event = Payloads.json("security-hub", "findings-imported-by-eventbridge");
    Payloads.at(event, "/detail/findings/1").remove("Title");
    List<Candidate> read = reader.read(event);

    assertThat(read.get(0).isRejected()).isFalse();
    assertThat(read.get(1).rejection().pointer()).isEqualTo("/detail/findings/1/Title");
    assertThat(read.get(1).rejection().id()).endsWith("winch-cve-77");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]", "{}"})
  void what_is_no_finding_is_refused(String json) {
    assertThat(Payloads.refusal(reader.read(Json.tree(json))).pointer()).isEqualTo("/Id");
  }

  @Test
  void another_event_of_eventbridge_is_refused() {
    JsonNode event = Json.tree("{\"detail-type\":\"EC2 Instance State-change\",\"detail\":{}}");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/detail/findings");
    JsonNode none = Json.tree("{\"detail\":{\"findings\":[]}}");
    assertThat(Payloads.refusal(reader.read(none)).pointer()).isEqualTo("/detail/findings");
  }
}
