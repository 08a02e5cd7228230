package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.BoundsSql;
import dev.ropeway.assignment.Status;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Digest;
import dev.ropeway.tickettype.TicketType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which assignments are meant; null conditions hold for all.
 *
 * @param assignedTo the owner, in any case; {@link #NONE} for those without
 * @param assignmentGroup the group, in any case; {@link #NONE} for those without
 * @param closed when it was closed; what is not closed has no such time
 * @param text words, all of which are found; the last may be a beginning
 * @param within what whoever asks may see
 */
public record AssignmentFilter(
    Status status,
    String integration,
    TicketType ticketType,
    Severity severity,
    String assignedTo,
    String assignmentGroup,
    Boolean overdue,
    Period due,
    Period created,
    Period closed,
    String recommendation,
    String text,
    String rule,
    String source,
    String category,
    Boolean held,
    Bounds within) {

  /** Asks for what has no owner, or no group. */
  public static final String NONE = "none";

  public static final AssignmentFilter ALL = found(null, null, Bounds.EVERYTHING);

  /** Those of a status in which words are found. */
  public static AssignmentFilter found(Status status, String text, Bounds within) {
    return new AssignmentFilter(
        status,
        null,
        null,
        null,
        null,
        null,
        null,
        Period.EVER,
        Period.EVER,
        Period.EVER,
        null,
        text,
        null,
        null,
        null,
        null,
        within);
  }

  /** A part of time without its ends; null where it has none. */
  public record Period(Instant after, Instant before) {
    public static final Period EVER = new Period(null, null);
  }

  /** A condition on {@code a} and {@code r}, and what it binds. */
  public record Sql(String where, Map<String, Object> bindings) {}

  /** What matches, said once. */
  public Sql sql(Instant now) {
    Conditions all = conditions(now);
    if (text != null) {
      all.add(
          "(%s || %s) @@ %s"
              .formatted(
                  AssignmentSql.RECOMMENDATION_WORDS,
                  AssignmentSql.ASSIGNMENT_WORDS,
                  AssignmentSql.ALL_WORDS));
    }
    return all.sql();
  }

  /**
   * The same as one or two conditions that an index answers each: words that are all found in the
   * recommendation, and words of which the assignment has some.
   */
  List<Sql> alternatives(Instant now) {
    if (text == null) {
      return List.of(sql(now));
    }
    Conditions inRecommendation =
        conditions(now).add(AssignmentSql.RECOMMENDATION_WORDS + " @@ " + AssignmentSql.ALL_WORDS);
    Sql all = sql(now);
    String some = AssignmentSql.ASSIGNMENT_WORDS + " @@ " + AssignmentSql.ANY_WORD;
    return List.of(inRecommendation.sql(), new Sql(some + " and " + all.where(), all.bindings()));
  }

  private Conditions conditions(Instant now) {
    Conditions all =
        new Conditions()
            .add("a.status = :status", "status", status == null ? null : status.word())
            .add("a.integration = :integration", "integration", integration)
            .add("a.ticket_type = :type", "type", ticketType == null ? null : ticketType.word())
            .add(
                AssignmentSql.SEVERITY + " = :severity",
                "severity",
                severity == null ? null : Severity.INFORMATIONAL.ordinal() - severity.ordinal())
            .add(AssignmentSql.OWNER + " = left(lower(:owner), 200)", "owner", named(assignedTo))
            .add(
                AssignmentSql.GROUP + " = left(lower(:group), 200)",
                "group",
                named(assignmentGroup))
            .add("a.rule = :rule", "rule", rule)
            .add(AssignmentSql.SOURCE + " = left(lower(:source), 200)", "source", source)
            .add(AssignmentSql.CATEGORY + " = left(lower(:category), 200)", "category", category)
            .add(AssignmentSql.DUE + " > :dueAfter", "dueAfter", due.after())
            .add(AssignmentSql.DUE + " < :dueBefore", "dueBefore", due.before())
            .add(AssignmentSql.CREATED_AFTER, "createdAfter", created.after())
            .add(AssignmentSql.CREATED_BEFORE, "createdBefore", created.before())
            .add(AssignmentSql.CLOSED_AFTER, "closedAfter", closed.after())
            .add(AssignmentSql.CLOSED_BEFORE, "closedBefore", closed.before())
            // A recommendation of a group has the group's assignment.
            .add(
                "a.recommendation_key in (:key, (select group_key from recommendation where key = :key))",
                "key",
                recommendation == null ? null : Digest.sha256(recommendation));
    if (text != null) {
      all.bind("text", text);
    }
    if (held != null) {
      all.add(held ? AssignmentSql.HELD : "not " + AssignmentSql.HELD);
    }
    if (overdue != null) {
      String late = "(" + AssignmentSql.DUE + " < :now and " + AssignmentSql.LIVE + ")";
      all.add(overdue ? late : "not " + late).bind("now", now);
    }
    if (!within.everything()) {
      all.add(BoundsSql.where(within));
      BoundsSql.bindings(within).forEach(all::bind);
    }
    return all;
  }

  private static String named(String name) {
    return NONE.equalsIgnoreCase(name) ? "" : name;
  }
}
