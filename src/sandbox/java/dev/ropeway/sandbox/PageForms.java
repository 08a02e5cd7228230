package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forms on a ticket's page. */
final class PageForms {
  private final Instance instance;

  PageForms(Instance instance) {
    this.instance = instance;
  }

  List<Map<String, Object>> of(Row row) {
    if (PageData.isAlert(row)) {
      return List.of(form("close", "Close"), form("reopen", "Reopen"));
    }
    boolean problem = row.table.name.equals("problem");
    boolean change = row.table.name.equals("change_request");
    List<Map<String, Object>> forms = new ArrayList<>();
    forms.add(form("start", "Start work"));
    forms.add(
        form(
            "resolve",
            change ? "Finish and close" : "Resolve",
            select("code", "Code", codes(row.table, problem ? "resolution_code" : "close_code")),
            area("notes", "Notes")));
    if (!change) {
      forms.add(form("close", "Close"));
    }
    if (!problem) { // cancelling a problem is not among its states
      forms.add(form("cancel", "Cancel"));
    }
    forms.add(
        form(
            "assign",
            "Reassign",
            select("assigned_to", "Assigned to", records("sys_user", row.get("assigned_to")))));
    forms.add(
        form(
            "group",
            "Assign group",
            select(
                "assignment_group",
                "Assignment group",
                records("sys_user_group", row.get("assignment_group")))));
    forms.add(form("comment", "Add comment", area("comments", "Comment")));
    forms.add(form("note", "Add work note", area("work_notes", "Work note")));
    forms.add(
        form(
            "edit",
            "Save",
            Map.of(
                "name", "short_description",
                "label", "Short description",
                "value", row.get("short_description"))));
    return forms.stream().toList();
  }

  static Map<String, Object> option(String value, String label, boolean chosen) {
    return Map.of("value", value, "label", label, "chosen", chosen);
  }

  private List<Map<String, Object>> codes(TableRows table, String column) {
    List<Map<String, Object>> options = new ArrayList<>();
    instance
        .database
        .choices()
        .of(table, column)
        .forEach((value, label) -> options.add(option(value, label, false)));
    return options;
  }

  private List<Map<String, Object>> records(String table, String chosen) {
    List<Map<String, Object>> options = new ArrayList<>();
    options.add(option("", "—", chosen.isEmpty()));
    for (Row row : instance.table(table).rowsByAge()) {
      if (row.get("active").equals("true")) {
        options.add(option(row.sysId(), row.get("name"), row.sysId().equals(chosen)));
      }
    }
    return options;
  }

  @SafeVarargs
  private static Map<String, Object> form(
      String action, String title, Map<String, Object>... fields) {
    List<Map<String, Object>> complete = new ArrayList<>();
    for (Map<String, Object> field : fields) {
      Map<String, Object> all = new HashMap<>(Map.of("long", false, "value", ""));
      all.put("options", null);
      all.putAll(field);
      complete.add(all);
    }
    return Map.of("action", action, "title", title, "fields", complete);
  }

  private static Map<String, Object> select(
      String name, String label, List<Map<String, Object>> options) {
    return Map.of("name", name, "label", label, "options", options);
  }

  private static Map<String, Object> area(String name, String label) {
    return Map.of("name", name, "label", label, "long", true);
  }
}
