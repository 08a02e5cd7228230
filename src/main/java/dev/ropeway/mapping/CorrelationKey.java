package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.List;
import java.util.UUID;

/**
 * How a record says that it is ours, and whose: by the correlation fields of a task, and by the
 * message key where there are none. The one place that knows which.
 */
public final class CorrelationKey {

  private static final String EVENT = "ropeway-event:";
  private static final String ALERT = "ropeway-alert:";

  /** Says of every task of ours whose it is. */
  static final String MARK = "correlation_display";

  private CorrelationKey() {}

  /**
   * Follows from the assignment, so that a lost create can be looked up. Alerts that the instance
   * makes of our events have their key, and are not taken for alerts of ours.
   */
  static String messageKey(Claim claim) {
    return prefix(Table.of(claim.ticketType())) + claim.id();
  }

  /** The columns that hold it. */
  public static List<String> fields(TicketTypeDefinition type) {
    if (type.isEvent()) {
      // With what puts an event in order with others of its key.
      return List.of(type.correlation(), "resolution_state", "time_of_event");
    }
    if (type.isAlert()) {
      return List.of(type.correlation());
    }
    return type.correlation() == null ? List.of(MARK) : List.of(type.correlation(), MARK);
  }

  /** The records of one assignment, whose type must be one that is found again. */
  public static EncodedQuery of(TicketTypeDefinition type, UUID assignment) {
    String key = type.isTask() ? assignment.toString() : prefix(Table.of(type)) + assignment;
    return new EncodedQuery().is(type.correlation(), key);
  }

  /** All records of ours; those that continue another say so behind our name. */
  public static EncodedQuery ours(Table table) {
    return table.isTask()
        ? new EncodedQuery().where(MARK, "STARTSWITH", Mapping.DISPLAY)
        : new EncodedQuery().where("message_key", "STARTSWITH", prefix(table));
  }

  /** Those of ours whose work is not over, as far as a query can tell. */
  public static EncodedQuery open(Table table) {
    return table.isTask()
        ? ours(table).is("active", "true")
        : ours(table).where("state", "!=", "Closed");
  }

  private static String prefix(Table table) {
    return switch (table.family()) {
      case EVENT -> EVENT;
      case ALERT -> ALERT;
      case TASK, LOOK_UP -> throw new IllegalArgumentException(table + " has no message key");
    };
  }
}
