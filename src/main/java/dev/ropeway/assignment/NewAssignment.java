package dev.ropeway.assignment;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

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

  public static final String INSERT =
      """
      insert into assignment
        (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, assigned_to, due_at,
         policy, ordered_owner, follows, damped_until, held_since, held_limit, next_delivery_at, created_at, updated_at)
      values
        (:id, :key, %s, :integration, :ticketType, :rule, :severity, cast(:terms as jsonb), :assignedTo, :due,
         cast(:policy as jsonb), :assignedTo, :follows, :damped, :held, :limit, :next, :now, :now)
      """
          .formatted(Lifecycle.first(Lifecycle.Event.ASSIGNED));

  static NewAssignment at(UUID id, byte[] key, Recommendation recommendation, TicketRequest order) {
    return new NewAssignment(id, key, recommendation, order, null, null, order.hold());
  }

  public NewAssignment heldBack() {
    return new NewAssignment(id, key, recommendation, order, follows, dampedUntil, true);
  }

  public <S extends SqlStatement<S>> S bind(S statement, Instant now) {
    AssignmentSpec spec = order.spec().dueFrom(now);
    return statement
        .bind("id", id)
        .bind("key", key)
        .bind("integration", order.integration())
        .bind("ticketType", order.ticketType().word())
        .bind("rule", order.rule())
        .bind("severity", recommendation.severity().word())
        .bind("terms", Json.write(spec))
        .bind("assignedTo", spec.assignedTo())
        .bind("due", spec.dueDate())
        .bind("policy", order.policy().equals(Policy.DEFAULT) ? null : Json.write(order.policy()))
        .bind("follows", follows)
        .bind("damped", dampedUntil)
        .bind("held", held ? now : null)
        // Without a limit no day releases it.
        .bind("limit", held && !order.hold() ? order.newPerDay() : null)
        .bind("next", held ? null : dampedUntil == null ? now : dampedUntil)
        .bind("now", now);
  }
}
