package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;

/** How much faster tickets are made by two replicas that share a store. */
final class TwoReplicas {

  private static final int LATENCY = 50;

  private TwoReplicas() {}

  static void measure(BenchReport report) throws IOException {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp one = world.start()) {
      world.deliver(one, "warm", Size.WARM_UP.get());
      double alone = rate(world, one, "alone", Size.TICKETS.get());
      double together;
      try (PackagedApp other = world.start()) {
        world.serviceNow.faults("{\"latencyMs\":0}");
        world.deliver(other, "warm-too", Size.WARM_UP.get());
        together = rate(world, one, "together", 2 * Size.TICKETS.get());
      }
      report.add(
          "tickets/s, two replicas, concurrency 16 each, instance at 50 ms",
          number(together) + " (" + number(together / alone) + "x)",
          "one replica: " + number(alone),
          ">= 1.9x",
          together >= 1.9 * alone);
    }
  }

  private static double rate(BenchEnvironment world, PackagedApp app, String prefix, int tickets) {
    world.serviceNow.faults("{\"latencyMs\":" + LATENCY + "}");
    world.deliver(app, prefix, tickets);
    return world.rate(prefix);
  }
}
