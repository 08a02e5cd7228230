package dev.ropeway.assignment;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How an assignment is first written, whether a rule or a person made it.
 *
 * @param key of the recommendation
 * @param follows the assignment whose ended ticket this one's continues; null for none
 * @param dampedUntil nothing is delivered before; null: at once
 * @param held waits to be released: more than its rule may open today, or its order says so
 */
public record NewAssignment(
    UUID id,
    byte[] key,
    Recommendation recommendation,
    TicketRequest order,
    UUID follows,
    Instant dampedUntil,
    boolean held) {

  private static final Columns<Row> ROW =
      new Columns<Row>()
          .with("id", "uuid", row -> row.of.id)
          .with("key", "bytea", row -> row.of.key)
          .with("integration", "text", row -> row.of.order.integration())
          .with("ticket_type", "text", row -> row.of.order.ticketType().word())
          .with("rule", "text", row -> row.of.order.rule())
          .with("severity", "text", row -> row.of.recommendation.severity().word())
          .with("terms", "jsonb", row -> Json.write(row.spec))
          .with("owner", "text", row -> row.spec.assignedTo())
          .with("due", "timestamptz", row -> row.spec.dueDate())
          .with("policy", "jsonb", row -> row.of.policy())
          .with("follows", "uuid", row -> row.of.follows)
          .with("damped", "timestamptz", row -> row.of.dampedUntil)
          .with("held", "boolean", row -> row.of.held)
          .with("held_limit", "int", row -> row.of.limit());

  private static final String INSERT =
      """
      insert into assignment
        (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, assigned_to, due_at,
         policy, ordered_owner, follows, damped_until, held_since, held_limit, next_delivery_at, created_at, updated_at)
      select id, key, %s, integration, ticket_type, rule, severity, terms, owner, due,
        policy, owner, follows, damped, case when held then cast(:now as timestamptz) end, held_limit,
        case when not held then coalesce(damped, :now) end, :now, :now
      from %s
      """
          .formatted(Lifecycle.first(Lifecycle.Event.ASSIGNED), ROW.unnest("made"));

  /** With what it asks for from now on. */
  private record Row(NewAssignment of, AssignmentSpec spec) {}

  static NewAssignment at(UUID id, byte[] key, Recommendation recommendation, TicketRequest order) {
    return new NewAssignment(id, key, recommendation, order, null, null, order.hold());
  }

  public NewAssignment heldBack() {
    return new NewAssignment(id, key, recommendation, order, follows, dampedUntil, true);
  }

  /** Writes all of them with one statement. */
  public static void insert(Handle handle, List<NewAssignment> made, Instant now) {
    if (!made.isEmpty()) {
      List<Row> rows =
          made.stream().map(one -> new Row(one, one.order.spec().dueFrom(now))).toList();
      ROW.bind(handle.createUpdate(INSERT), rows).bind("now", now).execute();
    }
  }

  private String policy() {
    return order.policy().equals(Policy.DEFAULT) ? null : Json.write(order.policy());
  }

  /** Without a limit no day releases it. */
  private Integer limit() {
    return held && !order.hold() ? order.newPerDay() : null;
  }
}
