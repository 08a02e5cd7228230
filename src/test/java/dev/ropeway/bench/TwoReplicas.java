package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.time.Duration;

/**
 * How much faster tickets are made by two replicas that share a store, and what keeps them from
 * being twice as fast.
 */
final class TwoReplicas {

  private static final int LATENCY = 50;
  private static final String MACHINE = "all that the machine did";

  /** One turn of one replica or of two. */
  private record Turn(double rate, Cpu.Reading cpu) {
    @Override
    public String toString() {
      return number(rate) + "/s with " + cpu.cores();
    }
  }

  private TwoReplicas() {}

  static void measure(BenchReport report) throws Exception {
    // Two worlds, so that the replica of the one never helps in the other.
    try (BenchEnvironment alone = new BenchEnvironment(0);
        BenchEnvironment shared = new BenchEnvironment(0);
        PackagedApp one = alone.start();
        PackagedApp first = shared.start();
        PackagedApp second = shared.start()) {
      alone.deliver(one, "warm", Size.WARM_UP.get());
      shared.deliver(first, "warm", 2 * Size.WARM_UP.get());
      alone.serviceNow.faults("{\"latencyMs\":" + LATENCY + "}");
      shared.serviceNow.faults("{\"latencyMs\":" + LATENCY + "}");
      int tickets = Size.TICKETS.get();
      Pairs<Turn> pairs =
          Pairs.inTurns(
              number ->
                  turn(alone, one, "timed" + number, tickets, new Cpu().with("jar", one.pid())),
              number ->
                  turn(
                      shared,
                      first,
                      "timed" + number,
                      2 * tickets,
                      new Cpu().with("jar 1", first.pid()).with("jar 2", second.pid())));
      tell(report, pairs);
    }
  }

  private static Turn turn(
      BenchEnvironment world, PackagedApp app, String prefix, int tickets, Cpu jars) {
    Cpu cpu =
        jars.withChildren("PostgreSQL", world.postgresPid())
            .with("sandbox", world.serviceNow.pid())
            .with("this", ProcessHandle.current().pid())
            .withMachine(MACHINE);
    world.pauseDelivery();
    world.accept(app, prefix, tickets);
    Cpu.Reading before = cpu.read();
    world.resumeDelivery();
    world.awaitOpen(prefix, tickets, Duration.ofMinutes(10));
    Cpu.Reading took = cpu.since(before);
    return new Turn(world.rate(prefix), took);
  }

  private static void tell(BenchReport report, Pairs<Turn> pairs) {
    Spread faster = pairs.ratio(Turn::rate);
    report.add(
        "tickets/s, two replicas, concurrency 16 each, instance at 50 ms",
        number(pairs.ours(Turn::rate).median()) + "/s (" + faster + ")",
        "one replica: " + number(pairs.yardstick(Turn::rate)) + "/s",
        ">= 1.8x",
        faster.median() >= 1.8);
    int cores = Runtime.getRuntime().availableProcessors();
    report.show(
        "cores that were busy meanwhile, of " + cores + " (last turn)",
        pairs.lastOfOurs().cpu().cores(),
        "one replica: " + pairs.lastOfYardstick().cpu().cores());
  }
}
