package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.BoundsSql;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;

/**
 * Which recommendations are meant; null conditions hold for all.
 *
 * @param matched whether a rule wanted it
 * @param assigned whether it, or the group that it is in, has an assignment that is not over
 * @param resource the id of its resource, in any case
 * @param text words, all of which are found; the last may be a beginning
 * @param within what whoever asks may see
 */
public record RecommendationFilter(
    Boolean matched,
    Boolean assigned,
    RecommendationState state,
    Severity severity,
    String source,
    String category,
    String resource,
    String text,
    Bounds within) {

  private static final String ASSIGNED =
      "exists (select 1 from assignment a where a.recommendation_key in (r.key, r.group_key) and "
          + AssignmentSql.LIVE
          + ")";

  /** A condition on {@code r}, and what it binds. */
  AssignmentFilter.Sql sql() {
    Conditions all =
        new Conditions()
            .add("r.state = :state", "state", state == null ? null : state.word())
            .add(
                "r.document ->> 'severity' = :severity",
                "severity",
                severity == null ? null : severity.word())
            .add(AssignmentSql.SOURCE + " = left(lower(:source), 200)", "source", source)
            .add(AssignmentSql.CATEGORY + " = left(lower(:category), 200)", "category", category)
            .add(AssignmentSql.RESOURCE + " = left(lower(:resource), 400)", "resource", resource)
            .add(
                AssignmentSql.RECOMMENDATION_WORDS + " @@ " + AssignmentSql.ALL_WORDS,
                "text",
                text);
    if (matched != null) {
      all.add(matched ? "r.matched" : "not r.matched");
    }
    if (assigned != null) {
      all.add(assigned ? ASSIGNED : "not " + ASSIGNED);
    }
    if (!within.everything()) {
      all.add(BoundsSql.where(within));
      BoundsSql.bindings(within).forEach(all::bind);
    }
    return all.sql();
  }
}
