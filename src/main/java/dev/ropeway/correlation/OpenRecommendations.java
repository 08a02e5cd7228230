package dev.ropeway.correlation;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentRows;
import dev.ropeway.assignment.StateLabels;
import dev.ropeway.assignment.Status;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What is known of recommendations that are here already. */
@ApplicationScoped
public class OpenRecommendations {

  private final Database database;

  OpenRecommendations(Database database) {
    this.database = database;
  }

  /**
   * A recommendation that needs work.
   *
   * @param key its place among the others
   * @param recommendation with the dates that its sender gave, as it would be heard once more
   * @param assignments all that came of it, ended ones too
   */
  public record OpenRecommendation(
      byte[] key, Recommendation recommendation, List<Assignment> assignments) {

    /** Those that are not over. */
    public List<Assignment> live() {
      return assignments.stream()
          .filter(one -> one.status() != Status.CLOSED && one.status() != Status.WITHDRAWN)
          .toList();
    }

    OpenRecommendation with(List<Assignment> made) {
      return new OpenRecommendation(key, recommendation, made);
    }
  }

  /**
   * Recommendations that need work, by key; an empty key is before all of them. Those that share a
   * ticket are told as one: by the member that describes them, with the assignments of their group.
   */
  public List<OpenRecommendation> after(byte[] key, int limit, Instant now) {
    return database.inTransaction(
        handle -> {
          List<OpenRecommendation> found =
              handle
                  .createQuery(
                      """
                      select r.key, coalesce(member.document, r.document) as document, coalesce(member.raw, r.raw) as raw
                      from recommendation r left join lateral (
                        select document, raw from recommendation where group_key = r.key and state = 'unhealthy'
                        order by created_at, key limit 1) member on starts_with(r.id, :ours)
                      where r.key > :key and r.state = 'unhealthy' and r.group_key is null order by r.key limit :limit
                      """)
                  .bind("key", key)
                  .bind("ours", Recommendations.OURS)
                  .bind("limit", limit)
                  .map((rs, context) -> read(rs))
                  .list();
          Map<Digest, List<Assignment>> made = assignments(handle, found, now);
          return found.stream()
              .map(one -> one.with(made.getOrDefault(Digest.of(one.key()), List.of())))
              .toList();
        });
  }

  private static OpenRecommendation read(ResultSet rs) throws SQLException {
    Recommendation stored = Json.read(rs.getString("document"), Recommendation.class);
    boolean guessed =
        stored.stateChangedAt() != null && stored.stateChangedAt().equals(stored.occurredAt());
    // A date of ours is left out again, or the recommendation would differ from what its sender
    // repeats.
    Recommendation heard =
        stored
            .but()
            .stateChangedAt(guessed ? null : stored.stateChangedAt())
            .raw(Json.tree(rs.getString("raw")))
            .build();
    return new OpenRecommendation(rs.getBytes("key"), heard, List.of());
  }

  private static Map<Digest, List<Assignment>> assignments(
      Handle handle, List<OpenRecommendation> findings, Instant now) {
    Map<Digest, List<Assignment>> made = new HashMap<>();
    handle
        .createQuery(AssignmentRows.SELECT + " where a.recommendation_key = any (:keys)")
        .bindByType(
            "keys",
            findings.stream().map(OpenRecommendation::key).toArray(byte[][]::new),
            byte[][].class)
        .map(
            (rs, context) ->
                Map.entry(
                    Digest.of(rs.getBytes("recommendation_key")),
                    AssignmentRows.read(
                        rs,
                        (integration, ticket) -> null,
                        StateLabels.OF_THE_INSTANCE,
                        integration -> null,
                        now)))
        .forEach(
            one ->
                made.computeIfAbsent(one.getKey(), key -> new ArrayList<>()).add(one.getValue()));
    return made;
  }

  /** A name that recommendations have. */
  public enum Naming {
    ASSESSMENT_KEY("assessmentKey"),
    TITLE("title"),
    SOURCE("source");

    private final String field;

    Naming(String field) {
      this.field = field;
    }
  }

  /**
   * Whether a name is still heard of.
   *
   * @param ever some recommendation has it
   * @param alive not only deleted ones
   * @param current one that needs work, or one that changed lately
   */
  public record NameUsage(String name, boolean ever, boolean alive, boolean current) {}

  /** What is known of each name, in any case. */
  public List<NameUsage> usages(
      Naming naming, Collection<String> names, Duration lately, Instant now) {
    // As the index has it, or every recommendation would be read.
    String indexed = "left(lower(r.document ->> '" + naming.field + "'), 200)";
    String found =
        "exists (select 1 from recommendation r where %s = left(lower(w.name), 200) and %s is not null"
                .formatted(indexed, "r.document ->> '" + naming.field + "'")
            + " and lower(r.document ->> '%s') = lower(w.name)".formatted(naming.field);
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select w.name, "
                        + found
                        + ") as ever, "
                        + found
                        + " and r.state <> 'deleted') as alive, "
                        + found
                        + " and (r.state = 'unhealthy' or (r.state <> 'deleted' and r.updated_at > :since))) as current"
                        + " from unnest(:names) as w(name) order by w.name")
                .bindByType("names", names.toArray(String[]::new), String[].class)
                .bind("since", now.minus(lately))
                .map(
                    (rs, context) ->
                        new NameUsage(
                            rs.getString("name"),
                            rs.getBoolean("ever"),
                            rs.getBoolean("alive"),
                            rs.getBoolean("current")))
                .list());
  }
}
