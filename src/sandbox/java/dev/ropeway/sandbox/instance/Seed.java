package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Records;
import dev.ropeway.sandbox.table.Schema;
import dev.ropeway.sandbox.table.Stamps;
import dev.ropeway.sandbox.table.Tables;
import dev.ropeway.sandbox.table.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Plants the rows that are there before anybody wrote one. */
final class Seed {
  private static final Pattern SEEDED = Pattern.compile("@([a-z_]+)/([a-z0-9.-]+)");

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
    Descriptions descriptions = new Descriptions(database, author.stamp());
    Schema.seed()
        .forEach(
            (table, rows) -> rows.forEach((key, values) -> insert(table, key, resolved(values))));
    Schema.choices()
        .forEach(
            (table, columns) ->
                columns.forEach((column, values) -> choices(descriptions, table, column, values)));
    database.choices().rebuild();
    database.tables().values().forEach(descriptions::describe);
  }

  private static void choices(
      Descriptions descriptions, String table, String column, Map<String, JsonNode> values) {
    Map<String, String> labels = new LinkedHashMap<>();
    values.forEach(
        (value, label) -> {
          if (label.isTextual()) {
            labels.put(value, label.asText());
          } else {
            Map<String, String> dependent = new LinkedHashMap<>();
            label.properties().forEach(one -> dependent.put(one.getKey(), one.getValue().asText()));
            descriptions.choices(table, column, value, dependent);
          }
        });
    descriptions.choices(table, column, "", labels);
  }

  private void insert(String table, String key, Map<String, String> values) {
    values.put("sys_id", Tables.seededSysId(table, key));
    records.insert(database.table(table), values, author);
  }

  private static Map<String, String> resolved(Map<String, String> values) {
    Map<String, String> resolved = new HashMap<>();
    values.forEach(
        (column, value) ->
            resolved.put(
                column,
                SEEDED
                    .matcher(value)
                    .replaceAll(row -> Tables.seededSysId(row.group(1), row.group(2)))));
    return resolved;
  }
}
