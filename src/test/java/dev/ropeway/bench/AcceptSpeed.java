package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many events are accepted, with delivery paused so that nothing else is measured. */
final class AcceptSpeed {

  private static final int CLIENTS = 16;
  private static final int ARRAY = 500;
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final AtomicInteger sent = new AtomicInteger();

  static void measure(BenchReport report) throws IOException {
    new AcceptSpeed().run(report);
  }

  private void run(BenchReport report) throws IOException {
    Duration turn = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
    Path routes = StorelessRoutes.write();
    Samples singles = new Samples();
    Samples storeless = new Samples();
    Samples arrays = new Samples();
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = world.start();
        PackagedApp yardstick =
            PackagedApp.start(world.settings().with("ropeway.routes.dir", routes.toString()))) {
      world.pauseDelivery();
      singles(app, WARM_UP, new Samples());
      singles(yardstick, WARM_UP, new Samples());
      // In turns, so that what else the machine does meets both.
      for (int i = 0; i < 2; i++) {
        singles(yardstick, turn, storeless);
        singles(app, turn, singles);
      }
      LoadClients.send(
          4,
          turn,
          arrays,
          () -> app.recommend(PostedEvents.array("array", sent.getAndAdd(ARRAY), ARRAY)));
    }
    double seconds = turn.toSeconds();
    double rate = singles.size() / (2 * seconds);
    double without = storeless.size() / (2 * seconds);
    double bulk = arrays.size() * (double) ARRAY / seconds;
    report.add(
        "accept: one event per POST, 16 clients",
        number(rate) + "/s (" + number(rate / without) + ")",
        "same endpoint and checks, storing step taken out of the route: " + number(without) + "/s",
        ">= 0.5",
        rate >= 0.5 * without);
    double p99 = singles.percentile(99);
    report.add(
        "accept: one event per POST, p99",
        number(p99) + " ms",
        "without the store " + number(storeless.percentile(99)) + " ms",
        "< 50 ms",
        p99 < 50);
    report.add(
        "accept: arrays of 500, 4 clients",
        number(bulk) + " events/s (" + number(bulk / rate) + "x)",
        "one event per POST: " + number(rate) + "/s",
        ">= 8x",
        bulk >= 8 * rate);
  }

  private void singles(PackagedApp app, Duration time, Samples samples) {
    LoadClients.send(
        CLIENTS,
        time,
        samples,
        () -> app.recommend(PostedEvents.one("single", sent.getAndIncrement())));
  }
}
