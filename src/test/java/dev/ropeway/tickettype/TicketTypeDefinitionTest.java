package dev.ropeway.tickettype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketTypeDefinitionTest {

  @ParameterizedTest
  @CsvSource({
    "incident, incident, true",
    "problem, problem, true",
    "change_request, change_request, true",
    "event, em_event, false",
    "alert, em_alert, false"
  })
  void each_type_has_its_word_and_its_table(String word, String table, boolean task) {
    TicketTypeDefinition type = Shipped.of(word);
    assertThat(type.name().word()).isEqualTo(word);
    assertThat(type.table()).isEqualTo(table);
    assertThat(type.isTask()).isEqualTo(task).isEqualTo(type.name().isTask());
  }

  @Test
  void another_word_is_refused_with_those_that_are_known() {
    assertThatThrownBy(() -> Shipped.types().named("incidents"))
        .hasMessage("must be a ticket type, which incidents is not; did you mean incident?");
    assertThatThrownBy(() -> Shipped.types().named("zebra"))
        .hasMessageContaining("there are alert, change_request, event, incident, problem");
    assertThatThrownBy(() -> Shipped.types().named("../sys_user"))
        .hasMessageContaining("lower-case letters");
  }

  @ParameterizedTest
  @CsvSource({
    "incident, 6, Resolved, true",
    "incident, 7, Closed, false",
    "alert, Closed, Closed, true",
    "alert, Resolved, Resolved, false",
    "event, Closing, Closing, false",
    "problem, 106, Resolved, false",
    "change_request, 3, Closed, false",
    "incident,,, false"
  })
  void what_can_be_set_to_work_again_depends_on_the_table(
      String type, String state, String label, boolean may) {
    assertThat(Shipped.of(type).mayBeReopened(state, label)).isEqualTo(may);
  }
}
