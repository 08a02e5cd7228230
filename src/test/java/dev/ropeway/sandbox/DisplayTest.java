package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class DisplayTest extends SandboxFixture {
  @Test
  void display_values_are_labels_names_and_local_times() {
    String id = incident("x");

    JsonNode row = wire.get(INCIDENTS + "/" + id + "?sysparm_display_value=true").result();

    assertThat(row.path("state").asText()).isEqualTo("New");
    assertThat(row.path("priority").asText()).isEqualTo("5 - Planning");
    assertThat(row.path("opened_by").path("display_value").asText())
        .isEqualTo("Ropeway Integration");
    assertThat(row.path("opened_by").has("value")).isFalse();
    assertThat(row.path("sla_due").asText()).isEqualTo("UNKNOWN");
    assertThat(row.path("sys_created_on").asText())
        .isNotEqualTo(sandbox.row("incident", id).get("sys_created_on"));
  }

  @Test
  void all_gives_both_and_links_can_be_left_out() {
    String path = INCIDENTS + "/" + incident("x") + "?sysparm_display_value=all";

    JsonNode both = wire.get(path).result().path("opened_by");
    JsonNode bare = wire.get(path + "&sysparm_exclude_reference_link=true").result();

    assertThat(both).hasSize(3);
    assertThat(bare.path("opened_by")).hasSize(2);
    assertThat(bare.path("state").path("value").asText()).isEqualTo("1");
  }

  @Test
  void the_zone_of_display_values_can_be_switched() {
    sandbox.faults().timeZone("UTC");
    String id = incident("x");

    assertThat(wire.get(INCIDENTS + "/" + id + "?sysparm_display_value=true").field("opened_at"))
        .isEqualTo(sandbox.row("incident", id).get("opened_at"));
  }

  @Test
  void journal_fields_are_empty_as_values_and_a_history_for_readers() {
    String path = INCIDENTS + "/" + incident("x");
    pass(1);
    HttpCaller.Reply first = wire.patch(path, "{\"comments\":\"first\"}");
    pass(1);
    wire.patch(path, "{\"comments\":\"second\",\"work_notes\":\"inside\"}");

    assertThat(first.field("sys_mod_count")).isEqualTo("1");
    assertThat(wire.get(path).field("comments")).isEmpty();
    assertThat(wire.get(path + "?sysparm_display_value=true").field("comments"))
        .containsSubsequence("Ropeway Integration (Additional comments)\nsecond\n\n", "first")
        .doesNotContain("inside");
    assertThat(wire.query("sys_journal_field", "element=work_notes").column("value"))
        .containsExactly("inside");
  }

  @Test
  void input_may_be_given_as_display_values() {
    String body =
        "{\"impact\":\"1 - High\",\"assigned_to\":\"Ada Fulmer\",\"due_date\":\"2026-07-01"
            + " 12:00:00\"}";

    HttpCaller.Reply reply = wire.post(INCIDENTS + "?sysparm_input_display_value=true", body);

    assertThat(reply.field("impact")).isEqualTo("1");
    assertThat(reply.result().path("assigned_to").path("value").asText())
        .isEqualTo(userId("ada.fulmer"));
    assertThat(reply.field("due_date")).isEqualTo("2026-07-01 19:00:00");
  }
}
