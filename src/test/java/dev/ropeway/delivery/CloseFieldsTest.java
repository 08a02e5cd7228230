package dev.ropeway.delivery;

import static dev.ropeway.assignment.DesiredState.CANCELED;
import static dev.ropeway.assignment.DesiredState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.DesiredState;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(CloseFields.fields(Shipped.INCIDENT, RESOLVED, null, null, "note", null))
        .containsEntry("close_code", "Solution provided");
  }

  @Test
  void a_rule_may_name_the_code_if_the_instance_knows_it() {
    Map<String, String> known = Map.of("Melted", "Melted", "Solution provided", "x");
    assertThat(CloseFields.fields(Shipped.INCIDENT, RESOLVED, null, "Melted", "note", known))
        .containsEntry("close_code", "Melted");
    assertThat(CloseFields.fields(Shipped.INCIDENT, RESOLVED, null, "Frozen", "note", known))
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
    "incident, RESOLVED, 6, Resolved",
    "incident, CANCELED, 8, Canceled",
    "problem, RESOLVED, 106, Resolved",
    "problem, CANCELED, 107, Closed",
    "change_request, RESOLVED, 3, Closed",
    "change_request, CANCELED, 4, Canceled"
  })
  void each_table_has_its_own_end(
      String name, DesiredState desiredState, String state, String label) {
    TicketTypeDefinition type = Shipped.of(name);
    Map<String, String> fields =
        CloseFields.fields(type, desiredState, null, null, "the note", Map.of());
    assertThat(fields).containsEntry("state", state).containsValue("the note");
    assertThat(fields.get(CloseFields.turn(type, desiredState).codeField())).isNotBlank();
    assertThat(TicketState.of(type, state, null))
        .isEqualTo(new TicketState(state, label, true, false));
  }

  @Test
  void an_alert_is_closed_and_cleared_but_one_that_was_withdrawn_claims_no_clearance() {
    assertThat(CloseFields.fields(Shipped.ALERT, RESOLVED, null, "any", "note", Map.of()))
        .isEqualTo(Map.of("state", "Closed", "severity", "0"));
    assertThat(CloseFields.fields(Shipped.ALERT, CANCELED, null, null, "note", Map.of()))
        .isEqualTo(Map.of("state", "Closed"));
    assertThat(TicketState.of(Shipped.ALERT, "Closed", null).over()).isTrue();
    assertThat(TicketState.of(Shipped.ALERT, "Flapping", null).over()).isFalse();
  }

  @Test
  void incidents_and_alerts_can_be_reopened() {
    assertThat(CloseFields.reopening(Shipped.ALERT, null)).isEqualTo(Map.of("state", "Reopen"));
    assertThat(CloseFields.reopening(Shipped.INCIDENT, null)).isEqualTo(Map.of("state", "2"));
    assertThat(CloseFields.reopening(Shipped.PROBLEM, null)).isEmpty();
  }

  @Test
  void an_instance_is_checked_for_the_states_that_are_written() {
    assertThat(new CloseCodes().states(Shipped.INCIDENT, Map.of())).containsOnly("6", "8");
    assertThat(new CloseCodes().states(Shipped.ALERT, Map.of())).containsOnly("Closed");
    assertThat(new CloseCodes().states(Shipped.EVENT, Map.of())).isEmpty();
  }

  @Test
  void a_type_that_leaves_its_states_to_the_instance_is_ended_by_their_labels() {
    TicketTypeDefinition task = Shipped.of("sc_task");
    Map<String, String> theirs =
        Map.of("10", "Open", "20", "Closed Complete", "30", "Closed Skipped");

    assertThat(CloseFields.fields(task, RESOLVED, theirs, "any", "note", null))
        .isEqualTo(Map.of("state", "20", "close_notes", "note"));
    assertThat(CloseFields.fields(task, CANCELED, theirs, null, "note", null))
        .containsEntry("state", "30");
    assertThat(CloseFields.fields(task, CANCELED, null, null, "note", null))
        .as("as out of the box, where the instance does not say")
        .containsEntry("state", "4");
  }

  @Test
  void where_no_label_says_that_the_work_is_done_the_setting_is_named_that_would() {
    assertThatThrownBy(
            () ->
                CloseFields.fields(
                    Shipped.of("sc_task"), RESOLVED, Map.of("1", "Melting"), null, "note", null))
        .isInstanceOf(UnmappableException.class)
        .hasMessageContaining("set resolve.state of the ticket type sc_task");
  }

  private static String code(DesiredState desiredState, List<String> known) {
    Map<String, String> codes = new LinkedHashMap<>();
    known.forEach(code -> codes.put(code, code));
    return CloseFields.fields(Shipped.INCIDENT, desiredState, null, null, "note", codes)
        .get("close_code");
  }
}
