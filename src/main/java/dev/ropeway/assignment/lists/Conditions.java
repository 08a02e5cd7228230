package dev.ropeway.assignment.lists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions that all hold, with what they bind. */
final class Conditions {

  private final List<String> terms = new ArrayList<>();
  private final Map<String, Object> bindings = new HashMap<>();

  Conditions add(String term) {
    terms.add(term);
    return this;
  }

  /** The term if there is a value to bind to its name. */
  Conditions add(String term, String name, Object value) {
    return value == null ? this : add(term).bind(name, value);
  }

  Conditions bind(String name, Object value) {
    bindings.put(name, value);
    return this;
  }

  AssignmentFilter.Sql sql() {
    return new AssignmentFilter.Sql(
        terms.isEmpty() ? "true" : String.join(" and ", terms), Map.copyOf(bindings));
  }
}
