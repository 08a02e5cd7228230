package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
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

class OcsfReaderTest {

  private final OcsfReader reader = new OcsfReader();

  private static ObjectNode detection() {
    return (ObjectNode) Payloads.json("ocsf", "detection-created");
  }

  private Recommendation read(JsonNode finding) {
    return Payloads.only(reader.read(finding));
  }

  @Test
  void a_detection_becomes_an_alert() {
    Recommendation read = read(detection());

    assertThat(read.kind()).isEqualTo(Kind.ALERT);
    assertThat(read.id()).isEqualTo("slope-sensor/b7c1f0aa-0000-4000-8000-00000000000c");
    assertThat(read.title()).isEqualTo("Firmware is written to");
    assertThat(read.assessmentKey()).isEqualTo("writes-to-firmware");
    assertThat(read.description())
        .startsWith("Firmware was written")
        .endsWith("where only the updater may.");
    assertThat(read.remediation()).startsWith("Take the machine off").endsWith("/firmware");
    assertThat(read.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(read.riskLevel()).as("risk counts from 0").isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("Persistence");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isEqualTo("New");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-30T10:00:00.123Z"));
    assertThat(read.url()).isEqualTo("https://sensor.example.org/findings/b7c1");
    assertThat(read.resource())
        .isEqualTo(
            new Resource("machine-9", "winch-9", "Server", "/Azure/alps-prod/switzerlandnorth"));
    assertThat(read.configurationItems())
        .containsExactly("machine-9", "winch-9.example.org", "winch-9", "192.0.2.9");
    assertThat(read.tags())
        .containsEntry("owner", "summit")
        .containsEntry("zones", "a")
        .containsEntry("product", "Slope Sensor");
  }

  @Test
  void a_check_passes_or_fails() {
    JsonNode checks = Payloads.json("ocsf", "compliance-checked");
    Recommendation failed = read(checks.get(0));
    Recommendation passed = read(checks.get(1));

    assertThat(failed.kind()).isEqualTo(Kind.RECOMMENDATION);
    assertThat(failed.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(failed.assessmentKey()).isEqualTo("A.7.2");
    assertThat(failed.resource().name()).isEqualTo("door-1");
    assertThat(failed.stateChangedAt()).isEqualTo(Instant.parse("2026-02-11T10:00:00.250Z"));
    assertThat(passed.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(passed.stateChangedAt()).isEqualTo(Instant.parse("2026-02-11T10:00:01Z"));
  }

  @Test
  void a_vulnerability_is_named_by_what_is_vulnerable() {
    Recommendation read = read(Payloads.json("ocsf", "vulnerability-found"));

    assertThat(read.title()).isEqualTo("libtension reads past its end");
    assertThat(read.assessmentKey()).isEqualTo("CVE-2026-10444");
    assertThat(read.severity()).as("99 means that the word says it").isEqualTo(Severity.HIGH);
    assertThat(read.remediation()).isEqualTo("Update libtension to 2.1.");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-02-11T10:00:00.250Z"));
    assertThat(read.id()).isEqualTo("Hull Scan/hs-44");
  }

  @Test
  void a_vulnerability_is_told_in_our_words() {
    ObjectNode event = (ObjectNode) Payloads.json("ocsf", "vulnerability-found");
    ObjectNode told = (ObjectNode) event.path("vulnerabilities").get(0);
    assertThat(read(event).vulnerability())
        .isEqualTo(
            new Vulnerability(List.of("CVE-2026-10444"), "libtension", "2.0", null, null, null));

    told.put("is_exploit_available", true);
    ((ObjectNode) told.path("cve")).putArray("cvss").addObject().put("base_score", 8.1);
    ((ObjectNode) told.path("affected_packages").get(0)).put("fixed_in_version", "2.1");

    assertThat(read(event).vulnerability())
        .isEqualTo(
            new Vulnerability(List.of("CVE-2026-10444"), "libtension", "2.0", "2.1", 8.1, true));
    assertThat(read(detection()).vulnerability()).isNull();
  }

  @Test
  void the_finding_of_the_first_version_is_read_too() {
    Recommendation read = read(Payloads.json("ocsf", "security-finding-of-first-version"));

    assertThat(read.title()).isEqualTo("Key is old");
    assertThat(read.remediation()).isEqualTo("Change it.");
    assertThat(read.state()).as("state_id 3").isEqualTo(RecommendationState.NOT_APPLICABLE);
  }

  @Test
  void an_incident_that_is_closed_is_over() {
    Recommendation read = read(Payloads.json("ocsf", "incident-closed"));

    assertThat(read.kind()).isEqualTo(Kind.ALERT);
    assertThat(read.id()).isEqualTo("Desk/inc-3");
    assertThat(read.title()).isEqualTo("Gates were opened");
    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read.stateReason()).isEqualTo("It was an exercise.");
    assertThat(read.severity()).as("fatal").isEqualTo(Severity.CRITICAL);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, UNHEALTHY",
    "2, 2, UNHEALTHY",
    "2, 0, UNHEALTHY",
    "3, 0, HEALTHY",
    "3, 1, HEALTHY",
    "2, 3, NOT_APPLICABLE",
    "2, 4, HEALTHY",
    "2, 5, DELETED",
    "2, 6, DELETED",
    "99, 99, UNHEALTHY"
  })
  void activity_and_status_make_the_state(int activity, int status, RecommendationState state) {
    ObjectNode event = detection();
    event.put("activity_id", activity).put("status_id", status);
    event.remove("activity_name");
    event.remove("status");
    assertThat(read(event).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"FAIL, UNHEALTHY", "MANUAL, UNHEALTHY", "PASS, HEALTHY"})
  void a_scanner_may_report_checks_as_detections(String code, RecommendationState state) {
    ObjectNode event = detection();
    event.put("status_code", code);
    assertThat(read(event).state()).isEqualTo(state);
    assertThat(read(event).kind()).isEqualTo(Kind.RECOMMENDATION);
  }

  @ParameterizedTest
  @CsvSource({
    "1, INFORMATIONAL",
    "2, LOW",
    "3, MEDIUM",
    "4, HIGH",
    "5, CRITICAL",
    "6, CRITICAL",
    "0, MEDIUM",
    "99, MEDIUM",
    "-7, MEDIUM"
  })
  void the_severity_has_a_number(int id, Severity severity) {
    ObjectNode event = detection();
    event.put("severity_id", id).remove("severity");
    assertThat(read(event).severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
    "1769767200, 2026-01-30T10:00:00Z",
    "1769767200123, 2026-01-30T10:00:00.123Z",
    "1769767200123456, 2026-01-30T10:00:00.123456Z",
    "1769767200123456789, 2026-01-30T10:00:00.123456Z",
    "0, ",
    "-5, ",
    "9223372036854775807, "
  })
  void times_count_seconds_milliseconds_microseconds_or_nanoseconds(long time, Instant date) {
    ObjectNode event = detection();
    event.put("time", time);
    Payloads.at(event, "/finding_info").remove("modified_time");
    assertThat(read(event).stateChangedAt()).isEqualTo(date);
  }

  @Test
  void a_date_in_words_goes_before_a_number_and_the_newer_of_two_counts() {
    ObjectNode event = detection();
    event.put("time_dt", "2026-02-14T14:27:03.913874Z");
    assertThat(read(event).stateChangedAt())
        .isEqualTo(Instant.parse("2026-02-14T14:27:03.913874Z"));

    Payloads.at(event, "/finding_info").put("modified_time_dt", "2026-02-15T00:00:00Z");
    assertThat(read(event).stateChangedAt()).isEqualTo(Instant.parse("2026-02-15T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-30T14:00:00.123, 1769767200123, 2026-01-30T10:00:00.123Z",
    "2026-01-30T14:00:00.123+04:00, 1769767200123, 2026-01-30T10:00:00.123Z",
    "2026-01-30T14:00:00+04:00, 1769767200123, 2026-01-30T10:00:00Z",
    "2026-01-30 04:00:00, 1769767200, 2026-01-30T10:00:00Z",
    "2026-01-30T14:00:00, , 2026-01-30T14:00:00Z",
    "sometime, 1769767200, 2026-01-30T10:00:00Z"
  })
  void a_date_without_a_zone_yields_to_the_count_beside_it(String words, Long count, Instant date) {
    ObjectNode event = detection();
    event.put("time_dt", words).put("time", count);
    Payloads.at(event, "/finding_info").remove("modified_time");
    assertThat(read(event).stateChangedAt()).isEqualTo(date);
  }

  @Test
  void a_date_without_a_zone_yields_to_another_of_the_event_that_has_one() {
    ObjectNode event = detection();
    event.put("time", 1769767200123L);
    Payloads.at(event, "/finding_info")
        .put("modified_time_dt", "2026-01-30T18:00:00")
        .remove("modified_time");
    assertThat(read(event).stateChangedAt()).isEqualTo(Instant.parse("2026-01-30T10:00:00.123Z"));
  }

  @Test
  void a_vulnerability_says_what_to_install() {
    ObjectNode event = (ObjectNode) Payloads.json("ocsf", "vulnerability-found");
    ObjectNode found = Payloads.at(event, "/vulnerabilities/0");
    found.putArray("references").add("https://cve.example.org/10444");
    Payloads.at(event, "/vulnerabilities/0/affected_packages/0")
        .put("release", "3.el9")
        .put("fixed_in_version", "2.1");
    found.withArray("affected_packages").addObject().put("name", "rope").put("version", "1");

    assertThat(read(event).description())
        .contains("libtension 2.0-3.el9, fixed in 2.1", "rope 1, no fixed version is told")
        .endsWith("https://cve.example.org/10444");
    assertThat(read(event).remediation())
        .startsWith("Update libtension from 2.0-3.el9 to 2.1.")
        .doesNotContain("rope");
  }

  @Test
  void a_weakness_is_told_apart_by_its_name_and_a_detection_by_its_type() {
    ObjectNode event = (ObjectNode) Payloads.json("ocsf", "vulnerability-found");
    Payloads.at(event, "/metadata").put("event_code", "vulnerability");
    assertThat(read(event).assessmentKey()).isEqualTo("CVE-2026-10444");

    ObjectNode detection = detection();
    Payloads.at(detection, "/metadata").remove("event_code");
    Payloads.at(detection, "/finding_info").remove("analytic");
    Payloads.at(detection, "/finding_info").putArray("types").add("Backdoor:EC2");
    assertThat(read(detection).assessmentKey()).isEqualTo("Backdoor:EC2");
  }

  @Test
  void of_several_resources_the_ill_one_comes_first() {
    ObjectNode event = detection();
    ArrayNode resources = event.putArray("resources");
    resources.addObject().put("uid", "1111").put("type", "AWS Account");
    resources.addObject().put("uid", "thief").put("role_id", 2);
    resources.addObject().put("name", "db-1").put("uid", "d").put("role", "Affected");

    assertThat(read(event).resource().name()).isEqualTo("db-1");
    assertThat(read(event).configurationItems()).startsWith("d", "db-1").contains("1111", "thief");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ecr:eu-west-2:1111:repository/shop/sha256:abc, , shop",
    "sha256:abc, registry.example.org/team/shop:1.2, team/shop",
    "registry.example.org/team/shop@sha256:abc, sha256:abc, team/shop",
    "sha256:abc, , sha256:abc"
  })
  void an_image_is_known_by_its_repository(String uid, String name, String known) {
    ObjectNode event = detection();
    event
        .putArray("resources")
        .addObject()
        .put("uid", uid)
        .put("name", name)
        .put("type", "Container Image");
    assertThat(read(event).resource().name()).isEqualTo(known);
    assertThat(read(event).configurationItems()).contains(known, uid);
  }

  @ParameterizedTest
  @CsvSource({
    "class_uid, 1001, /class_uid",
    "class_uid, 3002, /class_uid",
    "class_uid, x, /class_uid"
  })
  void other_classes_are_refused(String field, String value, String pointer) {
    ObjectNode event = detection();
    event.put(field, value).remove("type_uid");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo(pointer);
  }

  @Test
  void the_type_says_the_class_where_that_is_missing() {
    ObjectNode event = detection();
    event.remove("class_uid");
    assertThat(read(event).kind()).isEqualTo(Kind.ALERT);
  }

  @Test
  void a_finding_without_key_or_title_is_refused_by_place() {
    ObjectNode event = detection();
    Payloads.at(event, "/finding_info").put("uid", "a\nb");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/finding_info/uid");

    ObjectNode nameless = detection();
    nameless.remove("message");
    Payloads.at(nameless, "/finding_info").remove("title");
    assertThat(Payloads.refusal(reader.read(nameless)).pointer()).isEqualTo("/finding_info/title");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]", "{}", "{\"class_uid\":2004}"})
  void what_is_no_finding_is_refused(String json) {
    assertThat(Payloads.refusal(reader.read(Json.tree(json))).detail()).isNotBlank();
  }
}
