package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that tell about tables: sys_db_object, sys_dictionary and sys_choice. */
final class Descriptions {
  private final Tables database;
  private final String stamp;

  Descriptions(Tables database, String stamp) {
    this.database = database;
    this.stamp = stamp;
  }

  /** Inherited columns stand under the table that has them, as in a real dictionary. */
  void describe(TableRows table) {
    Map<String, String> object = new HashMap<>();
    object.put("name", table.name);
    object.put("label", table.label());
    object.put("is_extendable", "true");
    object.put(
        "super_class",
        table.parent.isEmpty() ? "" : Tables.seededSysId("sys_db_object", table.parent));
    add("sys_db_object", table.name, object);
    for (Column column : table.columns()) {
      if (table.base == null || table.base.position(column.name()) < 0) {
        describe(table, column);
      }
    }
  }

  private void describe(TableRows table, Column column) {
    Map<String, String> cells = new HashMap<>();
    cells.put("name", table.name);
    cells.put("element", column.name());
    cells.put("column_label", column.label());
    cells.put("internal_type", column.type());
    cells.put("max_length", Integer.toString(column.maxLength()));
    cells.put("mandatory", Boolean.toString(column.mandatory()));
    cells.put("read_only", Boolean.toString(column.readOnly()));
    cells.put("reference", column.reference());
    cells.put("default_value", column.defaultValue());
    cells.put("choice", column.choice() ? "1" : "");
    cells.put("active", "true");
    add("sys_dictionary", table.name + '.' + column.name(), cells);
  }

  /** Value to label, in the order of the list. */
  void choices(String table, String column, Map<String, String> labels) {
    choices(table, column, "", labels);
  }

  /** Choices that are offered for one value of the column that this one depends on. */
  void choices(String table, String column, String dependentOn, Map<String, String> labels) {
    int sequence = 0;
    for (Map.Entry<String, String> choice : labels.entrySet()) {
      Map<String, String> cells = new HashMap<>();
      cells.put("name", table);
      cells.put("element", column);
      cells.put("value", choice.getKey());
      cells.put("label", choice.getValue());
      cells.put("dependent_value", dependentOn);
      cells.put("sequence", Integer.toString(sequence++));
      cells.put("inactive", "false");
      cells.put("language", "en");
      String key = table + '.' + column + '.' + choice.getKey();
      add("sys_choice", dependentOn.isEmpty() ? key : key + '.' + dependentOn, cells);
    }
  }

  /** Nothing tells of the table any more. */
  void forget(String table) {
    for (String teller : List.of("sys_db_object", "sys_dictionary", "sys_choice")) {
      TableRows rows = database.table(teller);
      List<Row> gone = rows.rows().stream().filter(row -> row.get("name").equals(table)).toList();
      gone.forEach(rows::remove);
    }
  }

  /** Past the rules and hooks: a thousand rows at start must cost milliseconds. */
  private void add(String name, String key, Map<String, String> cells) {
    TableRows table = database.table(name);
    String id = Tables.seededSysId(name, key);
    if (table.find(id) != null) {
      return;
    }
    cells.put("sys_id", id);
    cells.put("sys_mod_count", "0");
    cells.put("sys_created_on", stamp);
    cells.put("sys_updated_on", stamp);
    cells.put("sys_created_by", "admin");
    cells.put("sys_updated_by", "admin");
    Row row = database.newRow(table);
    cells.forEach((column, value) -> row.set(table.position(column), value));
    table.insert(row);
  }
}
