package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.Intake;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as their sources post them, and how their senders find out whether they may. */
@RopewayTest
class EventSourcesTest {

  private static final String EVENTS = "/api/v1/events/";

  @Inject Scenario scenario;
  @Inject Intake intake;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  static byte[] payload(String source, String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/payloads", source, name + ".json"));
  }

  private static RequestSpecification sender(String mediaType) {
    // As it stands: REST Assured would add a charset of its own.
    return given()
        .config(
            io.restassured.RestAssured.config()
                .encoderConfig(
                    io.restassured.config.EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(mediaType, io.restassured.http.ContentType.TEXT)))
        .header("X-API-Key", TestEnvironment.KEY)
        .header("Content-Type", mediaType);
  }

  static ValidatableResponse post(String source, String mediaType, byte[] body) {
    return sender(mediaType).body(body).post(EVENTS + source).then();
  }

  @ParameterizedTest
  @CsvSource({
    "alertmanager, group-fires-and-is-resolved, 2",
    "security-hub, findings-imported-by-eventbridge, 2",
    "ocsf, detection-created, 1",
    "cloudevents, assessment-in-structured-event, 1"
  })
  void an_event_of_each_source_is_stored(String source, String payload, int findings)
      throws IOException {
    post(source, "application/json", payload(source, payload))
        .statusCode(202)
        .body("results", hasSize(findings));
  }

  @Test
  void each_row_of_a_log_alert_has_a_ticket_that_the_next_alert_finds_again_E24() {
    String rule = "/api/v1/rules/rows";
    Scenario.caller()
        .body(
            "{\"priority\":5,\"integration\":\"snow\",\"ticketType\":\"incident\",\"grouping\":\"row\","
                + "\"match\":{\"source\":[\"azure-monitor\"]}}")
        .put(rule)
        .then()
        .statusCode(201)
        .body("grouping", equalTo("row"));
    try {
      List<String> first =
          rows(logAlert("one", "2026-03-01T10:00:00Z", "[\"vm-1\",3],[\"vm-2\",4]"));
      assertThat(first).hasSize(2).doesNotHaveDuplicates();
      first.forEach(id -> scenario.becomes(UUID.fromString(id), "open"));

      List<String> next =
          rows(logAlert("two", "2026-03-01T11:00:00Z", "[\"vm-2\",9],[\"vm-3\",1]"));
      assertThat(next.get(0)).isEqualTo(first.get(1));
      scenario.becomes(UUID.fromString(next.get(1)), "open");
      assertThat(scenario.tickets("incident")).hasSize(3);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          scenario
                              .ticket("incident", UUID.fromString(next.get(0)))
                              .get("description"))
                      .contains("Computer: vm-2", "count_: 9"));
    } finally {
      Scenario.caller().delete(rule);
    }
  }

  private static String logAlert(String id, String at, String rows) {
    return """
        {"schemaId": "azureMonitorCommonAlertSchema", "data": {
          "essentials": {"alertId": "/subscriptions/a/alerts/%s", "alertRule": "Failed logins", "severity": "Sev2",
            "signalType": "Log", "monitorCondition": "Fired", "monitoringService": "Log Analytics",
            "alertTargetIDs": ["/subscriptions/a/resourcegroups/rg/providers/microsoft.operationalinsights/workspaces/w"],
            "firedDateTime": "%s"},
          "alertContext": {"SearchQuery": "Logins", "IncludedSearchResults": "True", "SearchResults": {"tables": [
            {"columns": [{"name": "Computer", "type": "string"}, {"name": "count_", "type": "long"}], "rows": [%s]}]}}}}
        """
        .formatted(id, at, rows);
  }

  private static List<String> rows(String alert) {
    return Scenario.caller()
        .body(alert)
        .post(EVENTS + "azure-monitor")
        .then()
        .statusCode(202)
        .extract()
        .path("results.assignment.id");
  }

  @Test
  void an_alert_of_github_is_stored_if_it_is_signed() throws Exception {
    byte[] body = payload("github", "dependabot-alert-created");
    github("dependabot_alert", signature(TestEnvironment.GITHUB_SECRET, body), body)
        .statusCode(202)
        .body("results", hasSize(1));
  }

  @Test
  void an_alert_of_github_that_is_not_signed_by_its_secret_is_refused() throws Exception {
    byte[] body = payload("github", "dependabot-alert-created");
    github("dependabot_alert", signature("another secret", body), body).statusCode(401);
    github("dependabot_alert", signature(TestEnvironment.GITHUB_SECRET, new byte[1]), body)
        .statusCode(401);
    github("dependabot_alert", "sha256=", body).statusCode(401);
    github("dependabot_alert", "", body)
        .statusCode(401)
        .contentType("application/problem+json")
        .body("detail", containsString("X-Hub-Signature-256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.ropeway.github",
        "DEV.Ropeway.GitHub",
        "dev.knative.source.github.dependabot_alert",
        "com.github.dependabot_alert"
      })
  void an_alert_of_github_gets_in_by_no_envelope_since_none_is_signed(String type)
      throws Exception {
    byte[] alert = payload("github", "dependabot-alert-created");
    byte[] cloudEvent = enveloped("{'specversion':'1.0','id':'1','source':'x','type':'%s'", type);
    byte[] gridEvent = enveloped("{'id':'1','eventType':'%s'", type);
    byte[] packed = enveloped("{'id':'1','type':'%s'", type);

    post("cloudevents", "application/cloudevents+json", cloudEvent).statusCode(400);
    sender("application/json")
        .header("ce-specversion", "1.0")
        .header("ce-id", "1")
        .header("ce-source", "x")
        .header("ce-type", type)
        .header("X-Hub-Signature-256", signature(TestEnvironment.GITHUB_SECRET, alert))
        .body(alert)
        .post(EVENTS + "cloudevents")
        .then()
        .statusCode(400)
        .body("detail", containsString("events of github must be signed"));
    post("event-grid", "application/json", gridEvent).statusCode(400);
    post("event-grid", "application/json", packed).statusCode(400);
    given()
        .header("X-API-Key", TestEnvironment.KEY)
        .get("/api/v1/recommendations")
        .then()
        .statusCode(200)
        .body("items", hasSize(0));
  }

  /** An alert of GitHub inside an event that begins so. */
  private static byte[] enveloped(String beginning, String type) throws IOException {
    String alert =
        new String(payload("github", "dependabot-alert-created"), StandardCharsets.UTF_8);
    return (beginning.formatted(type).replace('\'', '"') + ",\"data\":" + alert + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void an_alert_of_github_from_a_topic_must_be_signed_as_one_over_rest() throws Exception {
    byte[] alert = payload("github", "dependabot-alert-created");
    Map<String, Object> signed =
        Map.of("X-Hub-Signature-256", signature(TestEnvironment.GITHUB_SECRET, alert));
    byte[] cloudEvent =
        enveloped("{'specversion':'1.0','id':'1','source':'x','type':'%s'", "dev.ropeway.github");

    assertThat(intake.message("github", alert, signed).candidates())
        .singleElement()
        .matches(candidate -> !candidate.isRejected());
    assertThatThrownBy(() -> intake.message("github", alert, Map.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("X-Hub-Signature-256");
    assertThat(intake.message("cloudevents", cloudEvent, signed).candidates())
        .singleElement()
        .matches(Candidate::isRejected);
  }

  @Test
  void an_alert_of_github_that_is_only_looked_at_needs_no_signature() throws Exception {
    String alert =
        new String(payload("github", "dependabot-alert-created"), StandardCharsets.UTF_8);
    given()
        .header("X-API-Key", TestEnvironment.KEY)
        .contentType("application/json")
        .body("{\"source\":\"github\",\"event\":" + alert + "}")
        .post("/api/v1/rules/evaluate")
        .then()
        .statusCode(200);
  }

  @Test
  void a_ping_of_github_is_answered_at_once() throws Exception {
    byte[] body = "{\"zen\":\"Keep it simple.\",\"hook_id\":7}".getBytes(StandardCharsets.UTF_8);
    github("ping", signature(TestEnvironment.GITHUB_SECRET, body), body).statusCode(200);
    github("ping", signature("another secret", body), body).statusCode(401);
  }

  static ValidatableResponse github(String event, String signature, byte[] body) {
    return sender("application/json")
        .header("X-GitHub-Event", event)
        .header("X-Hub-Signature-256", signature)
        .body(body)
        .post(EVENTS + "github")
        .then();
  }

  static String signature(String secret, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  @Test
  void a_cloudevent_may_come_structured_in_a_batch_or_in_binary_mode() throws IOException {
    byte[] event = payload("cloudevents", "recommendation-in-structured-event");
    post("cloudevents", "application/cloudevents+json; charset=utf-8", event)
        .statusCode(202)
        .body("results[0].id", equalTo("lift-7/guard-rail"))
        .body("results[0].outcome", equalTo("created"));
    post("cloudevents", "application/cloudevents-batch+json", payload("cloudevents", "batch"))
        .statusCode(202)
        .body("results", hasSize(3))
        .body("results[2].outcome", equalTo("rejected"));
    post("cloudevents", "application/cloudevents-batch+json", "[]".getBytes(StandardCharsets.UTF_8))
        .statusCode(202)
        .body("results", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream"})
  void data_of_a_binary_event_may_be_of_any_type_that_holds_json(String type) {
    binary(type, "{\"id\":\"binary\",\"title\":\"Came in binary mode\"}")
        .statusCode(202)
        .body("results[0].id", equalTo("binary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/xml",
        "application/vnd.apache.thrift.binary",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void data_that_is_no_json_is_an_unknown_format(String type) {
    binary(type, "<finding/>").statusCode(415).contentType("application/problem+json");
  }

  private static ValidatableResponse binary(String type, String data) {
    return sender(type)
        .header("ce-specversion", "1.0")
        .header("ce-id", "1")
        .header("ce-source", "/lifts")
        .header("ce-type", "dev.ropeway.recommendation")
        .body(data.getBytes(StandardCharsets.UTF_8))
        .post(EVENTS + "cloudevents")
        .then();
  }

  @ParameterizedTest
  @CsvSource({
    "cloudevents, application/cloudevents+avro",
    "cloudevents, application/cloudevents+xml",
    "cloudevents, text/plain",
    "alertmanager, text/plain",
    "defender, text/xml",
    "github, application/x-www-form-urlencoded"
  })
  void other_formats_are_unknown(String source, String type) {
    post(source, type, "{}".getBytes(StandardCharsets.UTF_8))
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void only_cloudevents_come_in_binary_mode() {
    sender("text/plain")
        .header("ce-specversion", "1.0")
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .post(EVENTS + "alertmanager")
        .then()
        .statusCode(415);
    sender("text/plain")
        .header("ce-specversion", "1.0")
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(415);
  }

  @Test
  void a_sender_that_asks_before_it_posts_is_told_that_it_may() {
    given()
        .header("WebHook-Request-Origin", "eventgrid.azure.net")
        .header("WebHook-Request-Rate", "120")
        .options(EVENTS + "cloudevents")
        .then()
        .statusCode(200)
        .header("WebHook-Allowed-Origin", "eventgrid.azure.net")
        .header("WebHook-Allowed-Rate", "*")
        .header("Allow", containsString("POST"));
  }

  @Test
  void a_question_that_names_no_origin_is_answered_without_a_permission() {
    given()
        .header("Origin", "https://elsewhere.example")
        .header("Access-Control-Request-Method", "POST")
        .options(EVENTS + "cloudevents")
        .then()
        .statusCode(200)
        .header("Allow", containsString("POST"))
        .header("WebHook-Allowed-Origin", nullValue())
        .header("Access-Control-Allow-Origin", nullValue());
    given()
        .header("WebHook-Request-Origin", "<script>")
        .options(EVENTS + "cloudevents")
        .then()
        .statusCode(200)
        .header("WebHook-Allowed-Origin", nullValue());
    given()
        .header("WebHook-Request-Origin", "eventgrid.azure.net")
        .options(EVENTS + "nobody")
        .then()
        .statusCode(404);
    given().options("/api/v1/recommendations").then().statusCode(405);
  }

  @Test
  void a_permission_is_no_key() {
    given()
        .contentType("application/cloudevents+json")
        .body("{}")
        .post(EVENTS + "cloudevents")
        .then()
        .statusCode(401);
  }

  @Test
  void what_cannot_be_read_in_a_group_is_named_by_its_place() {
    post(
            "alertmanager",
            "application/json",
            "{\"alerts\":[{\"fingerprint\":\"a1\",\"labels\":{\"alertname\":\"A\"}},{\"labels\":{}}]}"
                .getBytes(StandardCharsets.UTF_8))
        .statusCode(202)
        .body("results[0].id", equalTo("alertmanager/a1"))
        .body("results[1].error.pointer", equalTo("/alerts/1/fingerprint"));
  }
}
