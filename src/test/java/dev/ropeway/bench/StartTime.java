package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to the first 200 of the API, on a store that is up to date. */
final class StartTime {

  private static final int STARTS = 5;

  private StartTime() {}

  static void measure(BenchReport report) throws IOException {
    List<Double> times = new ArrayList<>();
    List<Double> computed = new ArrayList<>();
    try (BenchEnvironment world = new BenchEnvironment(0)) {
      world.start().close();
      for (int i = 0; i < STARTS; i++) {
        long begin = System.nanoTime();
        try (PackagedApp app = PackagedApp.launch(world.settings())) {
          app.awaitReady();
          times.add((System.nanoTime() - begin) / 1e9);
          computed.add(Cpu.seconds(app.pid()));
        }
      }
    }
    Spread seconds = Spread.of(times);
    report.add(
        "start to first 200, JVM, median of " + STARTS,
        seconds.in(" s"),
        "CPU until then " + number(Spread.of(computed).median()) + " s",
        "<= 2.0 s",
        seconds.median() <= 2.0);
  }
}
