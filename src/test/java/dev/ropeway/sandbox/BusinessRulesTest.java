package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.table.Stamps;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessRulesTest extends SandboxFixture {
  private static final String RESOLVED =
      "{\"state\":\"6\",\"close_code\":\"Solution provided\",\"close_notes\":\"done\"}";

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,2,2", "1,3,3", "2,1,2", "2,2,3", "2,3,4", "3,1,3", "3,2,4", "3,3,5"})
  void priority_follows_impact_and_urgency(String impact, String urgency, String priority) {
    String body = "{\"impact\":\"%s\",\"urgency\":\"%s\"}".formatted(impact, urgency);

    assertThat(wire.post(INCIDENTS, body).field("priority")).isEqualTo(priority);
  }

  @Test
  void resolving_without_code_and_notes_is_refused_by_the_data_policy() {
    String id = incident("x");

    HttpCaller.Reply reply = wire.patch(INCIDENTS + "/" + id, "{\"state\":\"6\"}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail())
        .isEqualTo(
            "Data Policy Exception: The following fields are mandatory:"
                + " Resolution code, Resolution notes");
    assertThat(sandbox.row("incident", id)).containsEntry("state", "1");
  }

  @Test
  void a_resolution_code_that_is_no_choice_is_not_set() {
    String id = incident("x");

    HttpCaller.Reply reply =
        wire.patch(
            INCIDENTS + "/" + id,
            "{\"state\":\"6\",\"close_code\":\"Solved (Permanently)\",\"close_notes\":\"n\"}");

    assertThat(reply.detail()).endsWith("mandatory: Resolution code");
  }

  @Test
  void resolving_closing_and_reopening_leave_their_marks() {
    String id = incident("x");

    HttpCaller.Reply resolved = wire.patch(INCIDENTS + "/" + id, RESOLVED);
    assertThat(resolved.field("incident_state")).isEqualTo("6");
    assertThat(resolved.field("resolved_at")).isEqualTo(Stamps.of(CLOCK.instant()));
    assertThat(resolved.field("active")).isEqualTo("true");

    HttpCaller.Reply reopened = wire.patch(INCIDENTS + "/" + id, "{\"incident_state\":\"2\"}");
    assertThat(reopened.field("state")).isEqualTo("2");
    assertThat(reopened.field("reopen_count")).isEqualTo("1");

    HttpCaller.Reply closed = wire.patch(INCIDENTS + "/" + id, "{\"state\":\"7\"}");
    assertThat(closed.field("active")).isEqualTo("false");
    assertThat(closed.result().path("closed_by").path("value").asText())
        .isEqualTo(userId("ropeway"));
  }

  @Test
  void a_problem_moves_one_state_at_a_time_and_needs_an_owner() {
    String path = "/api/now/table/problem/" + created("problem", "{\"short_description\":\"p\"}");

    assertThat(wire.patch(path, "{\"state\":\"106\"}").detail())
        .contains("aborted by Business Rule");
    assertThat(wire.patch(path, "{\"state\":\"102\"}").detail()).endsWith("Assigned to");
    String owner = userId("ada.fulmer");
    assertThat(
            wire.patch(path, "{\"state\":\"102\",\"assigned_to\":\"%s\"}".formatted(owner))
                .field("problem_state"))
        .isEqualTo("102");
    wire.patch(path, "{\"state\":\"103\"}");
    wire.patch(path, "{\"state\":\"104\"}");
    assertThat(wire.patch(path, "{\"state\":\"106\"}").detail())
        .contains("Resolution code", "Fix notes", "Cause notes");
  }

  @Test
  void a_change_that_skips_a_state_is_aborted_by_the_change_model() {
    String path = "/api/now/table/change_request/" + created("change_request", "{}");

    assertThat(wire.patch(path, "{\"state\":\"-1\"}").detail())
        .contains("aborted by Business Rule 'Change Model: Check State Transition");
    assertThat(wire.patch(path, "{\"state\":\"-4\"}").status()).isEqualTo(200);
    HttpCaller.Reply canceled = wire.patch(path, "{\"state\":\"4\"}");
    assertThat(canceled.field("active")).isEqualTo("false");
  }

  @Test
  void a_write_that_changes_nothing_leaves_no_trace() {
    String id = incident("x");
    pass(5);

    HttpCaller.Reply reply = wire.patch(INCIDENTS + "/" + id, "{\"short_description\":\"x\"}");

    assertThat(reply.field("sys_mod_count")).isEqualTo("0");
  }

  @Test
  void a_column_made_mandatory_in_the_dictionary_is_demanded() {
    String id =
        sandbox.rows("sys_dictionary").stream()
            .filter(row -> row.get("element").equals("caller_id"))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    sandbox.update("sys_dictionary", id, Map.of("mandatory", "true"), "admin");

    assertThat(wire.post(INCIDENTS, "{}").detail()).endsWith("mandatory: Caller");
  }

  @Test
  void a_column_added_to_the_dictionary_can_be_written() {
    String before = incident("old");
    sandbox.insert(
        "sys_dictionary", Map.of("name", "incident", "element", "u_source", "max_length", "3"));

    assertThat(wire.post(INCIDENTS, "{\"u_source\":\"abcd\"}").field("u_source")).isEqualTo("abc");
    assertThat(wire.patch(INCIDENTS + "/" + before, "{\"u_source\":\"x\"}").field("u_source"))
        .isEqualTo("x");
  }

  @Test
  void a_person_can_change_what_the_data_policy_would_refuse_when_a_test_says_so() {
    String id = incident("x");
    pass(2);

    sandbox.update("incident", id, Map.of("state", "6"), "ben.okafor");

    assertThat(sandbox.row("incident", id))
        .containsEntry("sys_mod_count", "1")
        .containsEntry("sys_updated_by", "ben.okafor")
        .containsEntry("resolved_at", Stamps.of(CLOCK.instant()));
  }
}
