package dev.ropeway.sandbox.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A table as an admin describes it: its own columns, and those of the table it extends that differ.
 */
public record TableDefinition(
    String label,
    String display,
    String parent,
    @JsonProperty("first_number") String firstNumber,
    @JsonProperty("closed_states") List<String> closedStates,
    LinkedHashMap<String, Column> columns) {
  public TableDefinition {
    parent = parent == null ? "" : parent;
    firstNumber = firstNumber == null ? "" : firstNumber;
    columns = columns == null ? new LinkedHashMap<>() : columns;
  }
}
