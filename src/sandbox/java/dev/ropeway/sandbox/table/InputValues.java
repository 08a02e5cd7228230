package dev.ropeway.sandbox.table;

import java.util.Map;

/** Turns what a caller sent into what the platform stores. */
public final class InputValues {
  private final Tables database;

  public InputValues(Tables database) {
    this.database = database;
  }

  /** Null when the value is not set at all. */
  String accepted(PendingRecord draft, Column column, String text) {
    if (text.isEmpty()) {
      // An empty string clears a field, except a choice that has a default.
      return column.choice() && !column.defaultValue().isEmpty() ? null : "";
    }
    if (column.choice()) {
      Map<String, String> choices = database.choices().of(draft.table, column.name());
      // glide.rest.choice.allow_non_existing_value is false: such a value is not set, status 2xx.
      return choices.isEmpty() || choices.containsKey(text) ? text : null;
    }
    // That REST cuts over-long text to max_length rather than refusing it is not in our sources.
    return column.isText() && text.length() > column.maxLength()
        ? text.substring(0, column.maxLength())
        : text;
  }

  /** For sysparm_input_display_value=true: labels, names and user-zone dates become raw values. */
  public String fromDisplay(TableRows table, Column column, String text, User user) {
    if (text.isEmpty()) {
      return text;
    }
    if (column.choice()) {
      for (Map.Entry<String, String> c : database.choices().of(table, column.name()).entrySet()) {
        if (c.getValue().equals(text)) {
          return c.getKey();
        }
      }
      return text;
    }
    if (column.isDateTime()) {
      return Stamps.stored(text, user.zone(), user.format());
    }
    TableRows target = column.isReference() ? database.table(column.reference()) : null;
    if (target == null || target.find(text) != null) {
      return text;
    }
    // A name that matches nothing gives no error; reports differ on whether it ends up empty.
    return target.rowsByAge().stream()
        .filter(row -> row.get(target.displayColumn).equals(text))
        .map(Row::sysId)
        .findFirst()
        .orElse("");
  }
}
