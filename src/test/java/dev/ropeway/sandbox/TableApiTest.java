package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.table.Call;
import dev.ropeway.sandbox.table.Stamps;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

class TableApiTest extends SandboxFixture {
  @Test
  void creating_answers_201_with_the_location_and_every_column_as_a_string() {
    HttpCaller.Reply reply = wire.post(INCIDENTS, "{\"short_description\":\"Rotate keys\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("Location"))
        .isEqualTo(sandbox.url() + INCIDENTS + "/" + reply.field("sys_id"));
    assertThat(reply.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
    assertThat(reply.result()).hasSize(92);
    assertThat(reply.result())
        .allSatisfy(value -> assertThat(value.isTextual() || value.has("link")).isTrue());
    assertThat(reply.field("cmdb_ci")).isEmpty();
  }

  @Test
  void a_new_incident_has_the_recorded_defaults() {
    JsonNode row = wire.post(INCIDENTS, "{\"short_description\":\"x\"}").result();

    assertThat(row.path("state").asText()).isEqualTo("1");
    assertThat(row.path("incident_state").asText()).isEqualTo("1");
    assertThat(row.path("priority").asText()).isEqualTo("5");
    assertThat(row.path("category").asText()).isEqualTo("inquiry");
    assertThat(row.path("approval").asText()).isEqualTo("not requested");
    assertThat(row.path("sys_mod_count").asText()).isEqualTo("0");
    assertThat(row.path("caller_id").asText()).isEmpty();
    assertThat(row.path("number").asText()).isEqualTo("INC0010001");
    assertThat(row.path("sys_created_by").asText()).isEqualTo("ropeway");
  }

  @Test
  void references_are_link_and_value_and_repeat_the_called_version() {
    String id = incident("x");

    JsonNode plain = wire.get(INCIDENTS + "/" + id).result().path("opened_by");
    JsonNode v1 = wire.get("/api/now/v1/table/incident/" + id).result().path("opened_by");

    assertThat(plain.path("value").asText()).isEqualTo(userId("ropeway"));
    assertThat(plain.path("link").asText())
        .isEqualTo(sandbox.url() + "/api/now/table/sys_user/" + userId("ropeway"));
    assertThat(v1.path("link").asText()).contains("/api/now/v1/table/sys_user/");
  }

  @Test
  void stamps_are_utc_in_whole_seconds() {
    JsonNode row = wire.post(INCIDENTS, "{}").result();

    assertThat(row.path("sys_updated_on").asText())
        .isEqualTo(Stamps.of(CLOCK.instant()))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
  }

  @Test
  void an_update_counts_up_and_moves_the_stamp_and_a_put_keeps_what_it_does_not_name() {
    String id = created("incident", "{\"short_description\":\"a\",\"description\":\"b\"}");
    pass(5);

    HttpCaller.Reply reply = wire.put(INCIDENTS + "/" + id, "{\"short_description\":\"c\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("description")).isEqualTo("b");
    assertThat(reply.field("sys_mod_count")).isEqualTo("1");
    assertThat(reply.field("sys_updated_on")).isEqualTo(Stamps.of(CLOCK.instant()));
    assertThat(reply.field("sys_created_on")).isLessThan(reply.field("sys_updated_on"));
  }

  @Test
  void an_update_can_leave_the_system_fields_alone() {
    String id = incident("a");
    pass(5);

    HttpCaller.Reply reply =
        wire.patch(
            INCIDENTS + "/" + id + "?sysparm_suppress_auto_sys_field=true",
            "{\"short_description\":\"c\"}");

    assertThat(reply.field("short_description")).isEqualTo("c");
    assertThat(reply.field("sys_mod_count")).isEqualTo("0");
    assertThat(reply.field("sys_updated_on")).isEqualTo(reply.field("sys_created_on"));
  }

  @Test
  void unknown_and_read_only_fields_are_ignored_without_a_word() {
    HttpCaller.Reply reply =
        wire.post(INCIDENTS, "{\"no_such\":\"1\",\"priority\":\"1\",\"number\":\"INC1\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.result().has("no_such")).isFalse();
    assertThat(reply.field("priority")).isEqualTo("5");
    assertThat(reply.field("number")).isEqualTo("INC0010001");
  }

  @Test
  void over_long_text_is_cut_to_the_length_in_the_dictionary() {
    String id = incident("x".repeat(200));

    assertThat(sandbox.row("incident", id).get("short_description")).hasSize(160);
  }

  @Test
  void the_same_correlation_id_may_be_used_twice() {
    incident("a");
    String first = created("incident", "{\"correlation_id\":\"same\"}");
    String second = created("incident", "{\"correlation_id\":\"same\"}");

    assertThat(wire.query("incident", "correlation_id=same").column("sys_id"))
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void a_missing_record_is_404_for_every_verb() {
    String nowhere = INCIDENTS + "/" + "0".repeat(32);

    assertThat(wire.get(nowhere).status()).isEqualTo(404);
    assertThat(wire.patch(nowhere, "{}").status()).isEqualTo(404);
    assertThat(wire.delete(nowhere).detail())
        .isEqualTo("Record doesn't exist or ACL restricts the record retrieval");
  }

  @Test
  void deleting_answers_an_empty_204_and_leaves_an_audit_row() {
    String id = incident("x");

    HttpCaller.Reply reply = wire.delete(INCIDENTS + "/" + id);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.header("Content-Type")).isNull();
    assertThat(sandbox.rows("sys_audit_delete"))
        .filteredOn(row -> row.get("documentkey").equals(id))
        .extracting(row -> row.get("tablename"))
        .containsExactly("incident");
  }

  @Test
  void an_unknown_table_or_path_is_400() {
    assertThat(wire.get("/api/now/table/incidnt").message()).isEqualTo("Invalid table incidnt");
    assertThat(wire.get("/api/now/tabel/incident").message())
        .isEqualTo("Requested URI does not represent any resource");
  }

  @Test
  void an_empty_list_is_404_in_v1_and_200_in_v2() {
    assertThat(wire.get("/api/now/v1/table/problem").status()).isEqualTo(404);
    assertThat(wire.get("/api/now/v2/table/problem").text()).isEqualTo("{\"result\":[]}");
  }

  @Test
  void malformed_json_and_oversized_bodies_are_400() {
    assertThat(wire.post(INCIDENTS, "{\"short_description\":").status()).isEqualTo(400);
    assertThat(
            wire.post(INCIDENTS, "{\"description\":\"" + "x".repeat(10_485_760) + "\"}").detail())
        .startsWith("Rejected large REST payload with content-length = ");
    assertThat(sandbox.rows("incident")).isEmpty();
  }

  @Test
  void only_the_first_of_several_objects_is_created() {
    wire.post(INCIDENTS, "[{\"short_description\":\"a\"},{\"short_description\":\"b\"}]");

    assertThat(sandbox.rows("incident")).hasSize(1);
  }

  @Test
  void the_method_can_be_overridden_and_the_body_suppressed() {
    String id = incident("a");

    HttpCaller.Reply reply =
        HttpCaller.send(
            HttpRequest.newBuilder(sandbox.url().resolve(INCIDENTS + "/" + id))
                .header("Authorization", HttpCaller.basic("ropeway", "ropeway"))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-HTTP-Method-Override", "PATCH")
                .header("X-no-response-body", "true")
                .POST(HttpRequest.BodyPublishers.ofString("{\"short_description\":\"b\"}")));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEmpty();
    assertThat(sandbox.row("incident", id)).containsEntry("short_description", "b");
  }

  @Test
  void every_call_is_remembered_with_its_decoded_query() {
    wire.query("incident", "short_descriptionLIKEa b");

    Call call = sandbox.calls().get(0);
    assertThat(call.query()).isEqualTo("sysparm_query=short_descriptionLIKEa b");
    assertThat(call.status()).isEqualTo(200);
    assertThat(sandbox.callCount("GET", "incident")).isEqualTo(1);
  }
}
