package dev.ropeway.mapping;

import dev.ropeway.assignment.TicketType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Mapping} writes, said as a customized mapping would: the documents {@code
 * mappings/<ticket type>.yaml}, which an engineer starts from. Each kind of ticket has its own
 * columns.
 */
final class DefaultFields {

  /** What event management cannot do without. */
  private static final List<String> SIGNAL = List.of("severity", "description");

  private static final Map<TicketType, Map<String, FieldMapping>> DOCUMENTS =
      new EnumMap<>(TicketType.class);

  static {
    for (TicketType type : TicketType.values()) {
      DOCUMENTS.put(
          type, MappingFile.shipped(type.name().toLowerCase(Locale.ROOT) + ".yaml").fields());
    }
  }

  private DefaultFields() {}

  static Map<String, FieldMapping> of(TicketType type) {
    return DOCUMENTS.get(type);
  }

  /**
   * The column of who asked for the work, where the table has one; who opened a problem is whoever
   * we log in as, unless a mapping says otherwise.
   */
  static Optional<String> caller(TicketType type) {
    return switch (type) {
      case INCIDENT -> Optional.of("caller_id");
      case CHANGE_REQUEST -> Optional.of("requested_by");
      case PROBLEM, EVENT, ALERT -> Optional.empty();
    };
  }

  /** What every customized mapping must fill (B07). */
  static List<String> locked(TicketType type) {
    if (!type.isTask()) {
      return SIGNAL;
    }
    List<String> columns = new ArrayList<>(List.of("short_description", "assigned_to"));
    caller(type).ifPresent(columns::add);
    return columns;
  }
}
