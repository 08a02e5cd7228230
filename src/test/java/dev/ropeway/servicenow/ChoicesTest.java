package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoicesTest {

  private static final Choices.Field STATE = new Choices.Field("acme", Table.INCIDENT, "state");

  private final Choices choices = new Choices();

  @Test
  void the_tables_own_list_and_the_inherited_one_are_asked_for() {
    assertThat(Choices.question(STATE).query())
        .isEqualTo(
            "name=incident^ORname=task^element=state^inactive=false^language=en^ORDERBYsequence");
  }

  @Test
  void what_is_no_task_inherits_none() {
    assertThat(Choices.question(new Choices.Field("acme", Table.EM_ALERT, "state")).query())
        .isEqualTo("name=em_alert^element=state^inactive=false^language=en^ORDERBYsequence");
  }

  @Test
  void nothing_is_known_before_it_was_read() {
    assertThat(choices.of(STATE)).isNull();
  }

  @Test
  void the_own_list_hides_the_inherited_one_and_keeps_its_order() {
    choices.learn(
        STATE, rows("task:1:Open", "incident:6:Resolved", "incident:1:New", "task:3:Closed"));
    assertThat(choices.of(STATE))
        .containsExactly(Map.entry("6", "Resolved"), Map.entry("1", "New"));
  }

  @Test
  void without_an_own_list_the_inherited_one_counts() {
    choices.learn(STATE, rows("task:1:Open", "task:3:Closed"));
    assertThat(choices.of(STATE)).containsOnlyKeys("1", "3");
  }

  @Test
  void a_list_that_cannot_be_read_is_known_to_be_empty() {
    choices.learn(STATE, rows());
    assertThat(choices.of(STATE)).isEmpty();
  }

  @Test
  void a_choice_of_nothing_is_no_choice() {
    choices.learn(STATE, rows("incident::-- None --", "incident:1:New"));
    assertThat(choices.of(STATE)).containsOnlyKeys("1");
  }

  private static TableAnswer rows(String... rows) {
    List<TableRecord> records =
        Stream.of(rows)
            .map(row -> row.split(":", 3))
            .map(row -> new TableRecord(Map.of("name", row[0], "value", row[1], "label", row[2])))
            .toList();
    return new TableAnswer(records, rows.length, null);
  }
}
