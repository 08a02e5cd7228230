package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A replica that is told to stop hands its work over: nothing is lost, waited for or done twice.
 */
class GracefulStopIT {

  private static final int SIGTERM_EXIT = 128 + 15;
  private static final int ARRAY = 4;
  private static final Duration DELAY = Duration.ofSeconds(10);

  /** quarkus.shutdown.timeout, camel.main.shutdown-timeout and what a busy machine adds. */
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(20);

  /** So many claims wait for their call at any moment. */
  private static final int AHEAD = 300;

  /** The default of delivery.concurrency. */
  private static final long IN_FLIGHT = 16;

  /** Slow enough that calls are in flight at any moment. */
  private static final int LATENCY_MILLIS = 500;

  /** Far below the settle time: an assignment whose create was lost would not be open by then. */
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void sigterm_under_load_loses_nothing_repeats_nothing_and_leaves_nothing_to_be_waited_for()
      throws InterruptedException {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(LATENCY_MILLIS)) {
      Store store = new Store(jdbcUrl);
      // Longer than by default: a busy machine must get a request in meanwhile.
      Settings settings =
          Settings.of(jdbcUrl, serviceNow.url())
              .with("quarkus.shutdown.delay", DELAY.toSeconds() + "S");
      // Both at once: one of them makes the schema.
      try (PackagedApp leaving = PackagedApp.launch(settings);
          PackagedApp staying = PackagedApp.launch(settings)) {
        leaving.awaitReady();
        staying.awaitReady();
        assertThat(
                store.texts(
                    "select version from flyway_schema_history group by version having count(*) > 1 or not bool_and(success)"))
            .as("migrations that ran twice or failed")
            .isEmpty();

        Producer producer = new Producer(leaving, staying, serviceNow);
        producer.start();
        await("delivery under way")
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> serviceNow.tickets() > 40);
        assertThat(leaving.isReady()).isTrue();

        String before = leaving.output();
        leaving.terminate();
        Instant told = Instant.now();
        await("readiness goes while requests are still answered")
            .atMost(DELAY.minusSeconds(2))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> !leaving.isReady());
        long made = tickets(leaving);
        assertThat(leaving.recommend(PostedEvents.one("late", 1)).status()).isEqualTo(202);
        int exit = leaving.awaitExit();
        Duration took = Duration.between(told, Instant.now());
        int accepted = producer.end() + 1;

        assertThat(exit).as(leaving.output()).isEqualTo(SIGTERM_EXIT);
        assertThat(took).isLessThan(DELAY.plus(ENDED_WITHIN));
        assertThat(leaving.output().substring(before.length()).lines())
            .noneMatch(GracefulStopIT::isComplaint);
        assertThat(tickets(leaving) - made)
            .as("tickets made by calls that were in flight when it was told to stop")
            .isLessThanOrEqualTo(IN_FLIGHT);
        await("every assignment open")
            .atMost(SOON)
            .untilAsserted(() -> assertThat(store.statuses()).isEqualTo(Map.of("open", accepted)));
        assertThat(serviceNow.duplicates()).as("tickets made twice").isZero();
        assertThat(serviceNow.tickets()).isEqualTo(accepted);
        assertThat(
                store.texts("select what from timeline where what not in ('accepted', 'created')"))
            .as("anything but an event and its ticket")
            .isEmpty();
      }
    }
  }

  /** Vert.x says of a machine that has no time for its threads that it has none. */
  private static boolean isComplaint(String line) {
    return (line.contains("ERROR") || line.contains("WARN"))
        && !line.contains("BlockedThreadChecker");
  }

  /** By its log: which replica made a ticket is written nowhere else. */
  private static long tickets(PackagedApp app) {
    return app.output().lines().filter(line -> line.endsWith("· created")).count();
  }

  /** Keeps ahead of delivery; what the first replica does not take, the second gets. */
  private static final class Producer {

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Thread thread;

    Producer(PackagedApp first, PackagedApp second, SandboxProcess serviceNow) {
      thread =
          new Thread(
              () -> {
                PackagedApp target = first;
                while (!over.get()) {
                  if (accepted.get() - serviceNow.tickets() > AHEAD) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    continue;
                  }
                  String events = PostedEvents.array("load", accepted.get(), ARRAY);
                  Reply reply = target.recommend(events);
                  if (reply.status() == 202) {
                    accepted.addAndGet(ARRAY);
                  } else if (reply.status() == 503 || reply.status() == 0) {
                    target = second;
                  } else {
                    throw new IllegalStateException(reply.toString());
                  }
                }
              },
              "producer");
    }

    void start() {
      thread.start();
    }

    /** How many events were accepted. */
    int end() throws InterruptedException {
      over.set(true);
      thread.join();
      return accepted.get();
    }
  }
}
