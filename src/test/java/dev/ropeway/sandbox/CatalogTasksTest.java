package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.ImportTable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTasksTest extends SandboxFixture {
  private static final String TABLE = "/api/now/table/";

  @Test
  void a_catalog_task_may_belong_to_no_request() {
    HttpCaller.Reply made = wire.post(TABLE + "sc_task", "{\"short_description\":\"x\"}");

    assertThat(made.field("number")).isEqualTo("SCTASK0010001");
    assertThat(made.field("request_item")).isEmpty();
    assertThat(made.field("state")).isEqualTo("1");
    assertThat(made.field("active")).isEqualTo("true");
    assertThat(made.result().at("/opened_by/value").asText()).isEqualTo(userId("ropeway"));
  }

  @ParameterizedTest
  @CsvSource({
    "-5, Pending, true",
    "2, Work in Progress, true",
    "3, Closed Complete, false",
    "4, Closed Incomplete, false",
    "7, Closed Skipped, false"
  })
  void it_has_the_states_of_task(String state, String label, String active) {
    String path = TABLE + "sc_task/" + created("sc_task", "{}");

    HttpCaller.Reply reply =
        wire.patch(path + "?sysparm_display_value=true", "{\"state\":\"" + state + "\"}");

    assertThat(reply.field("state")).isEqualTo(label);
    assertThat(reply.field("active")).isEqualTo(active);
    assertThat(reply.field("closed_at").isEmpty()).isEqualTo(active.equals("true"));
  }

  @Test
  void only_who_may_see_tasks_sees_it() {
    String id = created("sc_task", "{}");
    HttpCaller service =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.service", "ropeway.service"));

    assertThat(service.get(TABLE + "sc_task/" + id).status()).isEqualTo(404);
    assertThat(service.post(TABLE + "sc_task", "{}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sc_task", "sn_si_incident", "u_finding_task"})
  void notes_and_comments_are_journal_entries_of_the_table(String table) {
    sandbox.define("u_finding_task", CustomTable.named("Finding task", "FTASK"));
    HttpCaller caller =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.security", "ropeway.security"));
    String id = sandbox.insert(table, Map.of("short_description", "x"));

    caller.patch(TABLE + table + "/" + id, "{\"work_notes\":\"n\"}");
    caller.patch(TABLE + table + "/" + id, "{\"comments\":\"c\"}");

    HttpCaller.Reply journal = caller.query("sys_journal_field", "element_id=" + id);
    assertThat(journal.column("name")).containsExactly(table, table);
    assertThat(journal.column("element")).containsExactlyInAnyOrder("work_notes", "comments");
    assertThat(caller.get(TABLE + table + "/" + id).field("sys_mod_count")).isEqualTo("2");
  }

  @Test
  void a_note_that_is_imported_is_a_journal_entry_of_the_target() {
    sandbox.define("u_task_import", ImportTable.into("sc_task"));
    HttpCaller caller =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.security", "ropeway.security"));

    caller.post("/api/now/import/u_task_import", "{\"work_notes\":\"n\"}");

    assertThat(wire.query("sys_journal_field", "name=sc_task^element=work_notes").column("value"))
        .containsExactly("n");
    assertThat(sandbox.rows("sys_journal_field")).hasSize(1);
  }

  @Test
  void a_person_works_on_it_at_its_page() {
    String id = created("sc_task", "{\"short_description\":\"x\"}");
    HttpCaller person = new HttpCaller(sandbox, null);

    person.form("/sc_task.do", "action=start&sys_id=" + id);
    assertThat(sandbox.row("sc_task", id)).containsEntry("state", "2");
    person.form("/sc_task.do", "action=cancel&sys_id=" + id);
    assertThat(sandbox.row("sc_task", id)).containsEntry("state", "7");
    person.form("/sc_task.do", "action=close&sys_id=" + id);
    assertThat(sandbox.row("sc_task", id))
        .containsEntry("state", "3")
        .containsEntry("active", "false");
  }
}
