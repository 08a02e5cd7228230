package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.TestProcess;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What one would take instead: n8n's ServiceNow node in n8n's own engine. How fast it creates
 * incidents, and what it makes of answers that get lost.
 */
final class OtherWay {

  private static final int CONCURRENCY = 16;
  private static final int LATENCY = 50;
  private static final String FAULTS =
      "{\"latencyMs\":0,\"rules\":{\"commit-then-drop\":{\"probability\":0.05,\"method\":\"POST\"}}}";

  /** What became of so many incidents that were asked for. */
  private record Made(int tooMany, int missing, String rest) {
    @Override
    public String toString() {
      return tooMany + " duplicate, " + missing + " missing" + rest;
    }
  }

  private OtherWay() {}

  static void measure(BenchReport report) throws Exception {
    List<String> command;
    try {
      command = NpmPackages.n8n();
    } catch (IOException e) {
      report.show("n8n's ServiceNow node", "could not be had: " + e.getMessage(), "-");
      return;
    }
    try (BenchEnvironment world = new BenchEnvironment(0);
        // As in the run with faults: an answer that is lost is looked for after seconds.
        PackagedApp app =
            PackagedApp.start(
                world
                    .settings()
                    .withIntegration("delivery.timeout", "2s")
                    .withIntegration("delivery.settle", "4s"));
        TestProcess n8n = started(command, world)) {
      world.deliver(app, "warm", Size.WARM_UP.get());
      n8n(n8n, "warm", Size.N8N_TICKETS.get(), 1);
      speed(report, world, app, n8n, 0);
      speed(report, world, app, n8n, LATENCY);
      world.serviceNow.faults(FAULTS);
      faults(report, world, app, n8n);
    }
  }

  private static TestProcess started(List<String> command, BenchEnvironment world) {
    List<String> all = new ArrayList<>(command);
    all.add(world.serviceNow.url().toString());
    return TestProcess.start("n8n", all);
  }

  private static void speed(
      BenchReport report, BenchEnvironment world, PackagedApp app, TestProcess n8n, int latency)
      throws Exception {
    world.serviceNow.faults("{\"latencyMs\":" + latency + "}");
    int count = Size.N8N_TICKETS.get();
    String prefix = "at" + latency + "ms";
    Pairs<TicketSpeed.Turn> pairs =
        Pairs.inTurns(
            number -> turn(world, n8n, prefix + number, count),
            number -> TicketSpeed.ours(world, app, prefix + number, count));
    report.show(
        "beside n8n: tickets/s, concurrency 16, instance at " + latency + " ms",
        describe(pairs.ours(TicketSpeed.Turn::rate).median(), pairs.ours(TicketSpeed.Turn::calls))
            + " ("
            + pairs.ratio(TicketSpeed.Turn::rate)
            + ")",
        "n8n's ServiceNow node, 16 executions at a time, no webhook or database: "
            + number(pairs.yardstick(TicketSpeed.Turn::rate))
            + "/s, "
            + number(pairs.yardstick(TicketSpeed.Turn::calls))
            + " calls per ticket");
    report.show(
        "beside n8n: CPU per ticket, instance at " + latency + " ms",
        number(pairs.ours(TicketSpeed.Turn::all).median())
            + " ms ("
            + pairs.ratio(TicketSpeed.Turn::all)
            + "; PostgreSQL "
            + number(pairs.ours(TicketSpeed.Turn::store).median())
            + " ms more)",
        "n8n's ServiceNow node, no store: "
            + number(pairs.yardstick(TicketSpeed.Turn::all))
            + " ms");
  }

  private static String describe(double rate, Spread calls) {
    return number(rate) + "/s, " + number(calls.median()) + " calls per ticket";
  }

  private static TicketSpeed.Turn turn(
      BenchEnvironment world, TestProcess n8n, String prefix, int count) {
    int calls = world.serviceNow.calls();
    double before = Cpu.seconds(n8n.pid());
    JsonNode answer = n8n(n8n, prefix, count, 1);
    double cpu = Cpu.seconds(n8n.pid()) - before;
    if (answer.get("failed").asInt() > 0) {
      throw new IllegalStateException("n8n could not create: " + answer);
    }
    return new TicketSpeed.Turn(
        count / answer.get("seconds").asDouble(),
        (world.serviceNow.calls() - calls) / (double) count,
        0,
        1000 * cpu / count,
        0);
  }

  private static void faults(
      BenchReport report, BenchEnvironment world, PackagedApp app, TestProcess n8n) {
    int count = Size.N8N_TICKETS.get();
    Made alone = lossy(world, n8n, "alone", count, 1);
    Made tens = lossy(world, n8n, "tens", count, 10);
    int before = world.serviceNow.ticketSysIds().size();
    world.accept(app, "lossy", count);
    world.awaitOpen("lossy", count, Duration.ofMinutes(5));
    int made = world.serviceNow.ticketSysIds().size() - before;
    Made ours =
        new Made(
            Math.max(made - count, world.serviceNow.duplicates()),
            count - world.count("status = 'open'", "lossy"),
            "");
    report.add(
        count + " creates, 5 % of the answers lost",
        ours.toString(),
        "n8n, Retry On Fail (3 tries, 1 s), an incident in each execution: "
            + alone
            + "; ten in each: "
            + tens,
        "0, 0",
        ours.tooMany() == 0 && ours.missing() == 0);
  }

  private static Made lossy(
      BenchEnvironment world, TestProcess n8n, String prefix, int count, int items) {
    JsonNode answer = n8n(n8n, prefix, count, items);
    List<String> made =
        world.serviceNow.values("incident", "short_description").stream()
            .filter(title -> title.startsWith(prefix + "-"))
            .toList();
    int distinct = new HashSet<>(made).size();
    return new Made(
        made.size() - distinct,
        count - distinct,
        ", " + answer.get("failed").asInt() + " executions failed");
  }

  /** Tells n8n to create so many incidents, some of them in one execution. */
  private static JsonNode n8n(TestProcess n8n, String prefix, int count, int items) {
    return Json.tree(
        n8n.tell(
            "{\"prefix\":\"%s\",\"count\":%d,\"parallel\":%d,\"items\":%d}"
                .formatted(prefix, count, CONCURRENCY, items)));
  }
}
