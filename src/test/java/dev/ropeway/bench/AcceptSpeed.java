package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How many events are accepted, with delivery paused so that nothing else is measured. */
final class AcceptSpeed {

  private static final int CLIENTS = 16;
  private static final int ARRAY_CLIENTS = 4;
  private static final int ARRAY = 500;

  /**
   * One turn.
   *
   * @param rate events per second
   * @param cpu milliseconds of a core for each event, of the application
   * @param store the same of PostgreSQL
   */
  private record Turn(double rate, double p99, double cpu, double store) {}

  private final AtomicInteger sent = new AtomicInteger();
  private final BenchEnvironment world;
  private final PackagedApp app;
  private final PackagedApp storeless;

  private AcceptSpeed(BenchEnvironment world, PackagedApp app, PackagedApp storeless) {
    this.world = world;
    this.app = app;
    this.storeless = storeless;
  }

  static void measure(BenchReport report) throws Exception {
    Path routes = StorelessRoutes.write();
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = world.start();
        PackagedApp storeless =
            PackagedApp.start(world.settings().with("ropeway.routes.dir", routes.toString()))) {
      world.pauseDelivery();
      AcceptSpeed speed = new AcceptSpeed(world, app, storeless);
      double one = speed.singles(report);
      speed.arrays(report, one);
    }
  }

  private double singles(BenchReport report) throws Exception {
    Duration turn = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
    warm(storeless, this::singles);
    warm(app, this::singles);
    Pairs<Turn> pairs = Pairs.inTurns(n -> singles(storeless, turn), n -> singles(app, turn));
    Spread rate = pairs.ratio(Turn::rate);
    report.add(
        "accept: one event per POST, 16 clients",
        number(pairs.ours(Turn::rate).median()) + "/s (" + rate + ")",
        "same endpoint and checks, storing step taken out of the route: "
            + number(pairs.yardstick(Turn::rate))
            + "/s",
        ">= 0.5x",
        rate.median() >= 0.5);
    Spread p99 = pairs.ours(Turn::p99);
    report.add(
        "accept: one event per POST, p99",
        p99.in(" ms"),
        "without the store " + number(pairs.yardstick(Turn::p99)) + " ms",
        "< 50 ms",
        p99.median() < 50);
    cpu(report, "CPU per accepted event, one per POST", pairs);
    return pairs.ours(Turn::rate).median();
  }

  private void arrays(BenchReport report, double one) throws Exception {
    Duration turn = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
    warm(storeless, this::arrays);
    warm(app, this::arrays);
    Pairs<Turn> pairs = Pairs.inTurns(n -> arrays(storeless, turn), n -> arrays(app, turn));
    Spread bulk = pairs.ours(Turn::rate);
    report.add(
        "accept: arrays of 500, 4 clients",
        bulk.in(" events/s")
            + " ("
            + pairs.ratio(Turn::rate)
            + "; "
            + number(bulk.median() / one)
            + "x one event per POST)",
        "storing step taken out: " + number(pairs.yardstick(Turn::rate)) + " events/s",
        ">= 20000 events/s",
        bulk.median() >= 20_000);
    cpu(report, "CPU per accepted event, arrays of 500", pairs);
  }

  private static void cpu(BenchReport report, String what, Pairs<Turn> pairs) {
    report.show(
        what,
        number(pairs.ours(Turn::cpu).median())
            + " ms ("
            + pairs.ratio(Turn::cpu)
            + "; PostgreSQL "
            + number(pairs.ours(Turn::store).median())
            + " ms more)",
        "without the store " + number(pairs.yardstick(Turn::cpu)) + " ms");
  }

  private interface Work {
    Turn take(PackagedApp to, Duration time);
  }

  /** By what it computed, not by the clock: where others compute too, it gets warm later. */
  private static void warm(PackagedApp app, Work work) {
    double before = Cpu.seconds(app.pid());
    while (Cpu.seconds(app.pid()) - before < Size.ACCEPT_WARM_UP.get()) {
      work.take(app, Duration.ofSeconds(1));
    }
  }

  private Turn singles(PackagedApp to, Duration time) {
    return turn(to, time, CLIENTS, 1, () -> PostedEvents.one("single", sent.getAndIncrement()));
  }

  private Turn arrays(PackagedApp to, Duration time) {
    return turn(
        to,
        time,
        ARRAY_CLIENTS,
        ARRAY,
        () -> PostedEvents.array("array", sent.getAndAdd(ARRAY), ARRAY));
  }

  private Turn turn(PackagedApp to, Duration time, int clients, int events, Supplier<String> body) {
    Cpu cpu = new Cpu().with("app", to.pid()).withChildren("store", world.postgresPid());
    Samples samples = new Samples();
    Cpu.Reading before = cpu.read();
    LoadClients.send(clients, time, samples, () -> to.recommend(body.get()));
    Cpu.Reading took = cpu.since(before);
    double accepted = (double) samples.size() * events;
    // By the clock: the last calls of a turn end after its time.
    return new Turn(
        accepted / took.wall(),
        samples.percentile(99),
        1000 * took.of("app") / accepted,
        1000 * took.of("store") / accepted);
  }
}
