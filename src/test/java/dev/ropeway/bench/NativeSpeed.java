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
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The executable beside the jar, where an earlier {@code mvn package -Dnative} left one in {@code
 * target}.
 */
final class NativeSpeed {

  private static final int STARTS = 5;
  private static final int CLIENTS = 16;

  /** One start, until the first 200. */
  private record Start(double seconds, double megabytes) {}

  /** One turn of tickets: how many a second, and milliseconds of a core for each. */
  private record Tickets(double rate, double cpu) {}

  /** One of the two, with a store of its own. */
  private record Side(BenchEnvironment world, PackagedApp app, AtomicInteger sent) {}

  private NativeSpeed() {}

  static void measure(BenchReport report) throws Exception {
    Optional<Artifact> executable = executable();
    if (executable.isEmpty()) {
      System.out.println("native: left out, target holds no executable");
      return;
    }
    try (BenchEnvironment first = new BenchEnvironment(0);
        BenchEnvironment second = new BenchEnvironment(0)) {
      start(Artifact.built(), first);
      start(executable.get(), second);
      Pairs<Start> starts =
          Pairs.inTurns(
              STARTS,
              number -> start(Artifact.built(), first),
              number -> start(executable.get(), second));
      add(report, "start to first 200", " s", starts, Start::seconds, "<= 0.25 s", s -> s <= 0.25);
      add(
          report,
          "RSS at the first 200",
          " MB",
          starts,
          Start::megabytes,
          "<= 110 MB",
          mb -> mb <= 110);
      try (PackagedApp jar = PackagedApp.launch(Artifact.built(), first.settings()).awaitReady();
          PackagedApp image =
              PackagedApp.launch(executable.get(), second.settings()).awaitReady()) {
        loads(
            report,
            new Side(first, jar, new AtomicInteger()),
            new Side(second, image, new AtomicInteger()));
      }
    }
  }

  private static void loads(BenchReport report, Side jar, Side image) throws Exception {
    tickets(jar, "warm", Size.WARM_UP.get());
    tickets(image, "warm", Size.WARM_UP.get());
    int count = Size.FAST_TICKETS.get();
    Pairs<Tickets> tickets =
        Pairs.inTurns(
            number -> tickets(jar, "timed" + number, count),
            number -> tickets(image, "timed" + number, count));
    add(report, "tickets, instance at 0 ms", "/s", tickets, Tickets::rate, "-", any -> true);
    add(report, "CPU per ticket", " ms", tickets, Tickets::cpu, "-", any -> true);
    jar.world().pauseDelivery();
    image.world().pauseDelivery();
    accepted(jar);
    accepted(image);
    Pairs<Double> accepted = Pairs.inTurns(number -> accepted(jar), number -> accepted(image));
    add(report, "accept, one event per POST", "/s", accepted, rate -> rate, "-", any -> true);
    double megabytes = image.app().residentMegabytes();
    report.add(
        "native: RSS after the load",
        number(megabytes) + " MB",
        "JVM: " + jar.app().residentMegabytes() + " MB",
        "<= 180 MB",
        megabytes <= 180);
  }

  private static <T> void add(
      BenchReport report,
      String what,
      String unit,
      Pairs<T> pairs,
      ToDoubleFunction<T> figure,
      String target,
      DoublePredicate reached) {
    double image = pairs.ours(figure).median();
    report.add(
        "native: " + what,
        number(image) + unit + " (" + pairs.ratio(figure) + ")",
        "JVM: " + number(pairs.yardstick(figure)) + unit,
        target,
        reached.test(image));
  }

  private static Start start(Artifact artifact, BenchEnvironment world) {
    long begin = System.nanoTime();
    try (PackagedApp app = PackagedApp.launch(artifact, world.settings()).awaitReady()) {
      return new Start((System.nanoTime() - begin) / 1e9, app.residentMegabytes());
    }
  }

  private static Tickets tickets(Side side, String prefix, int count) {
    double before = Cpu.seconds(side.app().pid());
    side.world().deliver(side.app(), prefix, count);
    double cpu = Cpu.seconds(side.app().pid()) - before;
    return new Tickets(side.world().rate(prefix), 1000 * cpu / count);
  }

  private static double accepted(Side side) {
    Duration time = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
    Samples samples = new Samples();
    LoadClients.send(
        CLIENTS,
        time,
        samples,
        () -> side.app().recommend(PostedEvents.one("single", side.sent().getAndIncrement())));
    return samples.size() / (double) time.toSeconds();
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
