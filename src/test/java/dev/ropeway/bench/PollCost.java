package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.TestProcess;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What it costs to bring back nothing, and to bring back a tenth of many tickets. */
final class PollCost {

  private static final String SYNC = "/api/v1/integrations/" + PackagedApp.INTEGRATION + "/sync";

  private PollCost() {}

  static void measure(BenchReport report) throws Exception {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app =
            PackagedApp.start(
                world
                    .settings()
                    .withIntegration("sync.overlap", "2s")
                    // The yardstick reads no lists of attachments: one call for each hundred.
                    .withIntegration("attachments.in", "false"))) {
      int open = Size.OPEN_TICKETS.get();
      world.serviceNow.fill("{\"count\":" + open + ",\"seconds\":86400}");
      PlainReader reader = new PlainReader(world.serviceNow.url());
      List<Map<String, Object>> rows = reader.changedSince(Instant.EPOCH);
      StoredRows.openTickets(world.store, rows);
      Instant filled = Instant.now();
      org.awaitility.Awaitility.await().until(() -> Instant.now().isAfter(filled.plusSeconds(4)));
      world.store.execute(
          "insert into sync_cursor (integration, ticket_table, updated_on) values ('x', 'incident', '"
              + filled.minusSeconds(1)
              + "')");
      sync(app);
      org.awaitility.Awaitility.await().until(() -> Instant.now().isAfter(filled.plusSeconds(8)));

      JsonNode nothing = sync(app);
      report.add(
          "poll, nothing changed, " + open + " open",
          nothing.get("calls") + " call(s), " + nothing.get("changed") + " changed",
          "1 call per table",
          "1 call",
          nothing.get("calls").asInt() == 1);
      changed(report, world, app);
    }
  }

  private static void changed(BenchReport report, BenchEnvironment world, PackagedApp app)
      throws Exception {
    int count = Size.CHANGED_TICKETS.get();
    try (TestProcess reader = PlainReader.start(world.serviceNow.url())) {
      PollTurns turns = new PollTurns(world, app, reader, count);
      // Two rounds warm both up.
      Pairs.inTurns(2, turns::plain, turns::ours);
      Pairs<PollTurns.Turn> pairs = Pairs.inTurns(turns::plain, turns::ours);
      double calls = pairs.ours(PollTurns.Turn::calls).max();
      double fewest = pairs.ours(PollTurns.Turn::rows).min();
      report.add(
          "poll, " + count + " of " + Size.OPEN_TICKETS.get() + " changed: calls",
          number(calls) + " calls " + turns.lastCalls() + ", " + number(fewest) + " changed",
          (count + 999) / 1000 + " pages",
          "<= 12 calls",
          calls <= 12 && fewest == count);
      Spread time = pairs.ratio(PollTurns.Turn::millis);
      report.add(
          "poll, " + count + " changed: time",
          number(pairs.ours(PollTurns.Turn::millis).median()) + " ms (" + time + ")",
          "JDK HttpClient reading the same pages into maps, own process: "
              + number(pairs.yardstick(PollTurns.Turn::millis))
              + " ms",
          "<= 2.5x",
          time.median() <= 2.5);
      report.show(
          "CPU per polled row",
          number(pairs.ours(PollTurns.Turn::cpu).median())
              + " ms ("
              + pairs.ratio(PollTurns.Turn::cpu)
              + "; PostgreSQL "
              + number(pairs.ours(PollTurns.Turn::store).median())
              + " ms more)",
          "JDK HttpClient, no store: " + number(pairs.yardstick(PollTurns.Turn::cpu)) + " ms");
    }
  }

  static JsonNode sync(PackagedApp app) {
    var reply = app.api().post(SYNC, "{}");
    if (reply.status() != 200) {
      throw new IllegalStateException(reply.toString());
    }
    return Json.tree(reply.body());
  }
}
