package dev.ropeway.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketTypeTest {

  @ParameterizedTest
  @CsvSource({
    "incident, incident, true",
    "problem, problem, true",
    "change_request, change_request, true",
    "event, em_event, false",
    "alert, em_alert, false"
  })
  void each_type_has_its_word_and_its_table(String word, String table, boolean task) {
    TicketType type = TicketType.of(word);
    assertThat(type.word()).isEqualTo(word);
    assertThat(type.table()).isEqualTo(table);
    assertThat(type.isTask()).isEqualTo(task);
  }

  @Test
  void another_word_is_refused_with_those_that_are_known() {
    assertThatThrownBy(() -> TicketType.of("em_alert")).hasMessageContaining("event or alert");
  }

  @ParameterizedTest
  @CsvSource({
    "INCIDENT, Resolved, true",
    "INCIDENT, Closed, false",
    "ALERT, Closed, true",
    "ALERT, Resolved, false",
    "EVENT, Closing, false",
    "PROBLEM, Resolved, false",
    "CHANGE_REQUEST, Closed, false",
    "INCIDENT,, false"
  })
  void what_can_be_set_to_work_again_depends_on_the_table(
      TicketType type, String label, boolean may) {
    assertThat(type.mayBeReopened(label)).isEqualTo(may);
  }
}
