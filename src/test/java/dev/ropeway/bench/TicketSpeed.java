package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.TestProcess;
import java.time.Duration;

/** How fast tickets are made, with how many calls, and how much of a processor each takes. */
final class TicketSpeed {

  private static final int CONCURRENCY = 16;
  private static final int LATENCY = 50;
  private static final double IDEAL = CONCURRENCY * 1000.0 / LATENCY;

  /**
   * One turn of either.
   *
   * @param accepting milliseconds of a core for each ticket until its event was stored; 0 of the
   *     bare component, which has no events
   * @param delivering from there until the ticket was made, and known to be
   * @param store what PostgreSQL took for each ticket from begin to end
   */
  record Turn(double rate, double calls, double accepting, double delivering, double store) {

    double all() {
      return accepting + delivering;
    }
  }

  private TicketSpeed() {}

  static void againstLatency(BenchReport report) throws Exception {
    Pairs<Turn> pairs = pairs(LATENCY, Size.TICKETS.get());
    double calls = pairs.ours(Turn::calls).median();
    report.add("calls per created ticket", number(calls), "1", "1.00", calls < 1.005);
    Spread rate = pairs.ours(Turn::rate);
    double bare = pairs.yardstick(Turn::rate);
    report.add(
        "tickets/s, concurrency 16, instance at 50 ms",
        rate.in("/s") + " (" + number(rate.median() / IDEAL) + ")",
        "ideal "
            + number(IDEAL)
            + "; bare servicenow: component "
            + number(bare)
            + "/s ("
            + pairs.ratio(Turn::rate)
            + ")",
        ">= 0.97 of ideal",
        rate.median() >= 0.97 * IDEAL);
  }

  static void againstBareComponent(BenchReport report) throws Exception {
    Pairs<Turn> pairs = pairs(0, Size.FAST_TICKETS.get());
    Spread faster = pairs.ratio(Turn::rate);
    report.add(
        "tickets/s, concurrency 16, instance at 0 ms",
        number(pairs.ours(Turn::rate).median()) + "/s (" + faster + ")",
        "bare servicenow: component, own process, 16 threads: "
            + number(pairs.yardstick(Turn::rate))
            + "/s",
        ">= 0.8x",
        faster.median() >= 0.8);
    Spread cpu = pairs.ratio(Turn::all);
    report.add(
        "CPU per ticket, from the event posted (in arrays) to the ticket known",
        number(pairs.ours(Turn::all).median())
            + " ms ("
            + cpu
            + "; PostgreSQL "
            + number(pairs.ours(Turn::store).median())
            + " ms more)",
        "bare servicenow: component, no event and no store: "
            + number(pairs.yardstick(Turn::all))
            + " ms",
        "<= 1.5x",
        cpu.median() <= 1.5);
    report.show(
        "CPU per ticket, delivery of stored events alone",
        number(pairs.ours(Turn::delivering).median())
            + " ms ("
            + pairs.ratio(Turn::delivering)
            + ")",
        "bare servicenow: component: " + number(pairs.yardstick(Turn::delivering)) + " ms");
  }

  private static Pairs<Turn> pairs(int latency, int tickets) throws Exception {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = world.start();
        TestProcess bare = BareComponent.start(world.serviceNow.url(), CONCURRENCY)) {
      BareComponent.create(bare, Size.WARM_UP.get());
      world.deliver(app, "warm", Size.WARM_UP.get());
      world.serviceNow.faults("{\"latencyMs\":" + latency + "}");
      return Pairs.inTurns(
          number -> bare(bare, tickets), number -> ours(world, app, "timed" + number, tickets));
    }
  }

  private static Turn bare(TestProcess bare, int tickets) {
    double before = Cpu.seconds(bare.pid());
    double seconds = BareComponent.create(bare, tickets);
    double cpu = Cpu.seconds(bare.pid()) - before;
    return new Turn(tickets / seconds, 1, 0, 1000 * cpu / tickets, 0);
  }

  /** From a backlog, so that taking events and making tickets are told apart. */
  static Turn ours(BenchEnvironment world, PackagedApp app, String prefix, int tickets) {
    Cpu cpu = new Cpu().with("app", app.pid()).withChildren("store", world.postgresPid());
    int calls = world.serviceNow.calls();
    world.pauseDelivery();
    Cpu.Reading begin = cpu.read();
    world.accept(app, prefix, tickets);
    Cpu.Reading accepting = cpu.since(begin);
    Cpu.Reading accepted = cpu.read();
    world.resumeDelivery();
    world.awaitOpen(prefix, tickets, Duration.ofMinutes(10));
    Cpu.Reading delivering = cpu.since(accepted);
    double perTicket = 1000.0 / tickets;
    return new Turn(
        world.rate(prefix),
        (world.serviceNow.calls() - calls) / (double) tickets,
        perTicket * accepting.of("app"),
        perTicket * delivering.of("app"),
        perTicket * (accepting.of("store") + delivering.of("store")));
  }
}
