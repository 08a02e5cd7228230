package dev.ropeway.intake;

import java.util.StringJoiner;

/** Lines of a description, for what has no field of its own; what is not there is left out. */
final class Facts {

  private final StringJoiner lines = new StringJoiner("\n");

  /** A line that speaks for itself. */
  Facts add(String line) {
    if (line != null) {
      lines.add(line);
    }
    return this;
  }

  /** A text, or all texts of a list, behind a label. */
  Facts add(String label, CaseBlind value) {
    String text = value.lines();
    return add(
        text == null || text.equalsIgnoreCase("N/A")
            ? null
            : label + ": " + (value.items().isEmpty() ? text : text.replace("\n", ", ")));
  }

  /** Null if there is nothing to say. */
  String text() {
    return lines.length() == 0 ? null : lines.toString();
  }
}
