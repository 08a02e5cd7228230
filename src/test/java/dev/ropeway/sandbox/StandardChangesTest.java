package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.table.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardChangesTest extends SandboxFixture {
  private static final String STANDARD = "/api/sn_chg_rest/change/standard/";
  private static final String CHANGES = "/api/now/table/change_request";
  private static final String BODY = "{\"correlation_id\":\"a\"}";

  private static String template(String name) {
    return sandbox.rows("std_change_record_producer").stream()
        .filter(row -> row.get("name").equals(name))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private static HttpCaller.Reply patching(String json) {
    return wire.post(STANDARD + template("Patch a server"), json);
  }

  private static List<String> names(HttpCaller.Reply reply) {
    List<String> names = new ArrayList<>();
    reply.result().forEach(row -> names.add(row.at("/sys_name/value").asText()));
    return names;
  }

  @Test
  void templates_are_listed_with_both_values() {
    HttpCaller.Reply all = wire.get(STANDARD + "template?sysparm_query=ORDERBYname");
    HttpCaller.Reply active =
        wire.get(
            "/api/sn_chg_rest/v1/change/standard/template?sysparm_limit=1&sysparm_query="
                + HttpCaller.encoded("active=true^ORDERBYDESCname"));

    assertThat(names(all))
        .containsExactly("Clear BGP sessions", "Patch a server", "Reboot a server");
    assertThat(names(active)).containsExactly("Patch a server");
    JsonNode row = active.result().path(0);
    assertThat(row.at("/sys_id/value").asText()).isEqualTo(template("Patch a server"));
    assertThat(row.at("/short_description/display_value").asText())
        .isEqualTo("Installs the updates of a server");
    assertThat(row.at("/category/value").asText()).isEqualTo("Server Standard Changes");
    assertThat(row.at("/active/value").isBoolean()).isTrue();
    assertThat(row.at("/template/display_value").asText()).isEqualTo("Patch a server");
    assertThat(
            wire.get(STANDARD + "template/" + template("Clear BGP sessions"))
                .result()
                .at("/name/value")
                .asText())
        .isEqualTo("Clear BGP sessions");
  }

  @ParameterizedTest
  @CsvSource({"/api/sn_chg_rest/change/standard/", "/api/sn_chg_rest/v1/change/standard/"})
  void a_change_has_the_values_of_its_template_and_is_answered_with_types(String path) {
    HttpCaller.Reply reply =
        wire.post(
            path + template("Patch a server"),
            "{\"correlation_id\":\"a\",\"short_description\":\"Patch db-7\"}");

    assertThat(reply.status()).isEqualTo(200);
    JsonNode change = reply.result();
    assertThat(change.at("/state/value").isFloatingPointNumber()).isTrue();
    assertThat(change.at("/state/value").asDouble()).isEqualTo(-5.0);
    assertThat(change.at("/state/display_value").asText()).isEqualTo("New");
    assertThat(change.at("/active/value").isBoolean()).isTrue();
    assertThat(change.at("/type/value").asText()).isEqualTo("standard");
    assertThat(change.at("/category/value").asText()).isEqualTo("Software");
    assertThat(change.at("/risk/value").asDouble()).isEqualTo(4.0);
    assertThat(change.at("/short_description/value").asText()).isEqualTo("Patch db-7");
    assertThat(change.at("/implementation_plan/value").asText()).startsWith("Install");
    assertThat(change.at("/assignment_group/display_value").asText())
        .isEqualTo("Platform Engineering");
    assertThat(change.at("/std_change_producer_version/display_value").asText())
        .isEqualTo("Patch a server - 2");
    assertThat(change.at("/sla_due/display_value").asText()).isEqualTo("UNKNOWN");
    assertThat(change.at("/sys_created_on/display_value_internal").asText()).hasSize(19);
    assertThat(change.at("/__meta/ignoredFields")).isEmpty();
    assertThat(sandbox.row("change_request", change.at("/sys_id/value").asText()))
        .containsEntry("type", "standard")
        .containsEntry("state", "-5")
        .containsEntry("correlation_id", "a");
    assertThat(wire.get(STANDARD + change.at("/sys_id/value").asText()).result().at("/number"))
        .isEqualTo(change.at("/number"));
  }

  @Test
  void fields_that_are_unknown_read_only_or_approved_are_ignored_and_named() {
    JsonNode change =
        patching(
                "{\"u_nothing\":\"x\",\"number\":\"CHG1\",\"description\":\"mine\","
                    + "\"backout_plan\":\"mine\",\"justification\":\"j\"}")
            .result();

    assertThat(change.at("/__meta/ignoredFields"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("u_nothing", "number", "description", "backout_plan");
    assertThat(change.at("/description/value").asText()).isEmpty();
    assertThat(change.at("/backout_plan/value").asText()).isEqualTo("Restore the snapshot");
    assertThat(change.at("/justification/value").asText()).isEqualTo("j");
  }

  @Test
  void fields_in_the_address_count_and_those_in_the_body_override_them() {
    String path = STANDARD + template("Patch a server") + "?justification=a&category=Network";

    JsonNode change = wire.post(path, "{\"justification\":\"b\"}").result();

    assertThat(change.at("/justification/value").asText()).isEqualTo("b");
    assertThat(change.at("/category/value").asText()).isEqualTo("Network");
  }

  @Test
  void a_template_may_have_its_changes_begin_as_scheduled() {
    JsonNode change = wire.post(STANDARD + template("Clear BGP sessions"), BODY).result();

    assertThat(change.at("/state/value").asDouble()).isEqualTo(-2.0);
    assertThat(change.at("/state/display_value").asText()).isEqualTo("Scheduled");
  }

  @Test
  void a_standard_change_skips_assessment_and_authorization() {
    String path = CHANGES + "/" + patching(BODY).result().at("/sys_id/value").asText();

    assertThat(wire.patch(path, "{\"state\":\"-4\"}").status()).isEqualTo(403);
    for (String state : List.of("-2", "-1", "0")) {
      assertThat(wire.patch(path, "{\"state\":\"" + state + "\"}").field("state")).isEqualTo(state);
    }
    assertThat(
            wire.patch(
                    path, "{\"state\":\"3\",\"close_code\":\"successful\",\"close_notes\":\"n\"}")
                .field("active"))
        .isEqualTo("false");
  }

  @Test
  void a_template_that_is_retired_unknown_or_a_version_makes_no_change() {
    String version = sandbox.rows("std_change_producer_version").get(0).get("sys_id");

    for (String id : List.of(template("Reboot a server"), "0".repeat(32), version)) {
      HttpCaller.Reply reply = wire.post(STANDARD + id, BODY);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.message()).isEqualTo("No Record found");
    }
    assertThat(sandbox.rows("change_request")).isEmpty();

    sandbox.update(
        "std_change_record_producer",
        template("Reboot a server"),
        Map.of("active", "true"),
        "admin");
    assertThat(wire.post(STANDARD + template("Reboot a server"), BODY).status()).isEqualTo(200);
  }

  @Test
  void who_may_not_make_changes_makes_no_standard_ones() {
    HttpCaller service =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.service", "ropeway.service"));

    assertThat(service.post(STANDARD + template("Patch a server"), BODY).status()).isEqualTo(403);
    assertThat(service.get(STANDARD + "template").result()).isEmpty();
    assertThat(sandbox.rows("change_request")).isEmpty();
  }

  @Test
  void other_paths_of_the_api_are_no_resource() {
    assertThat(wire.post("/api/sn_chg_rest/change/normal", BODY).message())
        .isEqualTo("Requested URI does not represent any resource");
  }

  @Test
  void duplicates_of_standard_changes_are_counted() {
    patching(BODY);
    patching(BODY);

    assertThat(wire.get("/sandbox/stats").json().at("/correlationIds/change_request/duplicates/0"))
        .hasToString("\"a\"");
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR,500,0",
    "RATE_LIMITED,429,0",
    "BUSY,429,0",
    "DATA_POLICY,403,0",
    "INSERT_DENIED,403,0",
    "BROKEN_JSON,200,0",
    "COMMIT_THEN_ERROR,500,1",
    "COMMIT_THEN_BROKEN_JSON,200,1",
    "FORBIDDEN_AFTER_CREATE,403,1",
    "EMPTY_ANSWER,200,1",
    "SLOW,200,1"
  })
  void faults_strike_standard_changes_as_they_strike_tables(FaultKind fault, int status, int rows) {
    sandbox.faults().set(fault, FaultRule.next(1).on("POST", "change_request").delay(1));

    assertThat(patching(BODY).status()).isEqualTo(status);
    assertThat(sandbox.rows("change_request")).hasSize(rows);
    assertThat(patching(BODY).status()).isEqualTo(200);
    assertThat(sandbox.callCount("POST", "change_request")).isEqualTo(2);
  }

  @Test
  void an_answer_can_be_lost_after_the_change_was_made() {
    sandbox.faults().next(FaultKind.COMMIT_THEN_DROP, 1);

    assertThatThrownBy(() -> patching(BODY)).hasMessageContaining("IOException");

    assertThat(wire.query("change_request", "correlation_id=a").result()).hasSize(1);
  }

  @Test
  void a_standard_change_can_be_committed_late_with_the_stamp_of_the_request() {
    sandbox.faults().set(FaultKind.COMMIT_LATE, FaultRule.next(1).delay(400));
    String asked = Stamps.of(CLOCK.instant());

    assertThatThrownBy(() -> patching(BODY)).hasMessageContaining("IOException");
    assertThat(sandbox.rows("change_request")).isEmpty();
    pass(30);

    await().until(() -> !sandbox.rows("change_request").isEmpty());
    assertThat(sandbox.rows("change_request").get(0)).containsEntry("sys_updated_on", asked);
  }
}
