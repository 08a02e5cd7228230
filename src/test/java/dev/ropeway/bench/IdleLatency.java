package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.time.Duration;
import java.time.Instant;

/** How long after an event was posted its ticket exists, when there is nothing else to do. */
final class IdleLatency {

  private static final int LATENCY = 50;

  private IdleLatency() {}

  static void measure(BenchReport report) throws Exception {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = world.start()) {
      world.deliver(app, "warm", Size.WARM_UP.get());
      world.serviceNow.reset();
      world.serviceNow.faults("{\"latencyMs\":" + LATENCY + "}");
      Samples samples = new Samples();
      Samples plain = new Samples();
      PlainReader plainCaller = new PlainReader(world.serviceNow.url());
      for (int i = 0; i < Size.IDLE_EVENTS.get(); i++) {
        // One call before each event: what else the machine does meets both.
        long called = System.nanoTime();
        plainCaller.changedSince(Instant.now().plus(Duration.ofDays(1)));
        plain.add(System.nanoTime() - called);
        int tickets = i + 1;
        long begin = System.nanoTime();
        app.recommend(PostedEvents.one("idle", i));
        await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> world.serviceNow.tickets() == tickets);
        samples.add(System.nanoTime() - begin);
      }
      double p95 = samples.percentile(95);
      report.add(
          "event posted to ticket exists, idle, p95",
          number(p95)
              + " ms ("
              + number(p95 / LATENCY)
              + "x; p50 "
              + number(samples.percentile(50))
              + " ms)",
          "one call: 50 ms; made from here, p95 "
              + number(plain.percentile(95))
              + " ms, p50 "
              + number(plain.percentile(50))
              + " ms",
          "<= 4x",
          p95 <= 4 * LATENCY);
    }
  }
}
