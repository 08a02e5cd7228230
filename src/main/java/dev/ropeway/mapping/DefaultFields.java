package dev.ropeway.mapping;

import static dev.ropeway.mapping.FieldMapping.naming;
import static dev.ropeway.mapping.FieldMapping.template;

import dev.ropeway.assignment.TicketType;
import dev.ropeway.mapping.FieldMapping.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Mapping} writes, said as a customized mapping would: what an engineer starts from.
 * Each kind of ticket has its own columns.
 */
final class DefaultFields {

  private DefaultFields() {}

  static Map<String, FieldMapping> of(TicketType type) {
    Map<String, FieldMapping> fields = new LinkedHashMap<>();
    for (String column :
        List.of("short_description", "description", "impact", "urgency", "due_date")) {
      fields.put(column, template("{default." + column + "}"));
    }
    if (type == TicketType.CHANGE_REQUEST) {
      fields.put("type", FieldMapping.atFirst("normal"));
    }
    fields.put("assigned_to", naming(Kind.USER, "{assignment.assignedTo}"));
    fields.put("assignment_group", naming(Kind.GROUP, "{assignment.assignmentGroup}"));
    caller(type).ifPresent(column -> fields.put(column, naming(Kind.USER, "{assignment.caller}")));
    return fields;
  }

  /** The column of who asked for the work; a problem has none. */
  static Optional<String> caller(TicketType type) {
    return switch (type) {
      case INCIDENT -> Optional.of("caller_id");
      case CHANGE_REQUEST -> Optional.of("requested_by");
      case PROBLEM -> Optional.empty();
    };
  }

  /** What every customized mapping must fill (B07). */
  static List<String> locked(TicketType type) {
    List<String> columns = new ArrayList<>(List.of("short_description", "assigned_to"));
    caller(type).ifPresent(columns::add);
    return columns;
  }
}
