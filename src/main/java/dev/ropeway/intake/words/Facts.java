package dev.ropeway.intake.words;

import java.util.StringJoiner;

/** Lines of a description, for what has no field of its own; what is not there is left out. */
public final class Facts {

  private final StringJoiner lines = new StringJoiner("\n");

  /** A line that speaks for itself. */
  public Facts add(String line) {
    if (line != null) {
      lines.add(line);
    }
    return this;
  }

  /** A text, or all texts of a list, behind a label. */
  public Facts add(String label, CaseBlind value) {
    String text = value.lines();
    return add(
        text == null || text.equalsIgnoreCase("N/A")
            ? null
            : label + ": " + (value.items().isEmpty() ? text : text.replace("\n", ", ")));
  }

  /** Null if there is nothing to say. */
  public String text() {
    return lines.length() == 0 ? null : lines.toString();
  }
}
