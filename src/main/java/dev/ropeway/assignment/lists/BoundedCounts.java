package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.BoundsSql;
import dev.ropeway.assignment.lists.AssignmentSummary.Bounded;
import dev.ropeway.recommendation.Bounds;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Counts that stop: nobody counts further with their eyes, and counting further takes time.
 *
 * @param within what whoever asks may see
 */
record BoundedCounts(Handle handle, Bounds within) {

  static final int COUNTED = 10_000;

  /** Bounds are places of recommendations, which need not be read where there are none. */
  static String where(Bounds within) {
    return within.everything()
        ? " where true"
        : " join recommendation r on r.key = a.recommendation_key where " + BoundsSql.where(within);
  }

  /** As many as there are, or as were counted. */
  static Bounded of(long count) {
    return new Bounded(Math.min(count, COUNTED), count > COUNTED);
  }

  /** Those of which a condition on {@code :at} holds. */
  Bounded of(String which, Instant at) {
    return of(
        handle
            .createQuery(
                "select count(*) from (select 1 from assignment a"
                    + where(within)
                    + " and "
                    + which
                    + " limit :limit) as counted")
            .bind("limit", COUNTED + 1)
            .bind("at", at)
            .bindMap(BoundsSql.bindings(within))
            .mapTo(long.class)
            .one());
  }

  /** What happened since a time. */
  AssignmentNews since(Instant at) {
    return new AssignmentNews(
        at,
        of("a.created_at > :at", at),
        of("a.status = 'closed' and a.ended_at > :at", at),
        parked(at));
  }

  /** When they changed last has no index (docs/decisions/0053): the newest of them are read. */
  private Bounded parked(Instant at) {
    return handle
        .createQuery(
            """
            select count(*) filter (where updated_at > :at) as changed, count(*) as seen
            from (select a.updated_at from assignment a%s and a.status = 'parked'
              order by a.id desc limit :limit) as newest
            """
                .formatted(where(within)))
        .bind("limit", COUNTED + 1)
        .bind("at", at)
        .bindMap(BoundsSql.bindings(within))
        .map(
            (rs, context) ->
                new Bounded(Math.min(rs.getLong("changed"), COUNTED), rs.getLong("seen") > COUNTED))
        .one();
  }
}
