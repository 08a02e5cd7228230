package dev.ropeway.sandbox.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Event management in its simplest form: an event opens, updates or closes the alert of its message
 * key. A real instance does so a little later, and by event and alert rules, which are not here.
 */
final class Alerts {
  private static final String CLEAR = "0";
  private static final String CLOSED = "Closed";

  /** What an alert takes over from its events. */
  private static final List<String> CARRIED =
      List.of(
          "source",
          "event_class",
          "node",
          "type",
          "resource",
          "metric_name",
          "description",
          "additional_info");

  private final Tables database;
  private final Records records;

  Alerts(Tables database, Records records) {
    this.database = database;
    this.records = records;
  }

  /** An event without a message key gets one of what it is about. */
  static void prepare(PendingRecord event) {
    if (event.isInsert() && event.get("message_key").isEmpty()) {
      event.set(
          "message_key",
          Stream.of("source", "node", "type", "resource", "metric_name")
              .map(event::get)
              .collect(Collectors.joining("_")));
    }
    if (event.isInsert()) {
      event.set("state", "Processed");
    }
  }

  void correlate(Row event, PendingRecord.Author author) {
    PendingRecord.Author rules = PendingRecord.Author.free(author.user(), author.stamp());
    Row alert = of(event.get("message_key"));
    boolean clears =
        event.get("severity").equals(CLEAR) || event.get("resolution_state").equals("Closing");
    if (alert == null) {
      if (!clears) {
        alert = records.insert(database.table("em_alert"), opened(event), rules);
      }
    } else {
      records.update(alert, changed(alert, event, clears), rules);
    }
    if (alert != null) {
      records.update(event, Map.of("alert", alert.sysId()), rules.unstamped());
    }
  }

  private Row of(String messageKey) {
    return database.table("em_alert").rowsByAge().stream()
        .filter(alert -> alert.get("message_key").equals(messageKey))
        .reduce((first, next) -> next)
        .orElse(null);
  }

  private static Map<String, String> opened(Row event) {
    Map<String, String> fields = carried(event);
    fields.put("message_key", event.get("message_key"));
    fields.put("severity", event.get("severity"));
    fields.put("state", "Open");
    return fields;
  }

  private static Map<String, String> changed(Row alert, Row event, boolean clears) {
    Map<String, String> fields = carried(event);
    fields.put("event_count", Integer.toString(Integer.parseInt(alert.get("event_count")) + 1));
    fields.put("severity", clears ? CLEAR : event.get("severity"));
    boolean wasClosed = alert.get("state").equals(CLOSED);
    if (clears || wasClosed) {
      fields.put("state", clears ? CLOSED : "Reopen");
    }
    return fields;
  }

  private static Map<String, String> carried(Row event) {
    Map<String, String> fields = new LinkedHashMap<>();
    CARRIED.forEach(column -> fields.put(column, event.get(column)));
    return fields;
  }
}
