package dev.ropeway.bench;

import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import java.io.IOException;
import java.time.Duration;

/** What each integration costs a process: the memory and the threads of one and of fifty. */
final class ManyInstances {

  private static final int MANY = 50;
  private static final int TICKETS_EACH = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private ManyInstances() {}

  /** What a process took while it worked, and after it came to rest. */
  private record Cost(long busyMegabytes, long busyThreads, long megabytes, long threads) {
    @Override
    public String toString() {
      return "%d MB, %d threads (working: %d MB, %d threads)"
          .formatted(megabytes, threads, busyMegabytes, busyThreads);
    }
  }

  static void measure(BenchReport report) throws IOException {
    Cost one = cost(1);
    Cost many = cost(MANY);
    report.add(
        MANY + " integrations in one process, each with deliveries and polls",
        many.toString(),
        "1 integration: " + one,
        "<= 320 MB at rest, <= 2 threads more for each",
        many.megabytes() <= 320 && many.threads() - one.threads() <= 2 * (MANY - 1));
  }

  private static Cost cost(int integrations) throws IOException {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = PackagedApp.start(settings(world, integrations))) {
      for (int ticket = 0; ticket < TICKETS_EACH; ticket++) {
        for (int i = 1; i <= integrations; i++) {
          assign(app, name(i), ticket);
        }
      }
      int tickets = integrations * TICKETS_EACH;
      await("a ticket for everything")
          .atMost(PATIENCE)
          .until(() -> world.store.statuses().getOrDefault("open", 0) == tickets);
      // Every integration is polled at the same moment, which is the most there is to do at once.
      long busyThreads = 0;
      long busyMegabytes = 0;
      long end = System.nanoTime() + Duration.ofSeconds(70).toNanos();
      while (System.nanoTime() < end) {
        busyThreads = Math.max(busyThreads, app.threads());
        busyMegabytes = Math.max(busyMegabytes, app.residentMegabytes());
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      int polled =
          Integer.parseInt(
              world.store.texts("select count(distinct integration) from sync_cursor").get(0));
      if (polled != integrations) {
        throw new IllegalStateException(polled + " integrations were polled");
      }
      // Just before the next poll: idle workers and pollers are gone by then.
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> secondOfHalfMinute() == 28);
      return new Cost(busyMegabytes, busyThreads, app.residentMegabytes(), app.threads());
    }
  }

  private static long secondOfHalfMinute() {
    return System.currentTimeMillis() / 1000 % 30;
  }

  private static String name(int number) {
    return number == 1 ? PackagedApp.INTEGRATION : "i" + number;
  }

  private static Settings settings(BenchEnvironment world, int integrations) {
    Settings settings = world.settings().withIntegration("sync.cron", "0/30 * * * * ?");
    String first = "ropeway.integrations." + PackagedApp.INTEGRATION + ".";
    for (int i = 2; i <= integrations; i++) {
      for (var setting : world.settings().values().entrySet()) {
        if (setting.getKey().startsWith(first)) {
          String key =
              "ropeway.integrations." + name(i) + "." + setting.getKey().substring(first.length());
          settings = settings.with(key, setting.getValue());
        }
      }
      settings = settings.with("ropeway.integrations." + name(i) + ".sync.cron", "0/30 * * * * ?");
    }
    return settings;
  }

  private static void assign(PackagedApp app, String integration, int number) {
    var reply =
        app.api()
            .post(
                "/api/v1/assignments",
                ("{\"integration\":\"%1$s\",\"recommendation\":{\"id\":\"%1$s-%2$d\",\"title\":\"Patch it\","
                        + "\"severity\":\"high\",\"source\":\"user\"}}")
                    .formatted(integration, number));
    if (reply.status() != 201) {
      throw new IllegalStateException(reply.toString());
    }
  }
}
