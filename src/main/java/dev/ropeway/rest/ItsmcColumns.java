package dev.ropeway.rest;

import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItem.Shown;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A work item under the column names of the IT Service Management Connector (ITSMC), for workbooks
 * and queries that were written for it. Names and choices are what people read, times are UTC.
 */
final class ItsmcColumns {

  private static final DateTimeFormatter STORED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private ItsmcColumns() {}

  static Map<String, String> of(WorkItem item) {
    Map<String, String> columns = new LinkedHashMap<>();
    boolean change = item.type().equals("change_request");
    columns.put("ServiceDeskConnectionName_s", item.integration());
    columns.put("ServiceDeskWorkItemType_s", kind(item.type()));
    columns.put("ServiceDeskId_s", item.number());
    columns.put(change ? "CRState_s" : "IncidentState_s", item.stateLabel());
    columns.put("Urgency_s", text(item, "urgency"));
    columns.put("Impact_s", text(item, "impact"));
    columns.put("Priority_s", item.priorityLabel());
    columns.put("Escalation_s", text(item, "escalation"));
    columns.put("CreatedBy_s", text(item, change ? "requested_by" : "opened_by"));
    columns.put("ClosedBy_s", text(item, "closed_by"));
    columns.put("Source_s", text(item, "contact_type"));
    columns.put("AssignedTo_s", item.assignedTo());
    columns.put("Category_s", text(item, "category"));
    columns.put("Title_s", item.shortDescription());
    columns.put("Description_s", item.description());
    columns.put("CreatedDate_t", time(item.openedAt()));
    columns.put("ClosedDate_t", time(item.closedAt()));
    columns.put("LastModifiedDate_t", time(item.updatedAt()));
    columns.put("Computer", item.configurationItem());
    if (change) {
      columns.put("Type_s", text(item, "type"));
      columns.put("Risk_s", text(item, "risk"));
      columns.put("ConflictStatus_s", text(item, "conflict_status"));
      columns.put("RequestedDate_t", time(item, "requested_by_date"));
      columns.put("PlannedStartDate_t", time(item, "start_date"));
      columns.put("PlannedEndDate_t", time(item, "end_date"));
      columns.put("WorkStartDate_t", time(item, "work_start"));
      columns.put("WorkEndDate_t", time(item, "work_end"));
    } else {
      columns.put("ResolvedBy_s", text(item, "resolved_by"));
      columns.put("ResolvedDate_t", time(item.resolvedAt()));
    }
    columns.values().removeIf(value -> value == null);
    return columns;
  }

  /** ITSMC knew the first two; others are named alike. */
  private static String kind(String type) {
    StringBuilder kind = new StringBuilder();
    for (String word : type.split("_")) {
      if (!word.isEmpty()) {
        kind.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return kind.toString();
  }

  private static String text(WorkItem item, String field) {
    Shown shown = item.fields().get(field);
    return shown == null ? null : shown.text();
  }

  /** From the value, which is UTC; what is shown is in the zone of the user who reads. */
  private static String time(WorkItem item, String field) {
    Shown shown = item.fields().get(field);
    if (shown == null) {
      return null;
    }
    try {
      return time(LocalDateTime.parse(shown.value(), STORED).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      // A date without a time has no zone.
      return shown.value();
    }
  }

  private static String time(Instant at) {
    return at == null ? null : at.toString();
  }
}
