package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.List;

/** A column, possibly reached through references: {@code assigned_to.manager.email}. */
public record FieldPath(
    String name, Tables database, TableRows table, List<Column> steps, int firstPosition) {

  /** Null when the table has no such column or the walk leaves the tables of the sandbox. */
  public static FieldPath of(Tables database, TableRows table, String name) {
    List<Column> steps = new ArrayList<>(1);
    TableRows current = table;
    for (String part : name.split("\\.")) {
      Column column = current == null ? null : current.column(part);
      if (column == null) {
        return null;
      }
      steps.add(column);
      current = database.table(column.reference());
    }
    return steps.isEmpty()
        ? null
        : new FieldPath(name, database, table, steps, table.position(steps.get(0).name()));
  }

  public Column column() {
    return steps.get(steps.size() - 1);
  }

  boolean isDirect() {
    return steps.size() == 1;
  }

  /** Where the first column is in a row, which may be one of a table that extends ours. */
  int position(Row row) {
    return row.table == table ? firstPosition : row.table.position(steps.get(0).name());
  }

  String value(Row row) {
    if (isDirect()) {
      return row.get(position(row));
    }
    Row holder = holder(row);
    return holder == null ? "" : holder.get(column().name());
  }

  /** The row the last column is read from, null when a reference on the way is empty. */
  Row holder(Row row) {
    Row current = row;
    for (int i = 0; i < steps.size() - 1 && current != null; i++) {
      Column step = steps.get(i);
      current = database.find(step.reference(), current.get(step.name()));
    }
    return current;
  }
}
