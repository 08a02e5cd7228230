package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;

/** What a large store costs: memory of the application under the same work, and the claim. */
final class ManyAssignments {

  private static final int DUE = 2_000;

  /** What one size of store came to. */
  private record Cost(long megabytes, double claimMillis) {}

  private ManyAssignments() {}

  static void measure(BenchReport report) throws IOException {
    int few = Size.FEW_STORED.get();
    int many = Size.MANY_STORED.get();
    Cost small;
    Cost large;
    try (BenchEnvironment world = new BenchEnvironment(0)) {
      // Only to bring the schema up.
      world.start().close();
      StoredRows.open(world.store, 1, few);
      small = cost(world, "few");
      StoredRows.open(world.store, few + 1, many);
      large = cost(world, "many");
    }
    double memory = large.megabytes() / (double) small.megabytes();
    report.add(
        "RSS, -Xmx192m, " + many + " assignments stored",
        large.megabytes() + " MB (" + number(memory) + "x)",
        few + " stored, same work: " + small.megabytes() + " MB",
        "< 300 MB, <= 1.1x",
        large.megabytes() < 300 && memory <= 1.1);
    double claim = large.claimMillis() / small.claimMillis();
    report.add(
        "claim of 16 at " + many + " assignments, " + DUE + " due, median",
        number(large.claimMillis()) + " ms (" + number(claim) + "x)",
        "the same statement at " + few + ": " + number(small.claimMillis()) + " ms",
        "<= 1.2x",
        claim <= 1.2);
  }

  /**
   * The same work each time: tickets are made and lists are read; then the claim is timed alone.
   */
  private static Cost cost(BenchEnvironment world, String prefix) {
    long megabytes;
    try (PackagedApp app = world.start()) {
      world.deliver(app, prefix + "-work", Size.WARM_UP.get());
      for (int i = 0; i < 50; i++) {
        app.api().get("/api/v1/assignments?limit=1000");
        app.api().get("/api/v1/assignments?limit=1000&status=open");
      }
      megabytes = app.residentMegabytes();
      world.pauseDelivery();
      world.accept(app, prefix + "-due", DUE);
    }
    double claim = ClaimCost.medianMillis(world.postgres.jdbcUrl());
    world.store.execute("delete from integration_state");
    world.store.execute(
        "update assignment set next_delivery_at = null where next_delivery_at is not null");
    world.store.execute("vacuum analyze assignment");
    return new Cost(megabytes, claim);
  }
}
