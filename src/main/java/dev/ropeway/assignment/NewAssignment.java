package dev.ropeway.assignment;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** How an assignment is first written, whether a rule or a person made it. */
final class NewAssignment {

  static final String INSERT =
      """
      insert into assignment
        (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, assigned_to, due_at,
         next_delivery_at, created_at, updated_at)
      values
        (:id, :key, 'pending', :integration, :ticketType, :rule, :severity, cast(:terms as jsonb), :assignedTo, :due,
         :now, :now, :now)
      """;

  private NewAssignment() {}

  static <S extends SqlStatement<S>> S bind(
      S statement, UUID id, byte[] key, Recommendation finding, Order order, Instant now) {
    Terms terms = order.terms().dueFrom(now);
    return statement
        .bind("id", id)
        .bind("key", key)
        .bind("integration", order.integration())
        .bind("ticketType", order.ticketType().table())
        .bind("rule", order.rule())
        .bind("severity", finding.severity().word())
        .bind("terms", Json.write(terms))
        .bind("assignedTo", terms.assignedTo())
        .bind("due", terms.dueDate())
        .bind("now", now);
  }
}
