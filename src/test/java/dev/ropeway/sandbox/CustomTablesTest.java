package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.CustomTable.CustomColumn;
import dev.ropeway.sandbox.instance.CustomTable.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomTablesTest extends SandboxFixture {
  private static final String NAME = "u_finding_task";
  private static final String TABLE = "/api/now/table/" + NAME;
  private static final String DEFINITION =
      """
      {"label": "Finding task", "prefix": "FTASK",
       "states": [{"value": "10", "label": "Found"}, {"value": "20", "label": "Fixing"},
                  {"value": "30", "label": "Fixed", "closed": true}],
       "columns": [{"element": "u_severity", "type": "string", "max_length": 5, "mandatory": true},
                   {"element": "u_team", "choices": {"a": "Team A"}, "default": "a"}]}
      """;

  private static HttpCaller.Reply define() {
    return wire.put("/sandbox/tables/" + NAME, DEFINITION);
  }

  @Test
  void a_table_that_is_made_at_run_time_is_a_task() {
    assertThat(wire.get(TABLE).message()).isEqualTo("Invalid table " + NAME);

    assertThat(define().status()).isEqualTo(200);
    HttpCaller.Reply made =
        wire.post(
            TABLE, "{\"short_description\":\"x\",\"u_severity\":\"critical\",\"priority\":\"1\"}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.field("number")).isEqualTo("FTASK0010001");
    assertThat(made.field("state")).isEqualTo("10");
    assertThat(made.field("active")).isEqualTo("true");
    assertThat(made.field("u_severity")).isEqualTo("criti");
    assertThat(made.field("u_team")).isEqualTo("a");
    assertThat(made.field("priority")).isEqualTo("1");
    assertThat(made.field("sys_class_name")).isEqualTo(NAME);
    assertThat(wire.get("/api/now/table/task/" + made.field("sys_id")).field("number"))
        .isEqualTo("FTASK0010001");
  }

  @Test
  void a_mandatory_column_of_its_own_is_asked_for() {
    define();

    assertThat(wire.post(TABLE, "{\"short_description\":\"x\"}").detail())
        .isEqualTo("Data Policy Exception: The following fields are mandatory: U severity");
    assertThat(sandbox.rows(NAME)).isEmpty();
  }

  @Test
  void the_dictionary_tells_of_own_columns_only_and_task_has_the_rest() {
    define();

    assertThat(wire.query("sys_dictionary", "name=" + NAME).column("element"))
        .containsExactlyInAnyOrder("u_severity", "u_team");
    assertThat(wire.query("sys_dictionary", "name=task^elementINstate,correlation_id").result())
        .hasSize(2);
    assertThat(wire.query("sys_choice", "name=" + NAME + "^element=state").column("value"))
        .containsExactlyInAnyOrder("10", "20", "30");
  }

  @Test
  void a_closed_state_ends_the_task_and_another_one_opens_it_again() {
    define();
    String id = created(NAME, "{\"u_severity\":\"high\"}");

    assertThat(wire.patch(TABLE + "/" + id, "{\"state\":\"30\"}").field("active"))
        .isEqualTo("false");
    assertThat(sandbox.row(NAME, id).get("closed_at")).isNotEmpty();
    assertThat(wire.patch(TABLE + "/" + id, "{\"state\":\"20\"}").field("active"))
        .isEqualTo("true");
    assertThat(wire.patch(TABLE + "/" + id, "{\"state\":\"3\"}").field("state")).isEqualTo("20");
  }

  @Test
  void a_table_without_states_has_those_of_task() {
    sandbox.define("u_plain_task", CustomTable.named("Plain task", "PLAIN"));
    String id = created("u_plain_task", "{\"short_description\":\"x\"}");

    HttpCaller.Reply closed =
        wire.patch(
            "/api/now/table/u_plain_task/" + id + "?sysparm_display_value=true",
            "{\"state\":\"4\"}");

    assertThat(closed.field("state")).isEqualTo("Closed Incomplete");
    assertThat(closed.field("active")).isEqualTo("false");
    assertThat(wire.query("sys_choice", "name=u_plain_task").result()).isEmpty();
    assertThat(wire.query("sys_choice", "name=task^element=state").column("value"))
        .containsExactlyInAnyOrder("-5", "1", "2", "3", "4", "7");
  }

  @Test
  void its_states_can_be_changed_while_it_has_rows() {
    define();
    String id = created(NAME, "{\"u_severity\":\"high\"}");

    sandbox.define(
        NAME,
        CustomTable.named("Finding task", "FTASK")
            .withStates(State.open("1", "Open"), State.closed("9", "Gone"))
            .withColumns(CustomColumn.text("u_severity", 40)));

    assertThat(sandbox.row(NAME, id)).containsEntry("state", "10");
    assertThat(wire.patch(TABLE + "/" + id, "{\"state\":\"9\"}").field("active"))
        .isEqualTo("false");
    assertThat(wire.query("sys_choice", "name=" + NAME + "^element=state").column("label"))
        .containsExactlyInAnyOrder("Open", "Gone");
    assertThat(wire.post(TABLE, "{}").field("state")).isEqualTo("1");

    sandbox.define(NAME, CustomTable.named("Finding task", "FTASK"));

    assertThat(wire.patch(TABLE + "/" + id, "{\"state\":\"7\"}").field("active"))
        .isEqualTo("false");
  }

  @Test
  void a_dropped_table_is_as_if_it_had_never_been() {
    define();
    created(NAME, "{\"u_severity\":\"high\"}");

    assertThat(wire.delete("/sandbox/tables/" + NAME).status()).isEqualTo(200);

    HttpCaller.Reply reply = wire.get(TABLE);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).isEqualTo("Invalid table " + NAME);
    assertThat(wire.query("task", "numberSTARTSWITHFTASK").result()).isEmpty();
    for (String teller : new String[] {"sys_db_object", "sys_dictionary", "sys_choice"}) {
      assertThat(wire.query(teller, "name=" + NAME).result()).isEmpty();
    }
    define();
    assertThat(wire.get(TABLE).result()).isEmpty();
    sandbox.reset();
    assertThat(wire.get(TABLE).status()).isEqualTo(400);
  }

  @Test
  void a_shipped_table_can_be_missing_until_the_next_reset() {
    sandbox.drop("sc_task");
    assertThat(wire.get("/api/now/table/sc_task").message()).isEqualTo("Invalid table sc_task");
    assertThatThrownBy(() -> sandbox.drop("task")).hasMessageContaining("extend");
    assertThat(wire.delete("/sandbox/tables/sys_user").status()).isEqualTo(400);

    sandbox.reset();

    assertThat(wire.get("/api/now/table/sc_task").status()).isEqualTo(200);
  }

  @Test
  void roles_of_its_own_close_it_to_others_and_in_the_list_of_task_too() {
    sandbox.define(NAME, CustomTable.named("Finding task", "FTASK").withRoles("u_finder"));
    String id = sandbox.insert(NAME, Map.of("short_description", "x"));

    assertThat(wire.get(TABLE).result()).isEmpty();
    assertThat(wire.get(TABLE + "/" + id).status()).isEqualTo(404);
    assertThat(wire.query("task", "sys_id=" + id).result()).isEmpty();
    assertThat(wire.post(TABLE, "{}").status()).isEqualTo(403);

    String role = sandbox.insert("sys_user_role", Map.of("name", "u_finder"));
    sandbox.insert("sys_user_has_role", Map.of("user", userId("ropeway"), "role", role));

    assertThat(wire.get(TABLE + "/" + id).status()).isEqualTo(200);
    assertThat(wire.query("task", "sys_id=" + id).result()).hasSize(1);
  }

  @Test
  void a_definition_with_a_misspelt_part_is_refused() {
    assertThat(wire.put("/sandbox/tables/u_x", "{\"label\":\"X\",\"state\":[]}").status())
        .isEqualTo(400);
    assertThat(wire.put("/sandbox/tables/incident", "{\"label\":\"X\"}").status()).isEqualTo(400);
  }

  @Test
  void every_table_has_a_row_that_says_which_one_it_extends() {
    define();

    assertThat(
            wire.get(
                    "/api/now/table/sys_db_object?sysparm_fields=name&sysparm_query="
                        + HttpCaller.encoded("super_class.name=task"))
                .column("name"))
        .containsExactlyInAnyOrder(
            "incident", "problem", "change_request", "sc_task", "sn_si_incident", NAME);
    assertThat(parentOf("cmdb_ci")).isEqualTo("cmdb");
    assertThat(parentOf("cmdb_ci_linux_server")).isEqualTo("cmdb_ci_server");
    assertThat(parentOf("em_event")).isEmpty();
    assertThat(parentOf("sys_user")).isEmpty();
    assertThat(parentOf("task")).isEmpty();
    assertThat(wire.query("sys_db_object", "name=" + NAME).column("label"))
        .containsExactly("Finding task");
  }

  private static String parentOf(String table) {
    return wire.get(
            "/api/now/table/sys_db_object?sysparm_fields=super_class.name&sysparm_query=name="
                + table)
        .column("super_class.name")
        .get(0);
  }

  @Test
  void task_shows_the_rows_of_all_its_tables_and_counts_their_duplicates() {
    created("incident", "{\"correlation_id\":\"a\"}");
    created("sc_task", "{\"correlation_id\":\"a\"}");

    assertThat(wire.query("task", "correlation_id=a").column("sys_class_name"))
        .containsExactlyInAnyOrder("incident", "sc_task");
    assertThat(wire.get("/sandbox/stats").json().at("/correlationIds/task/duplicates/0").asText())
        .isEqualTo("a");
    assertThat(wire.get("/sandbox/stats").json().at("/correlationIds/sc_task/duplicated").asInt())
        .isZero();
  }
}
