package dev.ropeway.sync;

import dev.ropeway.mapping.Mapping;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Text;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItem.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which columns of a task table are imported, and how a work item is read out of them. */
final class WorkItemColumns {

  private static final int SHORT = 255;
  private static final int TITLE = 4_000;
  private static final int LONG = 65_536;

  /** What a work item has fields of its own for. */
  private static final List<String> OWN =
      List.of(
          "sys_id",
          "number",
          "state",
          "active",
          "priority",
          "assigned_to",
          "assignment_group",
          "cmdb_ci",
          "short_description",
          "description",
          "opened_at",
          "closed_at",
          "resolved_at",
          "sys_created_on",
          "sys_updated_on",
          "sys_mod_count",
          "correlation_display");

  /** What is kept by its name, of any task. */
  private static final List<String> MORE =
      List.of(
          "urgency",
          "impact",
          "escalation",
          "category",
          "contact_type",
          "opened_by",
          "closed_by",
          "resolved_by",
          "correlation_id",
          "work_start",
          "work_end");

  private static final List<String> OF_CHANGES =
      List.of(
          "type",
          "risk",
          "conflict_status",
          "requested_by",
          "requested_by_date",
          "start_date",
          "end_date");

  private WorkItemColumns() {}

  /**
   * What is asked of the records of a table; a column that it lacks is left out by the instance.
   */
  static List<String> of(String table) {
    return Stream.of(OWN, more(table)).flatMap(List::stream).toList();
  }

  private static List<String> more(String table) {
    return table.equals("change_request")
        ? Stream.of(MORE, OF_CHANGES).flatMap(List::stream).toList()
        : MORE;
  }

  /** The work item that a record is; empty where columns that place it cannot be read. */
  static Optional<WorkItem> read(String integration, String type, String table, TableRecord row) {
    var created = Stamp.parse(row.get("sys_created_on"));
    var updated = row.updatedOn();
    if (created == null || updated == null || !SysId.matches(row.sysId())) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkItem(
            integration,
            type,
            row.sysId(),
            text(row.text("number"), SHORT),
            text(row.text("state"), SHORT),
            text(row.label("state"), SHORT),
            "true".equals(row.get("active")),
            text(row.text("priority"), SHORT),
            text(row.label("priority"), SHORT),
            text(row.label("assigned_to"), SHORT),
            text(row.label("assignment_group"), SHORT),
            text(row.label("cmdb_ci"), SHORT),
            text(row.text("short_description"), TITLE),
            text(row.text("description"), LONG),
            Stamp.parse(row.get("opened_at")),
            Stamp.parse(row.get("closed_at")),
            Stamp.parse(row.get("resolved_at")),
            created,
            updated,
            row.modCount(),
            row.text("correlation_display").startsWith(Mapping.DISPLAY),
            null,
            fields(row, table)));
  }

  private static Map<String, Shown> fields(TableRecord row, String table) {
    Map<String, Shown> fields = new TreeMap<>();
    more(table)
        .forEach(
            name -> {
              String value = text(row.text(name), LONG);
              if (value != null) {
                String label = text(row.label(name), LONG);
                fields.put(name, new Shown(value, value.equals(label) ? null : label));
              }
            });
    return fields;
  }

  /** Fit to be stored, and null for nothing. */
  private static String text(String text, int max) {
    return text.isBlank() ? null : Text.cut(Text.clean(text), max);
  }
}
