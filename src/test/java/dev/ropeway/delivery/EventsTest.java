package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Goal;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.mapping.Draft;
import dev.ropeway.servicenow.TableRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{}", "{\"finding\":\"r1\"}", "no JSON", "[1]", "{"})
  void whatever_a_mapping_says_an_event_names_its_revision(String info) {
    Draft draft = Events.draft(claim(Goal.OPEN, 7), mapped(info));

    assertThat(Events.revision(new TableRecord(draft.initial()))).isEqualTo(7);
    if (info != null && info.contains("r1")) {
      assertThat(draft.initial().get("additional_info")).contains("\"finding\":\"r1\"");
    }
    if ("no JSON".equals(info)) {
      assertThat(draft.initial().get("additional_info")).contains("no JSON");
    }
  }

  @Test
  void an_event_that_asks_for_work_is_told_as_it_is_mapped() {
    Draft draft = Events.draft(claim(Goal.OPEN, 1), mapped("{}"));

    assertThat(draft.lasting()).isEqualTo(Map.of("severity", "2", "description", "Lock the hut"));
    assertThat(draft.initial()).containsEntry("resolution_state", "New");
  }

  @ParameterizedTest
  @EnumSource(
      value = Goal.class,
      names = {"RESOLVED", "CANCELED"})
  void the_last_event_clears_and_says_why(Goal goal) {
    Draft draft = Events.draft(claim(goal, 3), mapped("{}"));

    assertThat(draft.lasting()).containsEntry("severity", "0");
    assertThat(draft.lasting().get("description"))
        .contains(goal == Goal.RESOLVED ? "the finding is healthy" : "withdrawn");
    assertThat(draft.initial())
        .containsEntry("resolution_state", "Closing")
        .containsEntry("message_key", "key");
  }

  @Test
  void the_latest_event_is_that_of_the_highest_revision_whatever_the_order() {
    TableRecord second = told("{\"ropeway_revision\":2}");
    TableRecord tenth = told("{\"ropeway_revision\":10}");

    assertThat(Events.latest(List.of(second, tenth, told("")))).isSameAs(tenth);
    assertThat(Events.latest(List.of(tenth, second))).isSameAs(tenth);
    assertThat(Events.latest(List.of())).isNull();
    assertThat(Events.revision(told("somebody's text"))).isZero();
  }

  private static TableRecord told(String info) {
    return new TableRecord(Map.of("additional_info", info));
  }

  private static Draft mapped(String info) {
    Map<String, String> initial =
        new java.util.LinkedHashMap<>(Map.of("message_key", "key", "resolution_state", "New"));
    if (info != null) {
      initial.put("additional_info", info);
    }
    return new Draft(Map.of("severity", "2", "description", "Lock the hut"), initial, Map.of());
  }

  private static Claim claim(Goal goal, long revision) {
    return Claims.pending().type(TicketType.EVENT).goal(goal).revision(revision).claim();
  }
}
