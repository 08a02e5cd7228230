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

  @Override
  public Set<String> of(Table table) {
    Set<String> fields = new HashSet<>(FIELDS);
    if (table == Table.CHANGE_REQUEST) {
      fields.add("type");
    }
    return fields;
  }
}
