package dev.ropeway.bench;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Many creates while answers get lost, the instance fails, commits come late and a replica dies
 * twice.
 */
final class FaultRun {

  private static final String FAULTS =
      """
      {"rules":{"commit-then-drop":{"probability":0.05,"method":"POST"},
        "server-error":{"probability":0.05,"method":"POST"},
        "commit-late":{"probability":0.02,"method":"POST","delayMs":2000}}}""";

  private FaultRun() {}

  static void measure(BenchReport report) throws IOException {
    int count = Size.FAULTY_TICKETS.get();
    try (BenchEnvironment world = new BenchEnvironment(0)) {
      world.serviceNow.faults(FAULTS);
      Settings settings =
          world
              .settings()
              .withIntegration("delivery.timeout", "2s")
              .withIntegration("delivery.settle", "4s");
      PackagedApp first = PackagedApp.start(settings);
      try (PackagedApp second = PackagedApp.start(settings)) {
        world.accept(second, "faulty", count);
        for (int kill = 1; kill <= 2; kill++) {
          int enough = kill * count / 4;
          Awaitility.await("delivery under way")
              .atMost(Duration.ofMinutes(5))
              .until(() -> world.serviceNow.tickets() >= enough);
          first.kill();
          first = first.startedAgain();
        }
        boolean finished = finished(world, count);
        count(report, world, count, finished);
      } finally {
        first.close();
      }
    }
  }

  private static boolean finished(BenchEnvironment world, int count) {
    try {
      world.awaitOpen("faulty", count, Duration.ofMinutes(5));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static void count(
      BenchReport report, BenchEnvironment world, int count, boolean finished) {
    Set<String> tickets = new HashSet<>(world.serviceNow.ticketSysIds());
    long lost = count - world.count("true", "faulty");
    long stuck = world.count("status <> 'open'", "faulty");
    long dangling = world.store.ticketSysIds().stream().filter(id -> !tickets.contains(id)).count();
    int duplicates = Math.max(world.serviceNow.duplicates(), tickets.size() - count);
    report.add(
        count + " creates with faults, a replica killed twice",
        duplicates + " duplicate, " + (lost + dangling) + " lost, " + stuck + " stuck",
        "-",
        "0, 0, 0",
        finished && duplicates == 0 && lost + dangling == 0 && stuck == 0);
  }
}
