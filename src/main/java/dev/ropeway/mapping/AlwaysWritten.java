package dev.ropeway.mapping;

import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.WrittenFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;

/** The columns that every draft of {@link Mapping} fills, whatever its finding and terms are. */
@ApplicationScoped
class AlwaysWritten implements WrittenFields {

  private static final Set<String> FIELDS =
      Set.of(
          "short_description",
          "description",
          "impact",
          "urgency",
          "correlation_id",
          "correlation_display");

  private static final Set<String> OF_SIGNALS =
      Set.of(
          "source",
          "event_class",
          "type",
          "metric_name",
          "message_key",
          "severity",
          "description",
          "additional_info");

  @Override
  public Set<String> of(Table table) {
    if (!table.isTask()) {
      return OF_SIGNALS;
    }
    Set<String> fields = new HashSet<>(FIELDS);
    if (table == Table.CHANGE_REQUEST) {
      fields.add("type");
    }
    return fields;
  }
}
