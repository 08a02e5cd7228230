package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecurityIncidentsTest extends SandboxFixture {
  private static final String TABLE = "/api/now/table/sn_si_incident";

  private static HttpCaller as(String userName) {
    return new HttpCaller(sandbox, HttpCaller.basic(userName, userName));
  }

  private static String made() {
    return sandbox.insert("sn_si_incident", Map.of("short_description", "x"));
  }

  @Test
  void who_has_no_role_of_it_sees_no_row_of_it_not_even_as_a_task() {
    String id = made();

    HttpCaller.Reply list = wire.get(TABLE);
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.result()).isEmpty();
    assertThat(list.header("X-Total-Count")).isEqualTo("1");
    assertThat(wire.get(TABLE + "/" + id).status()).isEqualTo(404);
    assertThat(wire.get(TABLE + "/" + id).message()).isEqualTo("No Record found");
    assertThat(wire.query("task", "sys_id=" + id).result()).isEmpty();
    assertThat(wire.get("/api/now/table/task/" + id).status()).isEqualTo(404);
    assertThat(wire.post(TABLE, "{}").status()).isEqualTo(403);
  }

  @Test
  void the_integration_role_reads_and_changes_but_makes_none_directly() {
    String id = made();

    HttpCaller.Reply refused = as("ropeway.security").post(TABLE, "{}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.detail())
        .isEqualTo("ACL Exception Insert Failed due to security constraints");
    assertThat(as("ropeway.security").get(TABLE).result()).hasSize(1);
    assertThat(as("ropeway.security").get("/api/now/table/task/" + id).status()).isEqualTo(200);
    assertThat(
            as("ropeway.security")
                .patch(TABLE + "/" + id + "?sysparm_display_value=true", "{\"state\":\"16\"}")
                .field("state"))
        .isEqualTo("Analysis");
    assertThat(as("emi.tanaka").post(TABLE, "{}").field("number")).isEqualTo("SIR0010002");
  }

  @Test
  void the_rights_of_its_own_table_count_when_it_is_changed_as_a_task() {
    String id = made();
    String role = sandbox.insert("sys_user_role", Map.of("name", "sn_si.read"));
    sandbox.insert("sys_user_has_role", Map.of("user", userId("ropeway"), "role", role));

    assertThat(wire.get("/api/now/table/task/" + id).status()).isEqualTo(200);
    assertThat(wire.patch("/api/now/table/task/" + id, "{\"state\":\"16\"}").detail())
        .isEqualTo("ACL Exception Update Failed due to security constraints");
    assertThat(sandbox.row("sn_si_incident", id)).containsEntry("state", "10");
  }

  @Test
  void a_new_one_is_a_draft_and_a_closed_one_has_a_code_and_notes() {
    String id = made();
    HttpCaller caller = as("ropeway.security");
    assertThat(caller.get(TABLE + "/" + id).field("state")).isEqualTo("10");
    assertThat(caller.get(TABLE + "/" + id).field("active")).isEqualTo("true");

    assertThat(caller.patch(TABLE + "/" + id, "{\"state\":\"3\"}").detail())
        .isEqualTo(
            "Data Policy Exception: The following fields are mandatory: Close code, Close notes");

    HttpCaller.Reply closed =
        caller.patch(
            TABLE + "/" + id, "{\"state\":\"3\",\"close_code\":\"c\",\"close_notes\":\"n\"}");
    assertThat(closed.status()).isEqualTo(200);
    assertThat(closed.field("active")).isEqualTo("false");
  }

  @Test
  void a_cancelled_one_is_not_active() {
    String id = made();

    assertThat(as("ropeway.security").patch(TABLE + "/" + id, "{\"state\":\"7\"}").field("active"))
        .isEqualTo("false");
  }

  @Test
  void an_instance_without_the_application_has_no_such_table() {
    sandbox.drop("sn_si_incident");

    assertThat(as("ropeway.security").get(TABLE).message())
        .isEqualTo("Invalid table sn_si_incident");
    assertThat(wire.query("sys_db_object", "name=sn_si_incident").result()).isEmpty();
  }
}
