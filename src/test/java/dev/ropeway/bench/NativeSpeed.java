package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.Artifact;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The executable beside the jar, where an earlier {@code mvn package -Dnative} left one in {@code
 * target}.
 */
final class NativeSpeed {

  private static final int STARTS = 5;
  private static final int CLIENTS = 16;

  private NativeSpeed() {}

  /** What one of the two does, at the same heap. */
  private record Measured(
      double startSeconds, long idle, double accepted, double tickets, long underLoad) {}

  static void measure(BenchReport report) throws IOException {
    Optional<Artifact> executable = executable();
    if (executable.isEmpty()) {
      System.out.println("native: left out, target holds no executable");
      return;
    }
    Measured jar = measured(Artifact.built());
    Measured image = measured(executable.get());
    add(
        report,
        "start to first 200, median of " + STARTS,
        " s",
        image.startSeconds(),
        jar.startSeconds(),
        "< 0.25 s",
        image.startSeconds() < 0.25);
    add(report, "RSS at the first 200", " MB", image.idle(), jar.idle(), "-", true);
    add(report, "RSS after the load", " MB", image.underLoad(), jar.underLoad(), "-", true);
    add(report, "accept, one event per POST", "/s", image.accepted(), jar.accepted(), "-", true);
    add(
        report,
        "tickets, concurrency 16, instance at 0 ms",
        "/s",
        image.tickets(),
        jar.tickets(),
        "-",
        true);
  }

  private static void add(
      BenchReport report,
      String what,
      String unit,
      double image,
      double jar,
      String target,
      boolean ok) {
    report.add(
        "native: " + what,
        number(image) + unit + " (" + number(image / jar) + ")",
        "JVM: " + number(jar) + unit,
        target,
        ok);
  }

  private static Measured measured(Artifact artifact) throws IOException {
    try (BenchEnvironment world = new BenchEnvironment(0)) {
      // Brings the schema up to date.
      PackagedApp.launch(artifact, world.settings()).awaitReady().close();
      Samples starts = new Samples();
      for (int i = 1; i < STARTS; i++) {
        started(artifact, world, starts).close();
      }
      try (PackagedApp app = started(artifact, world, starts)) {
        long idle = app.residentMegabytes();
        world.deliver(app, "warm", Size.WARM_UP.get());
        world.deliver(app, "timed", Size.FAST_TICKETS.get());
        world.pauseDelivery();
        double accepted = accepted(app);
        return new Measured(
            starts.percentile(50) / 1000,
            idle,
            accepted,
            world.rate("timed"),
            app.residentMegabytes());
      }
    }
  }

  private static PackagedApp started(Artifact artifact, BenchEnvironment world, Samples samples) {
    long begin = System.nanoTime();
    PackagedApp app = PackagedApp.launch(artifact, world.settings()).awaitReady();
    samples.add(System.nanoTime() - begin);
    return app;
  }

  private static double accepted(PackagedApp app) {
    Duration turn = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
    AtomicInteger sent = new AtomicInteger();
    Samples samples = new Samples();
    // The first turn warms up.
    for (int i = 0; i < 2; i++) {
      samples = new Samples();
      LoadClients.send(
          CLIENTS,
          turn,
          samples,
          () -> app.recommend(PostedEvents.one("single", sent.getAndIncrement())));
    }
    return samples.size() / (double) turn.toSeconds();
  }

  private static Optional<Artifact> executable() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.toString().endsWith("-runner"))
          .map(file -> new Artifact(file.toAbsolutePath()))
          .findFirst();
    }
  }
}
