package dev.ropeway.sandbox.table;

/** What a person sees instead of the stored value. */
public final class DisplayValues {
  private final Tables database;

  public DisplayValues(Tables database) {
    this.database = database;
  }

  public String of(Row row, FieldPath path, User user) {
    Row holder = path.holder(row);
    if (holder == null) {
      return "";
    }
    Column column = path.column();
    String value = holder.get(column.name());
    if (column.isJournal()) {
      return history(holder, column.name(), user);
    }
    if (value.isEmpty()) {
      return column.type().equals("due_date") ? "UNKNOWN" : "";
    }
    if (column.isReference()) {
      return reference(column, value);
    }
    if (column.isDateTime()) {
      return Stamps.shown(value, user.zone(), user.format());
    }
    if (column.type().equals("sys_class_name")) {
      TableRows table = database.table(value);
      return table == null ? value : table.label();
    }
    return column.choice()
        ? database.choices().of(holder.table, column.name()).getOrDefault(value, value)
        : value;
  }

  /** The name of the referenced record; a dangling reference shows its raw value. */
  String reference(Column column, String sysId) {
    Row target = sysId.isEmpty() ? null : database.find(column.reference(), sysId);
    return target == null ? sysId : nameOf(target);
  }

  String nameOf(Row row) {
    String shown = row.get(row.table.displayColumn);
    return shown.isEmpty() ? row.sysId() : shown;
  }

  private String history(Row record, String element, User user) {
    StringBuilder text = new StringBuilder();
    for (Row entry : database.journal().entries(record, element)) {
      Row author = database.user(entry.get("sys_created_by"));
      text.append(Stamps.shown(entry.get("sys_created_on"), user.zone(), user.format()))
          .append(" - ")
          .append(author == null ? entry.get("sys_created_by") : author.get("name"))
          .append(
              entry.get("element").equals("comments") ? " (Additional comments)" : " (Work notes)")
          .append('\n')
          .append(entry.get("value"))
          .append("\n\n");
    }
    return text.toString();
  }
}
