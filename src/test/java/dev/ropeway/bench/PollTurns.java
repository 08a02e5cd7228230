package dev.ropeway.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.TestProcess;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Tickets change, somebody reads what changed, Ropeway polls. */
final class PollTurns {

  /**
   * One turn of either.
   *
   * @param cpu milliseconds of a core for each row, of the reading process
   * @param store the same of PostgreSQL
   */
  record Turn(double millis, double calls, double rows, double cpu, double store) {}

  private final BenchEnvironment world;
  private final PackagedApp app;
  private final TestProcess reader;
  private final int count;
  private final Cpu cpu;
  private Instant touched;
  private int round;
  private Map<String, Integer> lastCalls = Map.of();

  PollTurns(BenchEnvironment world, PackagedApp app, TestProcess reader, int count) {
    this.world = world;
    this.app = app;
    this.reader = reader;
    this.count = count;
    cpu =
        new Cpu()
            .with("app", app.pid())
            .with("reader", reader.pid())
            .withChildren("store", world.postgresPid());
  }

  /** What the last poll called how often. */
  Map<String, Integer> lastCalls() {
    return lastCalls;
  }

  /** Changes the tickets and reads them with the JDK's client. */
  Turn plain(int number) {
    touched = Instant.now();
    String state = ++round % 2 == 0 ? "1" : "2";
    world.serviceNow.touch("{\"count\":" + count + ",\"state\":\"" + state + "\"}");
    Cpu.Reading before = cpu.read();
    int rows = Integer.parseInt(reader.tell(touched.minusSeconds(1).toString()));
    Cpu.Reading took = cpu.since(before);
    if (rows < count) {
      throw new IllegalStateException("the yardstick read " + rows + " rows, not " + count);
    }
    return new Turn(1000 * took.wall(), 0, rows, 1000 * took.of("reader") / rows, 0);
  }

  /** Polls what {@link #plain} changed. */
  Turn ours(int number) {
    Map<String, Integer> called = world.serviceNow.callsByTable();
    Cpu.Reading before = cpu.read();
    JsonNode report = PollCost.sync(app);
    Cpu.Reading took = cpu.since(before);
    lastCalls = new TreeMap<>(world.serviceNow.callsByTable());
    called.forEach((table, count) -> lastCalls.merge(table, -count, Integer::sum));
    lastCalls.values().removeIf(count -> count == 0);
    int rows = report.get("changed").asInt();
    // The next round's changes must lie in a later second than this round's.
    await().until(() -> Instant.now().isAfter(touched.plusSeconds(8)));
    PollCost.sync(app);
    return new Turn(
        1000 * took.wall(),
        report.get("calls").asInt(),
        rows,
        1000 * took.of("app") / rows,
        1000 * took.of("store") / rows);
  }
}
