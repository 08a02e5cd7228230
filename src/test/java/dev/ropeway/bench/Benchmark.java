package dev.ropeway.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Measures the packaged application against yardsticks in the same run: {@code mvn -Pbench verify}.
 * A missed target is a line of the table; only what could not be measured fails.
 */
class Benchmark {

  private interface Measurement {
    void into(BenchReport report) throws Exception;
  }

  private record Named(String name, Measurement measurement) {}

  private static final List<Named> ALL =
      List.of(
          new Named("latency", TicketSpeed::againstLatency),
          new Named("replicas", TwoReplicas::measure),
          new Named("component", TicketSpeed::againstBareComponent),
          new Named("idle", IdleLatency::measure),
          new Named("accept", AcceptSpeed::measure),
          new Named("kafka", KafkaSpeed::measure),
          new Named("poll", PollCost::measure),
          new Named("faults", FaultRun::measure),
          new Named("held", HeldTransaction::measure),
          new Named("many", ManyAssignments::measure),
          new Named("instances", ManyInstances::measure),
          new Named("start", StartTime::measure),
          new Named("native", NativeSpeed::measure));

  /** Downloads some 600 MB from npm, so it runs only where it is named. */
  private static final Named OTHER_WAY = new Named("n8n", OtherWay::measure);

  @Test
  void measure() throws Exception {
    BenchReport report = new BenchReport();
    Exception unmeasured = null;
    List<String> only = List.of(System.getProperty("bench.only", "").split(","));
    List<Named> wanted =
        only.contains("")
            ? ALL
            : Stream.concat(ALL.stream(), Stream.of(OTHER_WAY))
                .filter(one -> only.contains(one.name()))
                .toList();
    for (Named one : wanted) {
      long begin = System.nanoTime();
      try {
        one.measurement().into(report);
      } catch (Exception e) {
        System.out.println("could not measure " + one.name() + ": " + e);
        unmeasured = unmeasured == null ? e : unmeasured;
      }
      System.out.printf(
          Locale.ROOT, "%s took %.0f s%n", one.name(), (System.nanoTime() - begin) / 1e9);
    }
    System.out.println(report.table());
    System.out.println(
        "Heap 192 MB; PostgreSQL with fsync; the instance in its own process; each application and each"
            + " yardstick made "
            + Size.WARM_UP.get()
            + " tickets, or accepted for some seconds of a core, before anything was timed. What is compared was measured in "
            + Size.PAIRS.get()
            + " turns of each, one after the other; a ratio is the middle one of the pairs', and the"
            + " range is that of all pairs.");
    report.write(Path.of("target", "benchmark.json"));
    if (unmeasured != null) {
      throw unmeasured;
    }
  }
}
