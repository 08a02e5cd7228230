package dev.ropeway.servicenow;

import dev.ropeway.assignment.Ticket;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.List;
import java.util.Map;

/** Reads tickets out of records: which columns that takes, and what they show. */
public final class Ticketing {

  private static final String GROUP = "assignment_group.name";

  /** What is asked of every task; nothing else is read (design § 2.4). */
  public static final List<String> FIELDS =
      List.of(
          "sys_id",
          "number",
          "state",
          "sys_updated_on",
          "sys_updated_by",
          "sys_mod_count",
          "correlation_id",
          "assigned_to.name",
          "assigned_to.email",
          "assigned_to.user_name",
          GROUP);

  private static final List<String> ALERT =
      List.of(
          "sys_id",
          "number",
          "state",
          "sys_updated_on",
          "sys_updated_by",
          "sys_mod_count",
          "message_key");

  private static final List<String> EVENT =
      List.of(
          "sys_id",
          "resolution_state",
          "sys_updated_on",
          "sys_mod_count",
          "message_key",
          "additional_info");

  private Ticketing() {}

  /** What is asked of every record of a table. */
  public static List<String> fields(Table table) {
    return switch (table.family()) {
      case ALERT -> ALERT;
      case EVENT -> EVENT;
      case TASK, LOOK_UP -> FIELDS;
    };
  }

  /** The column that says how far a record's work is. */
  public static String stateField(Table table) {
    return table.family() == Table.Family.EVENT ? "resolution_state" : "state";
  }

  public static Ticket read(
      Connection connection,
      TicketTypeDefinition type,
      TableRecord row,
      Map<String, String> states) {
    Table table = Table.of(type);
    TicketState state = TicketState.of(type, row.text(stateField(table)), states);
    return new Ticket(
        table.wireName(),
        row.sysId(),
        emptyToNull(row.text("number")),
        connection.pageOf(table.wireName(), row.sysId()),
        state.value(),
        state.label(),
        emptyToNull(row.text("assigned_to.name")),
        row.fields().get(GROUP),
        row.updatedOn(),
        row.modCount());
  }

  /**
   * The owner as people write one: e-mail, or the login of a user without. Null when there is none.
   */
  public static String owner(TableRecord row) {
    String email = emptyToNull(row.text("assigned_to.email"));
    return email == null ? emptyToNull(row.text("assigned_to.user_name")) : email;
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
