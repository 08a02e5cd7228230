package dev.ropeway.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row as the Table API gave it: every value a string, a field that may not be read absent.
 *
 * @param labels what people see instead, where it was asked for
 */
public record TableRecord(Map<String, String> fields, Map<String, String> labels) {

  public TableRecord(Map<String, String> fields) {
    this(fields, Map.of());
  }

  static TableRecord of(JsonNode node) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> labels = new HashMap<>();
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              // A reference with its link, where the instance ignored
              // sysparm_exclude_reference_link.
              fields.put(
                  entry.getKey(),
                  value.isObject() ? value.path("value").asText("") : value.asText(""));
              if (value.hasNonNull("display_value")) {
                labels.put(entry.getKey(), value.get("display_value").asText());
              }
            });
    return new TableRecord(fields, labels);
  }

  /** Null when the field is absent: not readable, or not asked for. */
  public String get(String field) {
    return fields.get(field);
  }

  /** What people see in a field; its value where that was not asked for. */
  public String label(String field) {
    String label = labels.get(field);
    return label == null ? text(field) : label;
  }

  public String text(String field) {
    return fields.getOrDefault(field, "");
  }

  public String sysId() {
    return text("sys_id");
  }

  public Instant updatedOn() {
    return Stamp.parse(get("sys_updated_on"));
  }

  public int modCount() {
    try {
      return Integer.parseInt(text("sys_mod_count"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The fields of this record among those named. */
  public Map<String, String> only(List<String> names) {
    Map<String, String> some = new LinkedHashMap<>();
    names.forEach(
        name -> {
          if (fields.containsKey(name)) {
            some.put(name, fields.get(name));
          }
        });
    return some;
  }
}
