package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.TableDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that an admin makes below task. Without states it has those of task, without roles its
 * access rules, and without a prefix TASK numbers.
 */
public record CustomTable(
    String label,
    String prefix,
    List<State> states,
    List<CustomColumn> columns,
    List<String> roles) {
  private static final List<String> CLOSED_TASKS = List.of("3", "4", "7");

  public CustomTable {
    prefix = prefix == null ? "TASK" : prefix;
    states = states == null ? List.of() : List.copyOf(states);
    columns = columns == null ? List.of() : List.copyOf(columns);
    roles = roles == null ? List.of() : List.copyOf(roles);
  }

  /**
   * A choice of the column state; tasks in a closed one are not active. If closed is not given, the
   * values decide that are closed ones of task: 3, 4 and 7.
   */
  public record State(String value, String label, Boolean closed) {
    public static State open(String value, String label) {
      return new State(value, label, false);
    }

    public static State closed(String value, String label) {
      return new State(value, label, true);
    }

    boolean isClosed() {
      return closed == null ? CLOSED_TASKS.contains(value) : closed;
    }
  }

  /** A column that task does not have. */
  public record CustomColumn(
      String element,
      String label,
      String type,
      @JsonProperty("max_length") int maxLength,
      String reference,
      @JsonProperty("default") String defaultValue,
      boolean mandatory,
      LinkedHashMap<String, String> choices) {
    public CustomColumn {
      choices = choices == null ? new LinkedHashMap<>() : choices;
    }

    public static CustomColumn text(String element, int maxLength) {
      return new CustomColumn(element, null, "string", maxLength, null, null, false, null);
    }

    public CustomColumn required() {
      return new CustomColumn(
          element, label, type, maxLength, reference, defaultValue, true, choices);
    }

    private Column column() {
      return new Column(
          element,
          type,
          maxLength,
          reference,
          defaultValue,
          !choices.isEmpty(),
          false,
          mandatory,
          label);
    }
  }

  /** A table with the states and the access rules of task. */
  public static CustomTable named(String label, String prefix) {
    return new CustomTable(label, prefix, null, null, null);
  }

  public CustomTable withStates(State... others) {
    return new CustomTable(label, prefix, List.of(others), columns, roles);
  }

  public CustomTable withColumns(CustomColumn... others) {
    return new CustomTable(label, prefix, states, List.of(others), roles);
  }

  /** Only people with one of these roles may read and write. */
  public CustomTable withRoles(String... others) {
    return new CustomTable(label, prefix, states, columns, List.of(others));
  }

  /** A new ticket is in the first state. */
  TableDefinition definition() {
    String first = states.isEmpty() ? "1" : states.get(0).value();
    List<String> closed =
        states.isEmpty()
            ? CLOSED_TASKS
            : states.stream().filter(State::isClosed).map(State::value).toList();
    LinkedHashMap<String, Column> own = new LinkedHashMap<>();
    own.put("state", new Column("state", "integer", 0, null, first, true, false, false, null));
    columns.forEach(column -> own.put(column.element(), column.column()));
    return new TableDefinition(label, "number", "task", prefix + "0010001", closed, own);
  }

  Map<String, String> stateLabels() {
    Map<String, String> labels = new LinkedHashMap<>();
    states.forEach(state -> labels.put(state.value(), state.label()));
    return labels;
  }
}
