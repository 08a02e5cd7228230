package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;

/** How fast tickets are made, and with how many calls. */
final class TicketSpeed {

  private static final int CONCURRENCY = 16;
  private static final int LATENCY = 50;
  private static final double IDEAL = CONCURRENCY * 1000.0 / LATENCY;

  private TicketSpeed() {}

  static void againstLatency(BenchReport report) throws IOException {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = world.start()) {
      world.deliver(app, "warm", Size.WARM_UP.get());
      world.serviceNow.faults("{\"latencyMs\":" + LATENCY + "}");
      int before = world.serviceNow.calls();
      world.deliver(app, "timed", Size.TICKETS.get());
      double calls = (world.serviceNow.calls() - before) / (double) Size.TICKETS.get();
      double rate = world.rate("timed");
      report.add("calls per created ticket", number(calls), "1", "1.00", calls < 1.005);
      report.add(
          "tickets/s, concurrency 16, instance at 50 ms",
          number(rate) + " (" + number(rate / IDEAL) + ")",
          "ideal " + number(IDEAL),
          ">= 0.95",
          rate >= 0.95 * IDEAL);
    }
  }

  static void againstBareComponent(BenchReport report) throws IOException {
    double rate;
    double bare;
    try (BenchEnvironment world = new BenchEnvironment(0)) {
      try (PackagedApp app = world.start()) {
        world.deliver(app, "warm", Size.WARM_UP.get());
        world.deliver(app, "timed", Size.FAST_TICKETS.get());
        rate = world.rate("timed");
      }
      world.serviceNow.reset();
      bare = BareComponent.measure(world.serviceNow.url(), CONCURRENCY);
    }
    report.add(
        "tickets/s, concurrency 16, instance at 0 ms",
        number(rate) + " (" + number(rate / bare) + ")",
        "bare servicenow: component, own process, 16 threads: " + number(bare),
        ">= 0.7",
        rate >= 0.7 * bare);
  }
}
