package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.Page;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What is known of recommendations, assigned or not, for whoever wants to read it. */
@ApplicationScoped
public class ReceivedRecommendations {

  private final Database database;

  ReceivedRecommendations(Database database) {
    this.database = database;
  }

  /** A recommendation as it was last heard. */
  @RegisterForReflection // JSON of answers
  public record RecommendationRow(
      boolean matched, Instant updatedAt, Recommendation recommendation) {}

  /**
   * Recommendations as last heard, newest first.
   *
   * @param assignment whose ticket tells of them; null for those of any or none
   */
  public Page<RecommendationRow> list(
      RecommendationFilter filter, UUID assignment, int limit, String after) {
    String[] cursor = after == null ? null : after.split(" ", 2);
    AssignmentFilter.Sql sql = filter.sql();
    PageRows<KeyedHeard> found =
        database.inTransaction(
            handle -> {
              Subject subject = assignment == null ? null : subject(handle, assignment);
              if (assignment != null && subject == null) {
                return new PageRows<>(List.of(), false);
              }
              return PageRows.of(
                  Statements.planned(handle)
                      .createQuery(
                          """
                          select r.key, r.matched, r.updated_at, r.document
                          from (select r.key from recommendation r where %s%s%s
                            order by r.updated_at desc, r.key desc limit :limit) as found
                            join recommendation r on r.key = found.key
                          order by r.updated_at desc, r.key desc
                          """
                              .formatted(
                                  sql.where(),
                                  subject == null ? "" : " and " + subject.where(),
                                  cursor == null
                                      ? ""
                                      : " and (r.updated_at, r.key) < (:placeAt, :placeKey)"))
                      .bindMap(sql.bindings())
                      .bind("subject", subject == null ? null : subject.key())
                      .bind("limit", limit + 1)
                      .bind("placeAt", cursor == null ? null : Instant.parse(cursor[0]))
                      .bind("placeKey", cursor == null ? null : HexFormat.of().parseHex(cursor[1])),
                  limit,
                  (rs, context) ->
                      new KeyedHeard(
                          HexFormat.of().formatHex(rs.getBytes("key")),
                          new RecommendationRow(
                              rs.getBoolean("matched"),
                              rs.getTimestamp("updated_at").toInstant(),
                              Json.read(rs.getString("document"), Recommendation.class))),
                  one -> one.row().recommendation());
            });
    return new Page<>(
        found.rows().stream().map(KeyedHeard::row).toList(),
        found.more() ? found.last().row().updatedAt() + " " + found.last().key() : null);
  }

  /** What an assignment is of: a recommendation, or a group of them. */
  private record Subject(byte[] key, boolean isGroup) {

    private String where() {
      return isGroup ? "r.group_key = :subject" : "r.key = :subject";
    }
  }

  /** Asked for by itself: the plan depends on how large this very group is. */
  private static Subject subject(Handle handle, UUID assignment) {
    return handle
        .createQuery(
            "select r.key, starts_with(r.id, :prefix) from assignment a"
                + " join recommendation r on r.key = a.recommendation_key where a.id = :assignment")
        .bind("prefix", Recommendation.OF_GROUP)
        .bind("assignment", assignment)
        .map((rs, context) -> new Subject(rs.getBytes(1), rs.getBoolean(2)))
        .findOne()
        .orElse(null);
  }

  private record KeyedHeard(String key, RecommendationRow row) {}
}
