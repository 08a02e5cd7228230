package dev.ropeway.servicenow;

import static dev.ropeway.servicenow.Table.CHANGE_REQUEST;
import static dev.ropeway.servicenow.Table.INCIDENT;
import static dev.ropeway.servicenow.Table.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketStateTest {

  @ParameterizedTest
  @CsvSource({
    "INCIDENT, 1, New, false",
    "INCIDENT, 2, In Progress, false",
    "INCIDENT, 3, On Hold, false",
    "INCIDENT, 6, Resolved, true",
    "INCIDENT, 7, Closed, true",
    "INCIDENT, 8, Canceled, true",
    "PROBLEM, 101, New, false",
    "PROBLEM, 102, Assess, false",
    "PROBLEM, 103, Root Cause Analysis, false",
    "PROBLEM, 104, Fix in Progress, false",
    "PROBLEM, 106, Resolved, true",
    "PROBLEM, 107, Closed, true",
    "PROBLEM, 1, Open, false",
    "PROBLEM, 2, Known Error, false",
    "PROBLEM, 3, Pending Change, false",
    "PROBLEM, 4, Closed/Resolved, true",
    "CHANGE_REQUEST, -5, New, false",
    "CHANGE_REQUEST, -4, Assess, false",
    "CHANGE_REQUEST, -3, Authorize, false",
    "CHANGE_REQUEST, -2, Scheduled, false",
    "CHANGE_REQUEST, -1, Implement, false",
    "CHANGE_REQUEST, 0, Review, false",
    "CHANGE_REQUEST, 3, Closed, true",
    "CHANGE_REQUEST, 4, Canceled, true"
  })
  void out_of_the_box_states_are_known_without_asking(
      Table table, String value, String label, boolean over) {
    assertThat(TicketState.of(table, value, null)).isEqualTo(new TicketState(value, label, over));
    assertThat(TicketState.of(table, value, Map.of()).over()).isEqualTo(over);
  }

  @Test
  void the_instances_own_labels_win() {
    Map<String, String> own = Map.of("6", "Waiting for spring", "20", "Closed Complete");
    assertThat(TicketState.of(INCIDENT, "6", own))
        .isEqualTo(new TicketState("6", "Waiting for spring", false));
    assertThat(TicketState.of(INCIDENT, "20", own).over()).isTrue();
    assertThat(TicketState.of(INCIDENT, "7", own).label()).isEqualTo("Closed");
  }

  @ParameterizedTest
  @CsvSource({
    "Closed Complete, true",
    "Closed Incomplete, true",
    "Closed/Resolved, true",
    "CLOSED, true",
    "Cancelled, true",
    "Canceled by user, true",
    "' Resolved', true",
    "Resolving, false",
    "Closing, false",
    "Not resolved, false",
    "Unresolved, false",
    "Awaiting closure, false",
    "'', false"
  })
  void the_first_word_of_a_label_says_whether_the_work_is_over(String label, boolean over) {
    assertThat(TicketState.of(PROBLEM, "99", Map.of("99", label)).over()).isEqualTo(over);
  }

  @Test
  void a_state_that_nobody_knows_is_shown_as_it_is_and_is_not_over() {
    assertThat(TicketState.of(CHANGE_REQUEST, "42", null))
        .isEqualTo(new TicketState("42", "42", false));
    assertThat(TicketState.of(CHANGE_REQUEST, "", null).over()).isFalse();
  }
}
