package dev.ropeway.assignment;

import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which assignments are meant; null conditions hold for all. */
public record Filter(
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

  public static final Filter ALL =
      new Filter(null, null, null, null, null, null, null, null, null, null);

  private static final String HELD = "(a.held_since is not null and a.status = 'pending')";

  /** A condition on {@code a} and {@code r}, and what it binds. */
  record Sql(String where, Map<String, Object> bindings) {}

  Sql sql(Instant now) {
    List<String> terms = new ArrayList<>();
    Map<String, Object> bindings = new HashMap<>();
    add(terms, bindings, "a.status = :status", "status", status == null ? null : status.word());
    add(terms, bindings, "a.integration = :integration", "integration", integration);
    add(
        terms,
        bindings,
        "a.ticket_type = :type",
        "type",
        ticketType == null ? null : ticketType.word());
    add(
        terms,
        bindings,
        "a.severity = :severity",
        "severity",
        severity == null ? null : severity.word());
    add(terms, bindings, "lower(a.assigned_to) = lower(:assignedTo)", "assignedTo", assignedTo);
    add(terms, bindings, "a.rule = :rule", "rule", rule);
    if (held != null) {
      terms.add(held ? HELD : "not (" + HELD + ")");
    }
    add(
        terms,
        bindings,
        // A finding of a group has the group's assignment.
        "a.recommendation_key in (:key, (select group_key from recommendation where key = :key))",
        "key",
        recommendation == null ? null : Digest.sha256(recommendation));
    add(
        terms,
        bindings,
        "(r.document ->> 'title' ilike :text or r.id ilike :text)",
        "text",
        text == null ? null : "%" + text.replaceAll("([%_\\\\])", "\\\\$1") + "%");
    if (overdue != null) {
      String late = "(a.due_at < :now and a.status in ('pending', 'open', 'parked'))";
      terms.add(overdue ? late : "not coalesce(" + late + ", false)");
      bindings.put("now", now);
    }
    return new Sql(terms.isEmpty() ? "true" : String.join(" and ", terms), bindings);
  }

  private static void add(
      List<String> terms, Map<String, Object> bindings, String term, String name, Object value) {
    if (value != null) {
      terms.add(term);
      bindings.put(name, value);
    }
  }
}
