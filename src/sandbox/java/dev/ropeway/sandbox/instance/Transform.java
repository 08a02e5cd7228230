package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.InputValues;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts rows into a staging table and makes records of them, and notes on each row what it made. */
public final class Transform {
  private static final List<String> ITEM_KEYS = List.of("fqdn", "ip_address");

  private final Instance instance;

  public Transform(Instance instance) {
    this.instance = instance;
  }

  private record Result(String state, Row target, String comment) {}

  /**
   * The staging row, transformed. Each row has an import set of its own here; how an instance
   * groups the rows of single calls is not in our sources.
   *
   * @throws NullPointerException after the record was written, if the transform map is told to
   */
  public Row run(TableRows staging, Map<String, String> values, User user, String stamp) {
    PendingRecord.Author system = PendingRecord.Author.free(user, stamp);
    TableRows sets = instance.table("sys_import_set");
    String number = "ISET%07d".formatted(10_001 + sets.size());
    Row set =
        instance.records.insert(
            sets,
            Map.of("number", number, "table_name", staging.name, "state", "processed"),
            system);
    Map<String, String> staged = new LinkedHashMap<>(values);
    staged.keySet().removeIf(name -> name.startsWith("sys_"));
    staged.put("sys_import_set", set.sysId());
    staged.put("sys_import_row", "0");
    Row row = instance.records.insert(staging, staged, system);
    ImportTable map = instance.imports.take(staging.name);
    Result result = transformed(row, map, user, stamp);
    instance.records.update(row, noted(map, result), system);
    if (map.outcome() == ImportTable.Outcome.NULL_POINTER) {
      throw new NullPointerException("transform_map=null");
    }
    return row;
  }

  private static Map<String, String> noted(ImportTable map, Result result) {
    Map<String, String> noted = new LinkedHashMap<>();
    noted.put("sys_import_state", result.state());
    noted.put("sys_import_state_comment", result.comment());
    if (result.target() != null) {
      noted.put("sys_target_table", map.table());
      noted.put("sys_target_sys_id", result.target().sysId());
    }
    return noted;
  }

  /** The comments of rows that were ignored or skipped are not in our sources. */
  private Result transformed(Row row, ImportTable map, User user, String stamp) {
    return switch (map.outcome()) {
      case TRANSFORM, NULL_POINTER -> written(row, map, user, stamp);
      case ERROR -> new Result("error", null, map.message());
      case IGNORE -> new Result("ignored", null, "Row transform ignored by onBefore script");
      case SKIP -> new Result("skipped", null, "Row transform skipped");
    };
  }

  private Result written(Row row, ImportTable map, User user, String stamp) {
    TableRows target = instance.database.table(map.table());
    if (target == null) {
      return new Result("error", null, "Invalid table " + map.table());
    }
    Map<String, String> values = mapped(row, map, target, user);
    PendingRecord.Author author = PendingRecord.Author.bound(user, stamp);
    try {
      Row known = coalesced(map, target, values);
      if (known == null) {
        return new Result("inserted", instance.records.insert(target, values, author), "");
      }
      boolean changed = instance.records.update(known, values, author);
      return new Result(
          changed ? "updated" : "ignored", known, changed ? "" : "No field values changed");
    } catch (ErrorAnswer refusal) {
      return new Result("error", null, refusal.detail);
    }
  }

  private static Row coalesced(ImportTable map, TableRows target, Map<String, String> values) {
    String column = map.coalesce();
    String value = column == null ? "" : values.getOrDefault(column, "");
    if (value.isEmpty()) {
      return null;
    }
    return target.rowsByAge().stream()
        .filter(record -> record.get(column).equals(value))
        .findFirst()
        .orElse(null);
  }

  private Map<String, String> mapped(Row row, ImportTable map, TableRows target, User user) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Column staged : row.table.columns()) {
      String name = staged.name();
      String to = map.fields().isEmpty() ? name : map.fields().get(name);
      Column column = to == null || map.unmapped().contains(name) ? null : target.column(to);
      if (column != null && !name.startsWith("sys_") && !row.get(name).isEmpty()) {
        values.put(to, value(target, column, row.get(name), user));
      }
    }
    return values;
  }

  /** References are found by sys_id or name, configuration items by what they are known by too. */
  private String value(TableRows target, Column column, String text, User user) {
    if (column.isDateTime()) {
      return text;
    }
    String found = new InputValues(instance.database).fromDisplay(target, column, text, user);
    if (!found.isEmpty() || !column.name().equals("cmdb_ci")) {
      return found;
    }
    return instance.table(column.reference()).rowsByAge().stream()
        .filter(item -> ITEM_KEYS.stream().map(item::get).anyMatch(text::equals))
        .flatMap(item -> Stream.of(item.sysId()))
        .findFirst()
        .orElse("");
  }
}
