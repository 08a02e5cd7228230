package dev.ropeway.correlation;

import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is stored of recommendations, to be counted by what a rule would make of it. */
@ApplicationScoped
public class KnownRecommendations {

  private final Database database;

  KnownRecommendations(Database database) {
    this.database = database;
  }

  /**
   * A recommendation that somebody sent.
   *
   * @param key its place among the others
   * @param createdAt when it was heard of first
   * @param assigned whether an assignment came of it or of its group
   */
  public record Known(
      byte[] key, Recommendation recommendation, Instant createdAt, boolean assigned) {}

  /**
   * Recommendations that need work, and all that were heard of first since a moment, by key; an
   * empty key is before all of them. Empty if reading them takes longer than that.
   */
  public Optional<List<Known>> after(byte[] key, int limit, Instant since, Duration most) {
    return database.inTransaction(
        most,
        handle ->
            handle
                .createQuery(
                    """
                    select r.key, r.document, r.created_at, coalesce(made.assigned, false) as assigned
                    from recommendation r left join lateral (
                      select true as assigned from assignment a
                      where a.recommendation_key = coalesce(r.group_key, r.key) limit 1) made on true
                    where r.key > :key and (r.state = 'unhealthy' or r.created_at >= :since)
                      and not starts_with(r.id, :ours)
                    order by r.key limit :limit
                    """)
                .bind("key", key)
                .bind("since", since)
                .bind("ours", Recommendations.OURS)
                .bind("limit", limit)
                .map(
                    (rs, context) ->
                        new Known(
                            rs.getBytes("key"),
                            Json.read(rs.getString("document"), Recommendation.class),
                            rs.getTimestamp("created_at").toInstant(),
                            rs.getBoolean("assigned")))
                .list());
  }

  /** How many of these groups have a ticket, or wait for one, which others would join. */
  public int live(Collection<Group> groups) {
    return groups.isEmpty()
        ? 0
        : database.inTransaction(
            handle ->
                handle
                    .createQuery(
                        "select count(distinct recommendation_key) from assignment"
                            + " where recommendation_key = any (:keys) and status in ('pending', 'open', 'parked')")
                    .bindByType(
                        "keys",
                        groups.stream().map(Groups::key).map(Digest::bytes).toArray(byte[][]::new),
                        byte[][].class)
                    .mapTo(Integer.class)
                    .one());
  }
}
