package dev.ropeway.assignment.bulk;

import dev.ropeway.assignment.lists.AssignmentFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which assignments are meant: all that a filter means, or of these the named ones.
 *
 * @param ids null where the filter alone decides
 */
public record Selection(AssignmentFilter filter, List<UUID> ids) {

  private static final Pattern OF_RECOMMENDATION = Pattern.compile("\\br\\.");

  /** What stands behind {@code from}, and what it binds. */
  record Sql(String from, Map<String, Object> bindings) {}

  Sql sql(Instant now) {
    AssignmentFilter.Sql sql = filter.sql(now);
    // Without a condition on them, reading the recommendations would be most of the work.
    String joined =
        OF_RECOMMENDATION.matcher(sql.where()).find()
            ? " join recommendation r on r.key = a.recommendation_key"
            : "";
    String named = ids == null ? "" : " and a.id = any (:ids)";
    Map<String, Object> bindings = new HashMap<>(sql.bindings());
    if (ids != null) {
      bindings.put("ids", ids.toArray(UUID[]::new));
    }
    return new Sql("assignment a" + joined + " where " + sql.where() + named, bindings);
  }
}
