package dev.ropeway.delivery;

import static dev.ropeway.assignment.DesiredState.CANCELED;
import static dev.ropeway.assignment.DesiredState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.DesiredState;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TicketState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseFieldsTest {

  private static final List<String> CLASSIC =
      List.of(
          "Solved (Work Around)",
          "Solved (Permanently)",
          "Solved Remotely (Work Around)",
          "Not Solved (Not Reproducible)",
          "Not Solved (Too Costly)",
          "Closed/Resolved by Caller");
  private static final List<String> NEWER =
      List.of(
          "Duplicate",
          "Known error",
          "No resolution provided",
          "Resolved by caller",
          "Resolved by change",
          "Solution provided",
          "Workaround provided",
          "User error");

  @Test
  void an_incident_is_resolved_with_a_code_that_its_release_knows() {
    assertThat(code(RESOLVED, CLASSIC)).isEqualTo("Solved (Permanently)");
    assertThat(code(RESOLVED, NEWER)).isEqualTo("Solution provided");
    assertThat(code(RESOLVED, List.of("Melted", "Frozen"))).isEqualTo("Melted");
    assertThat(code(RESOLVED, List.of("", "Melted"))).as("none is no code").isEqualTo("Melted");
    assertThat(code(RESOLVED, List.of())).isEqualTo("Solution provided");
    assertThat(CloseFields.fields(Table.INCIDENT, RESOLVED, null, "note", null))
        .containsEntry("close_code", "Solution provided");
  }

  @Test
  void a_rule_may_name_the_code_if_the_instance_knows_it() {
    Map<String, String> known = Map.of("Melted", "Melted", "Solution provided", "x");
    assertThat(CloseFields.fields(Table.INCIDENT, RESOLVED, "Melted", "note", known))
        .containsEntry("close_code", "Melted");
    assertThat(CloseFields.fields(Table.INCIDENT, RESOLVED, "Frozen", "note", known))
        .containsEntry("close_code", "Solution provided");
  }

  @Test
  void a_withdrawn_incident_does_not_claim_a_solution() {
    assertThat(code(CANCELED, CLASSIC)).isEqualTo("Not Solved (Not Reproducible)");
    assertThat(code(CANCELED, NEWER)).isEqualTo("No resolution provided");
    assertThat(code(CANCELED, List.of())).isEqualTo("No resolution provided");
  }

  @ParameterizedTest
  @CsvSource({
    "INCIDENT, RESOLVED, 6, Resolved",
    "INCIDENT, CANCELED, 8, Canceled",
    "PROBLEM, RESOLVED, 106, Resolved",
    "PROBLEM, CANCELED, 107, Closed",
    "CHANGE_REQUEST, RESOLVED, 3, Closed",
    "CHANGE_REQUEST, CANCELED, 4, Canceled"
  })
  void each_table_has_its_own_end(
      Table table, DesiredState desiredState, String state, String label) {
    Map<String, String> fields =
        CloseFields.fields(table, desiredState, null, "the note", Map.of());
    assertThat(fields).containsEntry("state", state).containsValue("the note");
    assertThat(fields.get(CloseFields.codeField(table))).isNotBlank();
    assertThat(TicketState.of(table, state, null))
        .isEqualTo(new TicketState(state, label, true, false));
  }

  @Test
  void an_alert_is_closed_and_cleared_but_one_that_was_withdrawn_claims_no_clearance() {
    assertThat(CloseFields.fields(Table.EM_ALERT, RESOLVED, "any", "note", Map.of()))
        .isEqualTo(Map.of("state", "Closed", "severity", "0"));
    assertThat(CloseFields.fields(Table.EM_ALERT, CANCELED, null, "note", Map.of()))
        .isEqualTo(Map.of("state", "Closed"));
    assertThat(CloseFields.codeField(Table.EM_ALERT)).isNull();
    assertThat(TicketState.of(Table.EM_ALERT, "Closed", null).over()).isTrue();
    assertThat(TicketState.of(Table.EM_ALERT, "Flapping", null).over()).isFalse();
  }

  @Test
  void incidents_and_alerts_can_be_reopened() {
    assertThat(CloseFields.reopening(Table.EM_ALERT)).isEqualTo(Map.of("state", "Reopen"));
    assertThat(CloseFields.reopening(Table.INCIDENT)).isEqualTo(Map.of("state", "2"));
    assertThat(CloseFields.reopening(Table.PROBLEM)).isEmpty();
  }

  @Test
  void an_instance_is_checked_for_the_states_that_are_written() {
    assertThat(new CloseCodes().states(Table.INCIDENT)).containsOnly("6", "8");
    assertThat(new CloseCodes().states(Table.EM_ALERT)).containsOnly("Closed");
    assertThat(new CloseCodes().states(Table.EM_EVENT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Table.class, names = "SYS_.*|EM_EVENT", mode = EnumSource.Mode.MATCH_ALL)
  void what_is_no_ticket_has_no_end(Table table) {
    assertThatThrownBy(() -> CloseFields.fields(table, RESOLVED, null, "note", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String code(DesiredState desiredState, List<String> known) {
    Map<String, String> codes = new LinkedHashMap<>();
    known.forEach(code -> codes.put(code, code));
    return CloseFields.fields(Table.INCIDENT, desiredState, null, "note", codes).get("close_code");
  }
}
