package dev.ropeway.workitem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which records are meant; null conditions hold for all.
 *
 * @param state its value or label
 * @param priority its value or label
 * @param text words, of which the last may be a beginning
 * @param gone whether they are archived or deleted
 */
public record WorkItemFilter(
    String integration,
    String type,
    String state,
    Boolean active,
    String priority,
    String assignedTo,
    String assignmentGroup,
    String configurationItem,
    String text,
    Instant createdAfter,
    Instant createdBefore,
    Instant updatedAfter,
    Instant updatedBefore,
    Boolean ours,
    Boolean gone) {

  /** As the index has it. */
  private static final String WORDS =
      "to_tsvector('simple', regexp_replace(coalesce(number, '') || ' ' || coalesce(short_description, '')"
          + " || ' ' || coalesce(cmdb_ci, '') || ' ' || coalesce(assigned_to, ''), '\\W+', ' ', 'g'))";

  /** A condition, and what it binds. */
  record Sql(String where, Map<String, Object> bindings) {}

  Sql sql() {
    List<String> all = new ArrayList<>();
    Map<String, Object> bindings = new HashMap<>();
    add(all, bindings, "integration = :integration", "integration", integration);
    add(all, bindings, "type = :type", "type", type);
    add(
        all,
        bindings,
        "(lower(state) = lower(:state) or lower(state_label) = lower(:state))",
        "state",
        state);
    add(
        all,
        bindings,
        "(lower(priority) = lower(:priority) or lower(priority_label) = lower(:priority))",
        "priority",
        priority);
    add(all, bindings, "lower(assigned_to) = lower(:assignedTo)", "assignedTo", assignedTo);
    add(all, bindings, "lower(assignment_group) = lower(:group)", "group", assignmentGroup);
    add(all, bindings, "lower(cmdb_ci) = lower(:item)", "item", configurationItem);
    add(
        all,
        bindings,
        // Words that leave nothing to look for find nothing.
        WORDS
            + " @@ cast(nullif(cast(plainto_tsquery('simple', regexp_replace(:text, '\\W+', ' ', 'g')) as text), '') || ':*' as tsquery)",
        "text",
        text);
    add(all, bindings, "created_on > :createdAfter", "createdAfter", createdAfter);
    add(all, bindings, "created_on < :createdBefore", "createdBefore", createdBefore);
    add(all, bindings, "updated_on > :updatedAfter", "updatedAfter", updatedAfter);
    add(all, bindings, "updated_on < :updatedBefore", "updatedBefore", updatedBefore);
    if (active != null) {
      // One that is gone is not worked on, whatever it said last.
      all.add(active ? "active and gone_at is null" : "(not active or gone_at is not null)");
    }
    if (ours != null) {
      all.add(ours ? "ours" : "not ours");
    }
    if (gone != null) {
      all.add(gone ? "gone_at is not null" : "gone_at is null");
    }
    return new Sql(all.isEmpty() ? "true" : String.join(" and ", all), bindings);
  }

  private static void add(
      List<String> all, Map<String, Object> bindings, String term, String name, Object value) {
    if (value != null) {
      all.add(term);
      bindings.put(name, value);
    }
  }
}
