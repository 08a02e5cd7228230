package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;

/** From the start of the process to the first 200 of the API, on a store that is up to date. */
final class StartTime {

  private StartTime() {}

  static void measure(BenchReport report) throws IOException {
    Samples samples = new Samples();
    try (BenchEnvironment world = new BenchEnvironment(0)) {
      world.start().close();
      for (int i = 0; i < 5; i++) {
        long begin = System.nanoTime();
        try (PackagedApp app = PackagedApp.launch(world.settings())) {
          app.awaitReady();
          samples.add(System.nanoTime() - begin);
        }
      }
    }
    double seconds = samples.percentile(50) / 1000;
    report.add(
        "start to first 200, JVM, median of 5", number(seconds) + " s", "-", "< 3 s", seconds < 3);
  }
}
