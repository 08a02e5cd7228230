package dev.ropeway.servicenow;

import static dev.ropeway.tickettype.Shipped.CHANGE_REQUEST;
import static dev.ropeway.tickettype.Shipped.INCIDENT;
import static dev.ropeway.tickettype.Shipped.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketStateTest {

  @ParameterizedTest
  @CsvSource({
    "incident, 1, New, false",
    "incident, 2, In Progress, false",
    "incident, 3, On Hold, false",
    "incident, 6, Resolved, true",
    "incident, 7, Closed, true",
    "incident, 8, Canceled, true",
    "problem, 101, New, false",
    "problem, 102, Assess, false",
    "problem, 103, Root Cause Analysis, false",
    "problem, 104, Fix in Progress, false",
    "problem, 106, Resolved, true",
    "problem, 107, Closed, true",
    "problem, 1, Open, false",
    "problem, 2, Known Error, false",
    "problem, 3, Pending Change, false",
    "problem, 4, Closed/Resolved, true",
    "change_request, -5, New, false",
    "change_request, -4, Assess, false",
    "change_request, -3, Authorize, false",
    "change_request, -2, Scheduled, false",
    "change_request, -1, Implement, false",
    "change_request, 0, Review, false",
    "change_request, 3, Closed, true",
    "change_request, 4, Canceled, true"
  })
  void out_of_the_box_states_are_known_without_asking(
      String type, String value, String label, boolean over) {
    var shipped = Shipped.of(TicketType.of(type));
    TicketState state = TicketState.of(shipped, value, null);
    assertThat(state.label()).isEqualTo(label);
    assertThat(state.over()).isEqualTo(over);
    assertThat(TicketState.of(shipped, value, Map.of()).over()).isEqualTo(over);
  }

  @Test
  void the_instances_own_labels_win() {
    Map<String, String> own = Map.of("6", "Waiting for spring", "20", "Closed Complete");
    assertThat(TicketState.of(INCIDENT, "6", own))
        .isEqualTo(new TicketState("6", "Waiting for spring", false, false));
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
        .isEqualTo(new TicketState("42", "42", false, false));
    assertThat(TicketState.of(CHANGE_REQUEST, "", null).over()).isFalse();
  }
}
