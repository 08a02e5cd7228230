package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.FieldPath;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the page templates print. */
final class PageData {
  private static final int NEWEST = 25;
  private static final List<String> FACTS =
      List.of(
          "assigned_to",
          "assignment_group",
          "node",
          "source",
          "message_key",
          "event_count",
          "impact",
          "urgency",
          "description",
          "correlation_id",
          "correlation_display",
          "close_code",
          "resolution_code",
          "close_notes",
          "fix_notes",
          "opened_at",
          "resolved_at",
          "closed_at",
          "reopen_count",
          "sys_updated_on",
          "sys_updated_by",
          "sys_mod_count");

  private final Instance instance;

  PageData(Instance instance) {
    this.instance = instance;
  }

  Map<String, Object> list() {
    List<Map<String, Object>> tables = new ArrayList<>();
    for (TableRows table : instance.database.tables().values()) {
      if (!table.firstNumber.isEmpty() && !table.isExtended()) {
        tables.add(
            Map.of(
                "name",
                table.name,
                "label",
                table.label(),
                "count",
                table.size(),
                "tickets",
                newest(table).stream().map(this::ticket).toList()));
      }
    }
    return Map.of("title", "Tickets", "tables", tables);
  }

  private static List<Row> newest(TableRows table) {
    return table.rows().stream()
        .sorted(Comparator.comparingLong((Row row) -> row.sequence).reversed())
        .limit(NEWEST)
        .toList();
  }

  Map<String, Object> record(Row row, String error, String actingAs) {
    Map<String, Object> page = new HashMap<>();
    page.put("title", row.get("number"));
    page.put("table", row.table.name);
    page.put("ticket", ticket(row));
    page.put("error", error);
    page.put("facts", facts(row));
    page.put("forms", new PageForms(instance).of(row));
    page.put("users", users(actingAs == null ? "ada.fulmer" : actingAs));
    page.put("history", history(row));
    return page;
  }

  private Map<String, Object> ticket(Row row) {
    return Map.of(
        "sys_id", row.sysId(),
        "number", row.get("number"),
        "short_description", headline(row),
        "state", shown(row, "state"),
        "priority", shown(row, isAlert(row) ? "severity" : "priority"),
        "assigned_to", row.get("assigned_to").isEmpty() ? "nobody yet" : shown(row, "assigned_to"),
        "updated", row.updatedOn());
  }

  static boolean isAlert(Row row) {
    return row.table.name.equals("em_alert");
  }

  private static String headline(Row row) {
    return isAlert(row)
        ? row.get("description").lines().findFirst().orElse("")
        : row.get("short_description");
  }

  private List<Map<String, Object>> facts(Row row) {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (String name : FACTS) {
      Column column = row.table.column(name);
      if (column != null && !row.get(name).isEmpty()) {
        facts.add(Map.of("label", column.label(), "value", shown(row, name)));
      }
    }
    return facts;
  }

  private List<Map<String, Object>> users(String chosen) {
    return instance.table("sys_user").rowsByAge().stream()
        .filter(user -> user.get("active").equals("true"))
        .map(
            user ->
                PageForms.option(
                    user.get("user_name"), user.get("name"), user.get("user_name").equals(chosen)))
        .toList();
  }

  private List<Map<String, Object>> history(Row row) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Row entry : instance.database.journal().entries(row, "comments_and_work_notes")) {
      boolean comment = entry.get("element").equals("comments");
      entries.add(
          Map.of(
              "on", entry.get("sys_created_on"),
              "by", entry.get("sys_created_by"),
              "kind", comment ? "comment" : "work note",
              "text", entry.get("value")));
    }
    return entries;
  }

  /** Pages show stored UTC times and say so: zones are what the API is there to confuse. */
  private String shown(Row row, String name) {
    FieldPath path = FieldPath.of(instance.database, row.table, name);
    return path.column().isDateTime()
        ? row.get(name) + " UTC"
        : instance.display.of(row, path, null);
  }
}
