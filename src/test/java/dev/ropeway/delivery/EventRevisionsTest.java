package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.mapping.TicketFields;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRevisionsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{}", "{\"finding\":\"r1\"}", "no JSON", "[1]", "{"})
  void whatever_a_mapping_says_an_event_names_its_revision(String info) {
    TicketFields draft = EventRevisions.draft(claim(DesiredState.OPEN, 7), mapped(info));

    assertThat(EventRevisions.revision(new TableRecord(draft.onCreate()))).isEqualTo(7);
    if (info != null && info.contains("r1")) {
      assertThat(draft.onCreate().get("additional_info")).contains("\"finding\":\"r1\"");
    }
    if ("no JSON".equals(info)) {
      assertThat(draft.onCreate().get("additional_info")).contains("no JSON");
    }
  }

  @Test
  void an_event_that_asks_for_work_is_told_as_it_is_mapped() {
    TicketFields draft = EventRevisions.draft(claim(DesiredState.OPEN, 1), mapped("{}"));

    assertThat(draft.managed()).isEqualTo(Map.of("severity", "2", "description", "Lock the hut"));
    assertThat(draft.onCreate()).containsEntry("resolution_state", "New");
  }

  @ParameterizedTest
  @EnumSource(
      value = DesiredState.class,
      names = {"RESOLVED", "CANCELED"})
  void the_last_event_clears_and_says_why(DesiredState desiredState) {
    TicketFields draft = EventRevisions.draft(claim(desiredState, 3), mapped("{}"));

    assertThat(draft.managed()).containsEntry("severity", "0");
    assertThat(draft.managed().get("description"))
        .contains(
            desiredState == DesiredState.RESOLVED ? "the recommendation is healthy" : "withdrawn");
    assertThat(draft.onCreate())
        .containsEntry("resolution_state", "Closing")
        .containsEntry("message_key", "key");
  }

  @Test
  void the_latest_event_is_that_of_the_highest_revision_whatever_the_order() {
    TableRecord second = told("{\"ropeway_revision\":2}");
    TableRecord tenth = told("{\"ropeway_revision\":10}");

    assertThat(EventRevisions.latest(List.of(second, tenth, told("")))).isSameAs(tenth);
    assertThat(EventRevisions.latest(List.of(tenth, second))).isSameAs(tenth);
    assertThat(EventRevisions.latest(List.of())).isNull();
    assertThat(EventRevisions.revision(told("somebody's text"))).isZero();
  }

  private static TableRecord told(String info) {
    return new TableRecord(Map.of("additional_info", info));
  }

  private static TicketFields mapped(String info) {
    Map<String, String> onCreate =
        new java.util.LinkedHashMap<>(Map.of("message_key", "key", "resolution_state", "New"));
    if (info != null) {
      onCreate.put("additional_info", info);
    }
    return new TicketFields(
        Map.of("severity", "2", "description", "Lock the hut"), onCreate, Map.of());
  }

  private static Claim claim(DesiredState desiredState, long revision) {
    return Claims.pending()
        .type(TicketType.EVENT)
        .desiredState(desiredState)
        .revision(revision)
        .claim();
  }
}
