package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.PackagedApp;
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
            PackagedApp.start(world.settings().withIntegration("sync.overlap", "2s"))) {
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
      changed(report, world, app, reader);
    }
  }

  private static void changed(
      BenchReport report, BenchEnvironment world, PackagedApp app, PlainReader reader)
      throws Exception {
    int count = Size.CHANGED_TICKETS.get();
    double ours = 0;
    double plain = 0;
    int calls = 0;
    int changed = 0;
    // Two rounds warm both up, the third counts.
    for (String state : List.of("2", "1", "2")) {
      Instant before = Instant.now();
      world.serviceNow.touch("{\"count\":" + count + ",\"state\":\"" + state + "\"}");
      long begin = System.nanoTime();
      JsonNode report1 = sync(app);
      ours = (System.nanoTime() - begin) / 1e6;
      calls = report1.get("calls").asInt();
      changed = report1.get("changed").asInt();
      begin = System.nanoTime();
      int read = reader.changedSince(before.minusSeconds(1)).size();
      plain = (System.nanoTime() - begin) / 1e6;
      if (read < count) {
        throw new IllegalStateException("the yardstick read " + read + " rows, not " + count);
      }
      // The next round's changes must lie in a later second than this round's.
      org.awaitility.Awaitility.await().until(() -> Instant.now().isAfter(before.plusSeconds(8)));
      sync(app);
    }
    report.add(
        "poll, " + count + " of " + Size.OPEN_TICKETS.get() + " changed: calls",
        calls + " calls, " + changed + " changed",
        "10 pages",
        "<= 12 calls",
        calls <= 12 && changed == count);
    report.add(
        "poll, " + count + " changed: time",
        number(ours) + " ms (" + number(ours / plain) + "x)",
        "JDK HttpClient reading the same pages into maps: " + number(plain) + " ms",
        "<= 3x",
        ours <= 3 * plain);
  }

  private static JsonNode sync(PackagedApp app) {
    var reply = app.api().post(SYNC, "{}");
    if (reply.status() != 200) {
      throw new IllegalStateException(reply.toString());
    }
    return Json.tree(reply.body());
  }
}
