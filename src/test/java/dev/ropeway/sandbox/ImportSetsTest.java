package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.ImportTable;
import dev.ropeway.sandbox.instance.ImportTable.Outcome;
import dev.ropeway.sandbox.table.Stamps;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportSetsTest extends SandboxFixture {
  private static final String STAGING = "sn_si_incident_import";
  private static final String IMPORT = "/api/now/import/" + STAGING;
  private static final String TARGET = "sn_si_incident";
  private static final String BODY = "{\"short_description\":\"x\",\"correlation_id\":\"a\"}";

  private static HttpCaller as(String userName) {
    return new HttpCaller(sandbox, HttpCaller.basic(userName, userName));
  }

  private static HttpCaller security() {
    return as("ropeway.security");
  }

  private static JsonNode result(HttpCaller.Reply reply) {
    return reply.result().path(0);
  }

  private static JsonNode staged() {
    return security().query(STAGING, "correlation_id=a").result().path(0);
  }

  @ParameterizedTest
  @CsvSource({"/api/now/import/", "/api/now/v1/import/", "/api/now/v2/import/"})
  void a_row_becomes_a_security_incident_while_the_caller_waits(String path) {
    HttpCaller.Reply reply = security().post(path + STAGING, BODY);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().path("import_set").asText()).isEqualTo("ISET0010001");
    assertThat(reply.json().path("staging_table").asText()).isEqualTo(STAGING);
    JsonNode result = result(reply);
    String id = result.path("sys_id").asText();
    assertThat(result.path("transform_map").asText()).isEqualTo("Security Incident Transform");
    assertThat(result.path("table").asText()).isEqualTo(TARGET);
    assertThat(result.path("display_name").asText()).isEqualTo("number");
    assertThat(result.path("display_value").asText()).isEqualTo("SIR0010001");
    assertThat(result.path("status").asText()).isEqualTo("inserted");
    assertThat(result.path("record_link").asText())
        .isEqualTo(sandbox.url() + "/api/now/table/sn_si_incident/" + id);
    assertThat(sandbox.row(TARGET, id))
        .containsEntry("short_description", "x")
        .containsEntry("correlation_id", "a")
        .containsEntry("sys_created_by", "ropeway.security");
    assertThat(security().get(reply.header("Location").replaceFirst("^https?://[^/]+", "")).json())
        .isEqualTo(reply.json());
  }

  @Test
  void the_staging_row_says_what_became_of_it() {
    String id = result(security().post(IMPORT, BODY)).path("sys_id").asText();

    JsonNode row = staged();

    assertThat(row.path("sys_import_state").asText()).isEqualTo("inserted");
    assertThat(row.path("sys_target_table").asText()).isEqualTo(TARGET);
    assertThat(row.path("sys_target_sys_id").path("value").asText()).isEqualTo(id);
    assertThat(row.path("sys_import_set").path("value").asText()).hasSize(32);
    assertThat(row.path("short_description").asText()).isEqualTo("x");
    assertThat(wire.query(STAGING, "correlation_id=a").result()).isEmpty();
  }

  @Test
  void nothing_coalesces_until_it_is_told_to() {
    security().post(IMPORT, BODY);
    security().post(IMPORT, BODY);
    assertThat(sandbox.rows(TARGET)).hasSize(2);
    assertThat(wire.get("/sandbox/stats").json().at("/correlationIds/sn_si_incident/duplicates/0"))
        .hasToString("\"a\"");
    sandbox.reset();
    wire.put("/sandbox/imports/" + STAGING, "{\"coalesce\":\"correlation_id\"}");
    security().post(IMPORT, BODY);

    JsonNode same = result(security().post(IMPORT, BODY));
    JsonNode other =
        result(security().post(IMPORT, "{\"short_description\":\"y\",\"correlation_id\":\"a\"}"));

    assertThat(same.path("status").asText()).isEqualTo("ignored");
    assertThat(same.path("sys_id").asText()).isEqualTo(other.path("sys_id").asText());
    assertThat(other.path("status").asText()).isEqualTo("updated");
    assertThat(sandbox.rows(TARGET)).hasSize(1);
    assertThat(sandbox.rows(TARGET).get(0)).containsEntry("short_description", "y");
  }

  @Test
  void names_of_people_groups_and_items_become_references() {
    JsonNode result =
        result(
            security()
                .post(
                    IMPORT,
                    "{\"assigned_to\":\"Ada Fulmer\",\"assignment_group\":\"Network\","
                        + "\"cmdb_ci\":\"db-7.example.com\",\"state\":\"Analysis\"}"));

    Map<String, String> made = sandbox.row(TARGET, result.path("sys_id").asText());
    assertThat(made)
        .containsEntry("assigned_to", userId("ada.fulmer"))
        .containsEntry("state", "16")
        .containsEntry("cmdb_ci", sandbox.rows("cmdb_ci_linux_server").get(0).get("sys_id"));
    assertThat(made.get("assignment_group")).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({"error, error", "ignore, ignored", "skip, skipped"})
  void what_is_not_transformed_is_said_under_status_201(String outcome, String status) {
    wire.put(
        "/sandbox/imports/" + STAGING,
        "{\"outcome\":\"" + outcome + "\",\"times\":1,\"message\":\"No such column\"}");

    HttpCaller.Reply reply = security().post(IMPORT, BODY);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(result(reply).path("status").asText()).isEqualTo(status);
    assertThat(result(reply).has("sys_id")).isFalse();
    assertThat(result(reply).has("error_message")).isEqualTo(status.equals("error"));
    assertThat(result(reply).path("status_message").asText()).isNotEmpty();
    assertThat(sandbox.rows(TARGET)).isEmpty();
    assertThat(staged().path("sys_import_state").asText()).isEqualTo(status);
    assertThat(staged().path("sys_target_sys_id").asText()).isEmpty();
    assertThat(result(security().post(IMPORT, BODY)).path("status").asText()).isEqualTo("inserted");
  }

  @Test
  void a_column_without_a_line_in_the_map_is_dropped_silently() {
    sandbox.define(STAGING, ImportTable.into(TARGET).without("short_description"));

    JsonNode result = result(security().post(IMPORT, BODY));

    assertThat(result.path("status").asText()).isEqualTo("inserted");
    assertThat(sandbox.rows(TARGET).get(0))
        .containsEntry("short_description", "")
        .containsEntry("correlation_id", "a");
    assertThat(staged().path("short_description").asText()).isEqualTo("x");
  }

  @Test
  void a_null_pointer_hides_a_record_that_is_there() {
    sandbox.define(STAGING, ImportTable.into(TARGET).next(Outcome.NULL_POINTER, 1));

    HttpCaller.Reply reply = security().post(IMPORT, BODY);

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.message()).isEqualTo("java.lang.NullPointerException: transform_map=null");
    assertThat(sandbox.rows(TARGET)).hasSize(1);
    assertThat(staged().path("sys_target_sys_id").path("value").asText())
        .isEqualTo(sandbox.rows(TARGET).get(0).get("sys_id"));
    assertThat(security().post(IMPORT, BODY).status()).isEqualTo(201);
  }

  @Test
  void a_refusal_of_the_target_is_an_error_of_the_row() {
    JsonNode result = result(security().post(IMPORT, "{\"state\":\"3\"}"));

    assertThat(result.path("status").asText()).isEqualTo("error");
    assertThat(result.path("error_message").asText()).startsWith("Data Policy Exception");
    assertThat(sandbox.rows(TARGET)).isEmpty();
  }

  @Test
  void a_target_that_is_gone_is_an_error_of_the_row() {
    sandbox.drop(TARGET);

    JsonNode result = result(security().post(IMPORT, BODY));

    assertThat(result.path("error_message").asText()).isEqualTo("Invalid table sn_si_incident");
  }

  @Test
  void without_a_role_for_it_nothing_is_staged() {
    HttpCaller.Reply reply = wire.post(IMPORT, BODY);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message()).isEqualTo("Operation Failed");
    assertThat(sandbox.rows(STAGING)).isEmpty();

    String role = sandbox.insert("sys_user_role", Map.of("name", "import_transformer"));
    sandbox.insert("sys_user_has_role", Map.of("user", userId("ropeway"), "role", role));
    assertThat(wire.post(IMPORT, BODY).status()).isEqualTo(201);
  }

  @Test
  void a_table_that_is_no_staging_table_takes_no_rows() {
    assertThat(security().post("/api/now/import/incident", BODY).status()).isEqualTo(400);
    assertThat(security().post("/api/now/import/u_nothing", BODY).message())
        .isEqualTo("Invalid table u_nothing");
    assertThat(wire.put("/sandbox/imports/u_users", "{\"table\":\"sys_user\"}").status())
        .isEqualTo(400);
    assertThat(wire.put("/sandbox/imports/incident", "{\"table\":\"problem\"}").status())
        .isEqualTo(400);
    assertThat(wire.put("/sandbox/imports/" + STAGING, "{\"outcom\":\"skip\"}").status())
        .isEqualTo(400);
  }

  @Test
  void any_task_table_can_have_an_import_table_with_columns_of_its_own() {
    sandbox.define("u_finding_task", CustomTable.named("Finding task", "FTASK"));
    wire.put(
        "/sandbox/imports/u_finding_import",
        "{\"table\":\"u_finding_task\",\"fields\":{\"u_title\":\"short_description\","
            + "\"correlation_id\":\"correlation_id\"}}");

    HttpCaller.Reply reply =
        security()
            .post(
                "/api/now/import/u_finding_import",
                "{\"u_title\":\"t\",\"correlation_id\":\"a\",\"description\":\"lost\"}");

    assertThat(result(reply).path("transform_map").asText()).isEqualTo("Finding task Transform");
    assertThat(result(reply).path("display_value").asText()).isEqualTo("FTASK0010001");
    assertThat(sandbox.rows("u_finding_task").get(0))
        .containsEntry("short_description", "t")
        .containsEntry("description", "")
        .containsEntry("correlation_id", "a");
    assertThat(
            wire.get(
                    "/api/now/table/sys_db_object?sysparm_fields=super_class.name"
                        + "&sysparm_query=name=u_finding_import")
                .column("super_class.name"))
        .containsExactly("sys_import_set_row");
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR,500,0",
    "RATE_LIMITED,429,0",
    "BUSY,429,0",
    "INSERT_DENIED,403,0",
    "BROKEN_JSON,201,0",
    "COMMIT_THEN_ERROR,500,1",
    "COMMIT_THEN_BROKEN_JSON,201,1",
    "FORBIDDEN_AFTER_CREATE,403,1",
    "EMPTY_ANSWER,200,1",
    "SLOW,201,1"
  })
  void faults_strike_imports_as_they_strike_tables(FaultKind fault, int status, int rows) {
    sandbox.faults().set(fault, FaultRule.next(1).on("POST", STAGING).delay(1));

    assertThat(security().post(IMPORT, BODY).status()).isEqualTo(status);
    assertThat(sandbox.rows(TARGET)).hasSize(rows);
    assertThat(security().post(IMPORT, BODY).status()).isEqualTo(201);
    assertThat(sandbox.callCount("POST", STAGING)).isEqualTo(2);
  }

  @Test
  void an_answer_can_be_lost_after_the_record_was_made() {
    sandbox.faults().next(FaultKind.COMMIT_THEN_DROP, 1);

    assertThatThrownBy(() -> security().post(IMPORT, BODY)).hasMessageContaining("IOException");

    assertThat(staged().path("sys_target_sys_id").path("value").asText())
        .isEqualTo(sandbox.rows(TARGET).get(0).get("sys_id"));
  }

  @Test
  void an_import_can_be_committed_late_with_the_stamp_of_the_request() {
    sandbox.faults().set(FaultKind.COMMIT_LATE, FaultRule.next(1).delay(400));
    String asked = Stamps.of(CLOCK.instant());

    assertThatThrownBy(() -> security().post(IMPORT, BODY)).hasMessageContaining("IOException");
    assertThat(sandbox.rows(TARGET)).isEmpty();
    pass(30);

    await().until(() -> !sandbox.rows(TARGET).isEmpty());
    assertThat(sandbox.rows(TARGET).get(0)).containsEntry("sys_updated_on", asked);
  }
}
