package dev.ropeway.assignment;

import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which assignments are meant; null conditions hold for all. */
public record AssignmentFilter(
    Status status,
    String integration,
    TicketType ticketType,
    Severity severity,
    String assignedTo,
    Boolean overdue,
    String recommendation,
    String text,
    String rule,
    Boolean held) {

  public static final AssignmentFilter ALL =
      new AssignmentFilter(null, null, null, null, null, null, null, null, null, null);

  private static final String HELD = "(a.held_since is not null and a.status = 'pending')";

  /** A condition on {@code a} and {@code r}, and what it binds. */
  record Sql(String where, Map<String, Object> bindings) {}

  Sql sql(Instant now) {
    List<String> spec = new ArrayList<>();
    Map<String, Object> bindings = new HashMap<>();
    add(spec, bindings, "a.status = :status", "status", status == null ? null : status.word());
    add(spec, bindings, "a.integration = :integration", "integration", integration);
    add(
        spec,
        bindings,
        "a.ticket_type = :type",
        "type",
        ticketType == null ? null : ticketType.word());
    add(
        spec,
        bindings,
        "a.severity = :severity",
        "severity",
        severity == null ? null : severity.word());
    add(spec, bindings, "lower(a.assigned_to) = lower(:assignedTo)", "assignedTo", assignedTo);
    add(spec, bindings, "a.rule = :rule", "rule", rule);
    if (held != null) {
      spec.add(held ? HELD : "not (" + HELD + ")");
    }
    add(
        spec,
        bindings,
        // A recommendation of a group has the group's assignment.
        "a.recommendation_key in (:key, (select group_key from recommendation where key = :key))",
        "key",
        recommendation == null ? null : Digest.sha256(recommendation));
    add(
        spec,
        bindings,
        """
        (r.document ->> 'title' ilike :text or r.id ilike :text or r.document -> 'resource' ->> 'name' ilike :text
          or r.document -> 'resource' ->> 'id' ilike :text or a.ticket_number ilike :text
          or a.assigned_to ilike :text or a.ticket_owner ilike :text or a.ticket_group ilike :text)""",
        "text",
        text == null ? null : "%" + text.replaceAll("([%_\\\\])", "\\\\$1") + "%");
    if (overdue != null) {
      String late = "(a.due_at < :now and a.status in ('pending', 'open', 'parked'))";
      spec.add(overdue ? late : "not coalesce(" + late + ", false)");
      bindings.put("now", now);
    }
    return new Sql(spec.isEmpty() ? "true" : String.join(" and ", spec), bindings);
  }

  private static void add(
      List<String> spec, Map<String, Object> bindings, String term, String name, Object value) {
    if (value != null) {
      spec.add(term);
      bindings.put(name, value);
    }
  }
}
