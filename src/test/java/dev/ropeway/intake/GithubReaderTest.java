package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GithubReaderTest {

  private final GithubReader reader = new GithubReader();

  private static ObjectNode payload(String name) {
    return (ObjectNode) Payloads.json("github", name);
  }

  private Recommendation read(JsonNode event) {
    return Payloads.only(reader.read(event));
  }

  @Test
  void a_property_of_several_values_is_a_tag_of_all_of_them() {
    ObjectNode event = payload("dependabot-alert-created");
    ObjectNode properties =
        ((ObjectNode) event.path("repository")).putObject("custom_properties").put("team", "blue");
    properties.putArray("teams").add("blue").add("red");
    assertThat(read(event).tags())
        .containsEntry("team", "blue")
        .containsEntry("teams", "blue, red");
  }

  @Test
  void the_vulnerability_of_a_dependabot_alert_is_told_in_our_words() {
    ObjectNode event = payload("dependabot-alert-created");
    Payloads.in(event, "alert", "security_advisory").putObject("cvss").put("score", 7.5);
    assertThat(read(event).vulnerability())
        .isEqualTo(
            new Vulnerability(
                List.of("CVE-2026-20031"), "org.example:tension", null, "3.2.1", 7.5, null));
    assertThat(read(payload("code-scanning-alert-closed-by-user")).vulnerability()).isNull();
  }

  @Test
  void a_dependabot_alert_becomes_a_recommendation() {
    Recommendation read = read(payload("dependabot-alert-created"));

    assertThat(read.id()).isEqualTo("github.com/4470011/dependabot/31");
    assertThat(read.title()).isEqualTo("tension reads any file");
    assertThat(read.assessmentKey()).isEqualTo("GHSA-aaaa-bbbb-cccc");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.description())
        .contains("leaves the folder")
        .contains("CVE-2026-20031", "https://advisories.example.org/20031")
        .endsWith("org.example:tension < 3.2.1 in winch/pom.xml");
    assertThat(read.remediation()).isEqualTo("Update org.example:tension to 3.2.1.");
    assertThat(read.category()).isEqualTo("Dependabot");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isNull();
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-05T09:00:01Z"));
    assertThat(read.url()).isEqualTo("https://github.com/slopes/winch/security/dependabot/31");
    assertThat(read.resource())
        .isEqualTo(
            new Resource(
                "https://github.com/slopes/winch",
                "slopes/winch",
                "repository",
                "https://github.com/slopes"));
    assertThat(read.configurationItems())
        .containsExactly("slopes/winch", "https://github.com/slopes/winch", "winch");
    assertThat(read.tags())
        .isEqualTo(Map.of("team", "lifts", "regulated", "yes", "visibility", "private"));
  }

  @Test
  void a_code_scanning_alert_says_where_and_why_it_was_closed() {
    Recommendation read = read(payload("code-scanning-alert-closed-by-user"));

    assertThat(read.id()).isEqualTo("github.com/4470011/code-scanning/8");
    assertThat(read.title()).isEqualTo("Path is built from what users say");
    assertThat(read.severity()).as("not the rule's error").isEqualTo(Severity.CRITICAL);
    assertThat(read.description()).endsWith("In src/Winch.java, line 44 (refs/heads/main)");
    assertThat(read.state()).isEqualTo(RecommendationState.NOT_APPLICABLE);
    assertThat(read.stateReason()).isEqualTo("won't fix: Only the winch itself calls this.");
  }

  @Test
  void an_exposed_secret_is_not_stored_a_second_time() {
    ObjectNode event = payload("secret-scanning-alert-created");
    Recommendation read = read(event);

    assertThat(read.title()).isEqualTo("Exposed secret: Lift Pass Token");
    assertThat(read.severity()).as("still valid").isEqualTo(Severity.CRITICAL);
    assertThat(Json.write(read)).doesNotContain("not-a-real-one");
    assertThat(Json.tree(read.raw()).at("/alert/validity").textValue()).isEqualTo("active");
    assertThat(event.at("/alert/secret").isTextual()).as("the event itself is as it came").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "revoked, HEALTHY",
    "false_positive, NOT_APPLICABLE",
    "used_in_tests, NOT_APPLICABLE",
    "wont_fix, NOT_APPLICABLE"
  })
  void only_a_revoked_secret_is_healed(String resolution, RecommendationState state) {
    ObjectNode event = payload("secret-scanning-alert-created");
    event.put("action", "resolved");
    Payloads.at(event, "/alert").put("state", "resolved").put("resolution", resolution);

    assertThat(read(event).state()).isEqualTo(state);
    assertThat(read(event).stateReason()).isEqualTo(resolution);
  }

  @ParameterizedTest
  @CsvSource({
    "created, UNHEALTHY",
    "reopened, UNHEALTHY",
    "reopened_by_user, UNHEALTHY",
    "auto_reopened, UNHEALTHY",
    "reintroduced, UNHEALTHY",
    "appeared_in_branch, UNHEALTHY",
    "fixed, HEALTHY",
    "dismissed, NOT_APPLICABLE",
    "auto_dismissed, NOT_APPLICABLE",
    "closed_by_user, NOT_APPLICABLE"
  })
  void without_a_state_the_action_says_it(String action, RecommendationState state) {
    ObjectNode event = payload("dependabot-alert-created");
    event.put("action", action);
    Payloads.at(event, "/alert").putNull("state");
    assertThat(read(event).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "open, UNHEALTHY",
    "fixed, HEALTHY",
    "dismissed, NOT_APPLICABLE",
    "auto_dismissed, NOT_APPLICABLE"
  })
  void the_alerts_own_state_goes_before_the_action(String state, RecommendationState expected) {
    ObjectNode event = payload("dependabot-alert-created");
    event.put("action", "assignees_changed");
    Payloads.at(event, "/alert").put("state", state);
    assertThat(read(event).state()).isEqualTo(expected);
  }

  @Test
  void an_action_that_leaves_the_state_open_is_refused() {
    ObjectNode event = payload("dependabot-alert-created");
    event.put("action", "admired");
    Payloads.at(event, "/alert").remove("state");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/action");
  }

  @Test
  void a_reopened_alert_without_a_date_is_not_as_old_as_its_creation() {
    ObjectNode event = payload("secret-scanning-alert-created");
    event.put("action", "reopened");
    Payloads.at(event, "/alert").remove("updated_at");
    assertThat(read(event).stateChangedAt()).isNull();

    event.put("action", "created");
    assertThat(read(event).stateChangedAt()).isEqualTo(Instant.parse("2026-02-14T08:15:00Z"));
  }

  @Test
  void a_server_of_ones_own_has_numbers_of_its_own() {
    ObjectNode event = payload("dependabot-alert-created");
    Payloads.at(event, "/repository").put("html_url", "https://git.example.org/slopes/winch");
    assertThat(read(event).id()).isEqualTo("git.example.org/4470011/dependabot/31");
  }

  @Test
  void a_renamed_repository_keeps_its_findings() {
    ObjectNode event = payload("dependabot-alert-created");
    Payloads.at(event, "/repository").put("full_name", "slopes/lift").put("name", "lift");
    assertThat(read(event).id()).isEqualTo("github.com/4470011/dependabot/31");
  }

  @Test
  void a_ping_is_answered_without_a_finding() {
    Reading reading = reader.read(post("ping", "{\"zen\":\"x\"}"));
    assertThat(reading.isHandshake()).isTrue();
    assertThat(reading.reply().status()).isEqualTo(200);
  }

  @Test
  void other_events_are_refused_by_name() {
    Reading reading = reader.read(post("push", "{\"ref\":\"x\"}"));
    assertThat(Payloads.refusal(reading.candidates()).detail()).contains("push");
  }

  @Test
  void where_a_secret_was_found_is_no_alert() {
    ObjectNode event = payload("secret-scanning-alert-created");
    event.putObject("location").put("type", "commit");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/alert");
    Reading reading = reader.read(post("secret_scanning_alert_location", Json.write(event)));
    assertThat(Payloads.refusal(reading.candidates()).detail()).contains("_location");
  }

  @ParameterizedTest
  @CsvSource({"number, /alert/number", "rule, /alert"})
  void what_is_missing_is_named(String field, String pointer) {
    ObjectNode event = payload("code-scanning-alert-closed-by-user");
    Payloads.at(event, "/alert").remove(field);
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo(pointer);
  }

  @Test
  void an_alert_of_no_repository_is_refused() {
    ObjectNode event = payload("dependabot-alert-created");
    event.remove("repository");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/repository/id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]", "{}", "{\"alert\":{}}", "{\"alert\":7}"})
  void what_is_no_alert_is_refused(String json) {
    assertThat(Payloads.refusal(reader.read(Json.tree(json))).pointer()).isEqualTo("/alert");
  }

  @ParameterizedTest
  @CsvSource({
    "dev.knative.source.github.dependabot_alert, true",
    "dev.knative.source.github.push, false",
    "org.example.dependabot_alert, false"
  })
  void it_carries_what_brokers_make_of_its_webhooks(String type, boolean carried) {
    assertThat(reader.carries(type)).isEqualTo(carried);
  }

  private static Post post(String event, String body) {
    return new Post(body.getBytes(StandardCharsets.UTF_8), Map.of("X-GitHub-Event", event));
  }
}
