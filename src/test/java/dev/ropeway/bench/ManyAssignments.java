package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;

/** What a large store costs: memory of the application under the same work, and the claim. */
final class ManyAssignments {

  private static final int DUE = 2_000;

  private ManyAssignments() {}

  static void measure(BenchReport report) throws Exception {
    int few = Size.FEW_STORED.get();
    int many = Size.MANY_STORED.get();
    try (BenchEnvironment small = filled(few);
        BenchEnvironment large = filled(many)) {
      Pairs<Long> memory =
          Pairs.inTurns(
              number -> megabytes(small, "turn" + number),
              number -> megabytes(large, "turn" + number));
      Spread megabytes = memory.ours(Long::doubleValue);
      Spread more = memory.ratio(Long::doubleValue);
      report.add(
          "RSS, -Xmx192m, " + many + " assignments stored",
          megabytes.in(" MB") + " (" + more + ")",
          few + " stored, same work: " + number(memory.yardstick(Long::doubleValue)) + " MB",
          "<= 280 MB, <= 1.1x",
          megabytes.median() <= 280 && more.median() <= 1.1);
      due(small);
      due(large);
      Pairs<Double> claims =
          Pairs.inTurns(
              number -> ClaimCost.medianMillis(small.postgres.jdbcUrl()),
              number -> ClaimCost.medianMillis(large.postgres.jdbcUrl()));
      Spread slower = claims.ratio(Double::doubleValue);
      report.add(
          "claim of 16 at " + many + " assignments, " + DUE + " due, median",
          number(claims.ours(Double::doubleValue).median()) + " ms (" + slower + ")",
          "the same statement at "
              + few
              + ": "
              + number(claims.yardstick(Double::doubleValue))
              + " ms",
          "<= 1.2x",
          slower.median() <= 1.2);
    }
  }

  private static BenchEnvironment filled(int assignments) throws Exception {
    BenchEnvironment world = new BenchEnvironment(0);
    // Only to bring the schema up.
    world.start().close();
    StoredRows.open(world.store, 1, assignments);
    return world;
  }

  /** The same work each time: tickets are made and lists are read. */
  private static long megabytes(BenchEnvironment world, String prefix) {
    try (PackagedApp app = world.start()) {
      world.deliver(app, prefix, Size.WARM_UP.get());
      for (int i = 0; i < 50; i++) {
        app.api().get("/api/v1/assignments?limit=1000");
        app.api().get("/api/v1/assignments?limit=1000&status=open");
      }
      return app.residentMegabytes();
    }
  }

  private static void due(BenchEnvironment world) {
    world.pauseDelivery();
    try (PackagedApp app = world.start()) {
      world.accept(app, "due", DUE);
    }
    world.store.execute("vacuum analyze assignment");
  }
}
