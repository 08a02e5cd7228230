package dev.ropeway.assignment;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;

/** Reads assignments out of rows. */
public final class AssignmentRows {

  public static final String SELECT =
      """
      select a.*, r.document from assignment a join recommendation r on r.key = a.recommendation_key
      """;

  private AssignmentRows() {}

  /**
   * @param page makes the address of a record from integration and "table sys_id"
   * @param labels what states are called
   * @param environments says what its integration is for
   * @param now decides what is overdue
   */
  public static Assignment read(
      ResultSet rs,
      BiFunction<String, TicketKey, String> page,
      StateLabels labels,
      Environments environments,
      Instant now)
      throws SQLException {
    AssignmentSpec spec = Json.read(rs.getString("terms"), AssignmentSpec.class);
    AssignmentSpec shown =
        asSeen(spec.ownedBy(rs.getString("assigned_to")), rs.getString("ticket_group"));
    return new Assignment(
        rs.getObject("id", UUID.class),
        Status.of(rs.getString("status")),
        Json.read(rs.getString("document"), Recommendation.class),
        rs.getString("integration"),
        environments.of(rs.getString("integration")),
        TicketType.of(rs.getString("ticket_type")),
        rs.getString("rule"),
        shown,
        eta(rs),
        spec.affectsScore(now),
        rs.getString("close_reason"),
        ticket(rs, page, labels),
        failure(rs),
        reassignment(rs),
        rs.getString("status").equals("pending")
            ? Deliveries.instant(rs.getTimestamp("held_since"))
            : null,
        rs.getObject("follows", UUID.class),
        Deliveries.instant(rs.getTimestamp("created_at")),
        Deliveries.instant(rs.getTimestamp("updated_at")),
        null,
        null,
        null,
        null);
  }

  private static Eta eta(ResultSet rs) throws SQLException {
    Instant date = Deliveries.instant(rs.getTimestamp("eta_at"));
    return date == null ? null : new Eta(date, rs.getString("eta_justification"));
  }

  /** Once there is a ticket its group is what counts. */
  private static AssignmentSpec asSeen(AssignmentSpec spec, String group) {
    return group == null ? spec : spec.groupedUnder(emptyToNull(group));
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** Which record of an instance. */
  public record TicketKey(String table, String sysId) {}

  private static Ticket ticket(
      ResultSet rs, BiFunction<String, TicketKey, String> page, StateLabels labels)
      throws SQLException {
    String sysId = rs.getString("ticket_sys_id");
    if (sysId == null) {
      return null;
    }
    String table = rs.getString("ticket_table");
    return new Ticket(
        table,
        sysId,
        rs.getString("ticket_number"),
        page.apply(rs.getString("integration"), new TicketKey(table, sysId)),
        rs.getString("ticket_state"),
        labels.shown(
            rs.getString("integration"),
            table,
            rs.getString("ticket_state"),
            rs.getString("ticket_state_label")),
        rs.getString("ticket_owner"),
        emptyToNull(rs.getString("ticket_group")),
        Deliveries.instant(rs.getTimestamp("ticket_updated_at")),
        rs.getInt("ticket_mod_count"));
  }

  static Reassignment reassignment(ResultSet rs) throws SQLException {
    String json = rs.getString("reassignment");
    return json == null ? null : Json.read(json, Reassignment.class);
  }

  private static FailureNote failure(ResultSet rs) throws SQLException {
    String reason = rs.getString("failure_reason");
    return reason == null
        ? null
        : new FailureNote(
            reason,
            rs.getString("failure_detail"),
            rs.getString("failure_advice"),
            Deliveries.instant(rs.getTimestamp("failed_at")),
            rs.getInt("attempts"),
            Deliveries.instant(rs.getTimestamp("next_delivery_at")));
  }
}
