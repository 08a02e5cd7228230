package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Records;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Schema;
import dev.ropeway.sandbox.table.Stamps;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.Tables;
import dev.ropeway.sandbox.table.User;
import java.util.HashMap;
import java.util.Map;

/** Plants the rows that are there before anybody wrote one. */
final class Seed {
  private final Tables database;
  private final Records records;
  private final PendingRecord.Author author;

  Seed(Instance instance) {
    this.database = instance.database;
    this.records = instance.records;
    String id = Tables.seededSysId("sys_user", "admin");
    User admin = new User("admin", id, Stamps.zone("UTC"), Stamps.STORED);
    this.author = PendingRecord.Author.free(admin, instance.stamps.now());
  }

  void plant() {
    Schema.seed()
        .forEach(
            (table, rows) -> rows.forEach((key, values) -> insert(table, key, resolved(values))));
    Schema.choices()
        .forEach(
            (table, columns) ->
                columns.forEach((column, values) -> plantChoices(table, column, values)));
    database.choices().rebuild();
    Map.copyOf(database.tables()).values().forEach(this::plantDictionary);
  }

  private void plantChoices(String table, String column, Map<String, String> values) {
    TableRows choices = database.table("sys_choice");
    int sequence = 0;
    for (Map.Entry<String, String> choice : values.entrySet()) {
      Row row = database.newRow(choices);
      Map<String, String> cells = new HashMap<>();
      cells.put("name", table);
      cells.put("element", column);
      cells.put("value", choice.getKey());
      cells.put("label", choice.getValue());
      cells.put("sequence", Integer.toString(sequence++));
      cells.put("inactive", "false");
      cells.put("language", "en");
      add(row, table + '.' + column + '.' + choice.getKey(), cells);
    }
  }

  /** Inherited columns stand under the parent's name, as in a real dictionary. */
  private void plantDictionary(TableRows table) {
    TableRows dictionary = database.table("sys_dictionary");
    for (Column column : table.columns()) {
      String owner = table.base != null ? owner(table, column) : ofTask(table, column);
      String key = owner + '.' + column.name();
      if (dictionary.find(Tables.seededSysId(dictionary.name, key)) != null) {
        continue;
      }
      Map<String, String> cells = new HashMap<>();
      cells.put("name", owner);
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
      add(database.newRow(dictionary), key, cells);
    }
  }

  private static String owner(TableRows table, Column column) {
    String owner = table.name;
    for (TableRows base = table.base; base != null; base = base.base) {
      owner = base.position(column.name()) < 0 ? owner : base.name;
    }
    return owner;
  }

  private String ofTask(TableRows table, Column column) {
    return isInherited(table, column) ? table.parent : table.name;
  }

  private boolean isInherited(TableRows table, Column column) {
    return !table.parent.isEmpty()
        && database.tables().values().stream()
            .filter(sibling -> sibling.parent.equals(table.parent))
            .allMatch(sibling -> sibling.position(column.name()) >= 0);
  }

  /** Past the rules and hooks: a thousand rows at start must cost milliseconds. */
  private void add(Row row, String key, Map<String, String> cells) {
    TableRows table = row.table;
    cells.put("sys_id", Tables.seededSysId(table.name, key));
    cells.put("sys_mod_count", "0");
    cells.put("sys_created_on", author.stamp());
    cells.put("sys_updated_on", author.stamp());
    cells.put("sys_created_by", "admin");
    cells.put("sys_updated_by", "admin");
    cells.forEach((column, value) -> row.set(table.position(column), value));
    table.insert(row);
  }

  private void insert(String table, String key, Map<String, String> values) {
    values.put("sys_id", Tables.seededSysId(table, key));
    records.insert(database.table(table), values, author);
  }

  private static Map<String, String> resolved(Map<String, String> values) {
    Map<String, String> resolved = new HashMap<>();
    values.forEach(
        (column, value) -> {
          int slash = value.indexOf('/');
          boolean reference = value.startsWith("@") && slash > 0;
          resolved.put(
              column,
              reference
                  ? Tables.seededSysId(value.substring(1, slash), value.substring(slash + 1))
                  : value);
        });
    return resolved;
  }
}
