package dev.ropeway.mapping;

import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@link Mapping} writes, said as a customized mapping would: the documents {@code
 * mappings/<kind>.yaml}, which an engineer starts from. Each kind of ticket has its own columns.
 */
final class DefaultFields {

  /** What event management cannot do without. */
  private static final List<String> SIGNAL = List.of("severity", "description");

  private static final String TASK = "task";

  /** Filled by the platform with whoever logs in, so that it may stay out of a mapping. */
  private static final String OPENER = "opened_by";

  private static final Map<String, Map<String, FieldMapping>> DOCUMENTS =
      Stream.of(TASK, "event", "alert")
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), name -> MappingFile.shipped(name + ".yaml").fields()));

  private DefaultFields() {}

  static Map<String, FieldMapping> of(TicketTypeDefinition type) {
    if (!type.isTask()) {
      return DOCUMENTS.get(type.isEvent() ? "event" : "alert");
    }
    Map<String, FieldMapping> fields = new LinkedHashMap<>(DOCUMENTS.get(TASK));
    if (type.priorityIsComputed()) {
      fields.remove("priority");
    }
    type.fields().forEach((column, value) -> fields.put(column, FieldMapping.constant(value)));
    if (type.caller() != null) {
      fields.put(type.caller(), FieldMapping.user("{assignment.caller}"));
    }
    return fields;
  }

  /** The column of who asked for the work, where a mapping must fill it. */
  static Optional<String> caller(TicketTypeDefinition type) {
    return Optional.ofNullable(type.caller()).filter(column -> !column.equals(OPENER));
  }

  /** What every customized mapping must fill (B07). */
  static List<String> locked(TicketTypeDefinition type) {
    if (!type.isTask()) {
      return SIGNAL;
    }
    List<String> columns = new ArrayList<>(List.of("short_description", "assigned_to"));
    caller(type).ifPresent(columns::add);
    return columns;
  }
}
