package dev.ropeway.sandbox.table;

import java.util.Arrays;

/**
 * One record; values sit at their column's position because 92 map entries per row are too heavy.
 */
public final class Row {
  public final TableRows table;
  public final long sequence;
  private String[] values;

  Row(TableRows table, long sequence) {
    this.table = table;
    this.sequence = sequence;
    this.values = new String[table.columns().size()];
    Arrays.fill(values, "");
  }

  public String get(String column) {
    return get(table.position(column));
  }

  public String get(int position) {
    return position < 0 || position >= values.length ? "" : values[position];
  }

  public String sysId() {
    return get(table.sysId);
  }

  public String updatedOn() {
    return get(table.updatedOn);
  }

  /** Only {@link TableRows} calls this on rows it holds, since it must keep its indexes. */
  public void set(int position, String value) {
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
