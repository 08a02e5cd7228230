package dev.ropeway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Deliveries;
import dev.ropeway.store.Json;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Times the statement that claims, in transactions that are rolled back. */
final class ClaimCost {

  private static final int WARM_UP = 200;
  private static final int RUNS = 600;

  private ClaimCost() {}

  static double medianMillis(String jdbcUrl) {
    String claim = statement();
    Samples samples = new Samples();
    Jdbi jdbi = jdbi(jdbcUrl);
    jdbi.useHandle(
        handle -> {
          for (int run = -WARM_UP; run < RUNS; run++) {
            handle.begin();
            long begin = System.nanoTime();
            int claimed = bound(handle.createQuery(claim), Instant.EPOCH).mapToMap().list().size();
            long took = System.nanoTime() - begin;
            handle.rollback();
            if (claimed != 16) {
              throw new IllegalStateException("claimed " + claimed);
            }
            if (run >= 0) {
              samples.add(took);
            }
          }
        });
    return samples.percentile(50);
  }

  /**
   * What PostgreSQL did for a claim that found nothing.
   *
   * @param pages read to find what is due
   */
  record Walk(double millis, long pages) {
    Walk plus(Walk other) {
      return new Walk(millis + other.millis, pages + other.pages);
    }
  }

  /** Explains a claim of what is due since then, while nothing is. */
  static Walk walk(String jdbcUrl, Instant from) {
    String explain = "explain (analyze, buffers, format json) " + statement();
    return jdbi(jdbcUrl)
        .withHandle(
            handle -> {
              Walk best = null;
              // The first brings pages into memory, and others work on this machine too.
              for (int run = 0; run < 5; run++) {
                Walk one = walk(handle, explain, from);
                best = best == null || one.millis() < best.millis() ? one : best;
              }
              return best;
            });
  }

  private static Walk walk(Handle handle, String explain, Instant from) {
    handle.begin();
    String plan = bound(handle.createQuery(explain), from).mapTo(String.class).one();
    handle.rollback();
    JsonNode root = Json.tree(plan).get(0);
    JsonNode top = root.get("Plan");
    return new Walk(
        root.get("Execution Time").asDouble(),
        top.get("Shared Hit Blocks").asLong() + top.get("Shared Read Blocks").asLong());
  }

  private static Jdbi jdbi(String jdbcUrl) {
    Jdbi jdbi = Jdbi.create(jdbcUrl, "postgres", "postgres").installPlugin(new PostgresPlugin());
    // The claim of the version before asks for less.
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return jdbi;
  }

  private static Query bound(Query query, Instant from) {
    Instant now = Instant.now();
    return query
        .bind("integration", "x")
        .bind("from", from)
        .bind("now", now)
        .bind("limit", 16)
        .bindByType("types", new String[] {"incident"}, String[].class)
        .bindByType("held", new String[0], String[].class)
        .bind("leaseEnd", now.plus(Duration.ofSeconds(65)))
        .bind("settled", now.plus(Duration.ofSeconds(155)));
  }

  /** The application's own text, so that the two cannot drift apart. */
  private static String statement() {
    try {
      Field claim = Deliveries.class.getDeclaredField("CLAIM");
      claim.setAccessible(true);
      return (String) claim.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the claim stands elsewhere now: teach the benchmark", e);
    }
  }
}
