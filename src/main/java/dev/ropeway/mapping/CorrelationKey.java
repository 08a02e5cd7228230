package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import java.util.List;
import java.util.UUID;

/**
 * How a record says that it is ours, and whose: by the correlation fields of a task, and by the
 * message key where there are none. The one place that knows which.
 */
public final class CorrelationKey {

  private static final String EVENT = "ropeway-event:";
  private static final String ALERT = "ropeway-alert:";

  private CorrelationKey() {}

  /**
   * Follows from the assignment, so that a lost create can be looked up. Alerts that the instance
   * makes of our events have their key, and are not taken for alerts of ours.
   */
  static String messageKey(Claim claim) {
    return prefix(Table.named(claim.ticketType().table())) + claim.id();
  }

  /** The columns that hold it. */
  static List<String> fields(TicketType type) {
    return switch (type) {
      case INCIDENT, PROBLEM, CHANGE_REQUEST -> List.of("correlation_id", "correlation_display");
      // With what puts an event in order with others of its key.
      case EVENT -> List.of("message_key", "resolution_state", "time_of_event");
      case ALERT -> List.of("message_key");
    };
  }

  /** The records of one assignment. */
  public static EncodedQuery of(Table table, UUID assignment) {
    return table.isTask()
        ? new EncodedQuery().is("correlation_id", assignment.toString())
        : new EncodedQuery().is("message_key", prefix(table) + assignment);
  }

  /** All records of ours; those that continue another say so behind our name. */
  public static EncodedQuery ours(Table table) {
    return table.isTask()
        ? new EncodedQuery().where("correlation_display", "STARTSWITH", Mapping.DISPLAY)
        : new EncodedQuery().where("message_key", "STARTSWITH", prefix(table));
  }

  /** Those of ours whose work is not over, as far as a query can tell. */
  public static EncodedQuery open(Table table) {
    return table.isTask()
        ? ours(table).is("active", "true")
        : ours(table).where("state", "!=", "Closed");
  }

  private static String prefix(Table table) {
    return switch (table) {
      case EM_EVENT -> EVENT;
      case EM_ALERT -> ALERT;
      default -> throw new IllegalArgumentException(table + " has no message key");
    };
  }
}
