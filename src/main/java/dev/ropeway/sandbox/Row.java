package dev.ropeway.sandbox;

import java.util.Arrays;

/**
 * One record; values sit at their column's position because 92 map entries per row are too heavy.
 */
final class Row {
  final Table table;
  final long sequence;
  private String[] values;

  Row(Table table, long sequence) {
    this.table = table;
    this.sequence = sequence;
    this.values = new String[table.columns().size()];
    Arrays.fill(values, "");
  }

  String get(String column) {
    return get(table.position(column));
  }

  String get(int position) {
    return position < 0 || position >= values.length ? "" : values[position];
  }

  String sysId() {
    return get(table.sysId);
  }

  String updatedOn() {
    return get(table.updatedOn);
  }

  /** Only {@link Table} calls this on rows it holds, since it must keep its indexes. */
  void set(int position, String value) {
    if (position < 0) {
      return;
    }
    if (position >= values.length) { // a column was added to the dictionary after this row was made
      int old = values.length;
      values = Arrays.copyOf(values, table.columns().size());
      Arrays.fill(values, old, values.length, "");
    }
    values[position] = value;
  }
}
