package dev.ropeway.bench;

import dev.ropeway.assignment.Deliveries;
import java.lang.reflect.Field;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Times the statement that claims, in transactions that are rolled back. */
final class ClaimCost {

  private static final int WARM_UP = 200;
  private static final int RUNS = 600;

  private ClaimCost() {}

  static double medianMillis(String jdbcUrl) {
    String claim = statement();
    Samples samples = new Samples();
    Jdbi jdbi = Jdbi.create(jdbcUrl, "postgres", "postgres").installPlugin(new PostgresPlugin());
    jdbi.useHandle(
        handle -> {
          for (int run = -WARM_UP; run < RUNS; run++) {
            handle.begin();
            long begin = System.nanoTime();
            int claimed =
                handle
                    .createQuery(claim)
                    .bind("integration", "x")
                    .bind("now", Instant.now())
                    .bind("limit", 16)
                    .bindByType("types", new String[] {"incident"}, String[].class)
                    .bindByType("held", new String[0], String[].class)
                    .bind("leaseEnd", Instant.now().plusSeconds(65))
                    .bind("settled", Instant.now().plusSeconds(155))
                    .mapToMap()
                    .list()
                    .size();
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
