package dev.ropeway.assignment.lists;

/**
 * What lists ask of an assignment {@code a}, and of its recommendation {@code r}, in the words in
 * which the indexes of V28 have it: another way to say the same would read the whole table.
 */
final class AssignmentSql {

  static final String SEVERITY =
      "(case a.severity when 'critical' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 else 0 end)";

  /** Empty where nobody owns it. Cut: an index takes no entry of any length. */
  static final String OWNER = "left(lower(coalesce(a.assigned_to, '')), 200)";

  /** Once there is a ticket its group is what counts. Empty for none. */
  static final String GROUP =
      "left(lower(coalesce(a.ticket_group, a.terms ->> 'assignmentGroup', '')), 200)";

  /** What is never due is due last. */
  static final String DUE = "coalesce(a.due_at, 'infinity')";

  /**
   * Ids grow with time, so a list that is read by id can begin where that time is. Replicas' clocks
   * differ, and a transaction takes its time; by far less than an hour.
   */
  static final String CREATED_AFTER =
      """
      (a.created_at > :createdAfter and a.id > coalesce(
        (select e.id from assignment e where e.created_at < cast(:createdAfter as timestamptz) - interval '1 hour'
          order by e.created_at desc, e.id desc limit 1), '00000000-0000-0000-0000-000000000000'))""";

  static final String CREATED_BEFORE =
      "(a.created_at < :createdBefore and " + madeBefore("createdBefore") + ")";

  static final String CLOSED_AFTER = "(a.status = 'closed' and a.ended_at > :closedAfter)";

  /** What was closed before a time was created before it. */
  static final String CLOSED_BEFORE =
      "(a.status = 'closed' and a.ended_at < :closedBefore and " + madeBefore("closedBefore") + ")";

  static final String LIVE = "a.status in ('pending', 'open', 'parked')";

  static final String HELD = "(a.held_since is not null and a.status = 'pending')";

  static final String SOURCE = "left(lower(r.document ->> 'source'), 200)";

  static final String CATEGORY = "left(lower(r.document ->> 'category'), 200)";

  static final String RESOURCE = "left(lower(r.document -> 'resource' ->> 'id'), 400)";

  /** Words are what stands between other characters: of host-7.example.com each part is one. */
  static final String RECOMMENDATION_WORDS =
      "to_tsvector('simple', regexp_replace(r.id || ' ' || coalesce(r.document ->> 'title', '') || ' '"
          + " || coalesce(r.document -> 'resource' ->> 'name', '') || ' '"
          + " || coalesce(r.document -> 'resource' ->> 'id', ''), '\\W+', ' ', 'g'))";

  static final String ASSIGNMENT_WORDS =
      "to_tsvector('simple', regexp_replace(coalesce(a.ticket_number, '') || ' ' || coalesce(a.assigned_to, '')"
          + " || ' ' || coalesce(a.ticket_owner, '') || ' '"
          + " || coalesce(a.ticket_group, a.terms ->> 'assignmentGroup', ''), '\\W+', ' ', 'g'))";

  private static final String WORDS =
      "nullif(cast(plainto_tsquery('simple', regexp_replace(:text, '\\W+', ' ', 'g')) as text), '') || ':*'";

  /** Every word of {@code :text}, of which the last may be a beginning; none finds nothing. */
  static final String ALL_WORDS = "cast(" + WORDS + " as tsquery)";

  /** Any word of it. */
  static final String ANY_WORD = "cast(replace(" + WORDS + ", ' & ', ' | ') as tsquery)";

  private AssignmentSql() {}

  private static String madeBefore(String time) {
    return """
        a.id < coalesce(
          (select l.id from assignment l where l.created_at > cast(:%s as timestamptz) + interval '1 hour'
            order by l.created_at, l.id limit 1), 'ffffffff-ffff-ffff-ffff-ffffffffffff')"""
        .formatted(time);
  }
}
