package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Artifact;
import dev.ropeway.packaged.CountingProxy;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.scenarios.Scrape;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What an event and a delivery cost in statements, round trips and memory, against a baseline that
 * is committed by hand: none of it depends on how busy the machine is. A fifth more fails.
 */
class CostIT {

  private static final Path BASELINE = Path.of("src/test/resources/cost/baseline.properties");
  private static final double FAILS = 1.2;
  private static final double TOLD = 1.1;

  /** Less than that is the work of timers, which is taken out as far as it is even. */
  private static final double LEAST = 0.5;

  private static final int SINGLE = 400;
  private static final int ARRAY = 500;
  private static final int ARRAYS = 40;
  private static final int DELIVERIES = 400;

  /** Memory is counted when it is collected, so little is collected at a time. */
  private static final List<String> JVM = List.of("-Xmx192m", "-Xmn4m", "-XX:+UseSerialGC");

  /** What was counted until a moment. */
  private record Reading(double statements, double roundTrips, double kilobytes, long nanos) {}

  private CountingProxy proxy;
  private PackagedApp app;
  private Reading restPerSecond;

  @Test
  void an_event_and_a_delivery_cost_what_they_did() throws IOException {
    assumeThat(Artifact.built().isNative()).as("an executable").isFalse();
    URI jdbc = URI.create(SharedPostgres.newDatabase().substring("jdbc:".length()));
    Store store = new Store("jdbc:" + jdbc);
    Map<String, Double> costs = new TreeMap<>();
    try (CountingProxy counting = CountingProxy.before(jdbc.getPort());
        SandboxProcess serviceNow = SandboxProcess.here(0);
        PackagedApp started =
            PackagedApp.launch(
                    Artifact.built(),
                    JVM,
                    settings(counting, jdbc, serviceNow)
                        .with("ropeway.rules.all.match.category", "Wanted"))
                .awaitReady()) {
      proxy = counting;
      app = started;
      single("warm", SINGLE);
      arrays("warm-array", 2);
      delivered(store, "warm-ticket");
      rest();

      Reading before = read();
      single("single", SINGLE);
      add(costs, "event.alone", before, SINGLE);
      before = read();
      arrays("array", ARRAYS);
      add(costs, "array-of-500", before, ARRAYS);
      before = read();
      delivered(store, "ticket");
      add(costs, "delivery", before, DELIVERIES);
    }
    compare(costs);
  }

  private static Settings settings(CountingProxy proxy, URI jdbc, SandboxProcess serviceNow) {
    return Settings.of(
            "jdbc:postgresql://127.0.0.1:" + proxy.port() + jdbc.getPath(), serviceNow.url())
        .withIntegration("delivery.concurrency", "1")
        .withIntegration("sync.cron", "0 0 0 1 1 ? 2099")
        .withIntegration("sync.reconcile-cron", "0 0 0 1 1 ? 2099");
  }

  private void single(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(app.recommend(PostedEvents.one(prefix, i)).status()).isEqualTo(202);
    }
  }

  private void arrays(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(app.recommend(PostedEvents.array(prefix, i * ARRAY, ARRAY)).status())
          .isEqualTo(202);
    }
  }

  /** Events that a rule wants, until each has its ticket. */
  private void delivered(Store store, String prefix) {
    String wanted =
        PostedEvents.array(prefix, 0, DELIVERIES)
            .replace("\"category\":\"Data\"", "\"category\":\"Wanted\"");
    assertThat(app.recommend(wanted).status()).isEqualTo(202);
    await("tickets")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                store
                    .texts("select count(*) from assignment where next_delivery_at is not null")
                    .equals(List.of("0")));
  }

  /** What an application asks that has nothing to do. */
  private void rest() {
    Reading before = read();
    await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
    Reading after = read();
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    restPerSecond =
        new Reading(
            (after.statements() - before.statements()) / seconds,
            (after.roundTrips() - before.roundTrips()) / seconds,
            (after.kilobytes() - before.kilobytes()) / seconds,
            0);
  }

  private Reading read() {
    double allocated =
        Scrape.of(app.management().get("/observe/metrics").body()).samples().stream()
            .filter(sample -> sample.name().equals("jvm_gc_memory_allocated_bytes_total"))
            .mapToDouble(Scrape.Sample::value)
            .sum();
    return new Reading(proxy.statements(), proxy.roundTrips(), allocated / 1024, System.nanoTime());
  }

  private void add(Map<String, Double> costs, String what, Reading before, int count) {
    Reading after = read();
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    costs.put(
        what + ".statements",
        (after.statements() - before.statements() - restPerSecond.statements() * seconds) / count);
    costs.put(
        what + ".round-trips",
        (after.roundTrips() - before.roundTrips() - restPerSecond.roundTrips() * seconds) / count);
    costs.put(
        what + ".kilobytes",
        (after.kilobytes() - before.kilobytes() - restPerSecond.kilobytes() * seconds) / count);
  }

  private static void compare(Map<String, Double> costs) throws IOException {
    Properties baseline = new Properties();
    try (Reader file = Files.newBufferedReader(BASELINE)) {
      baseline.load(file);
    }
    assertThat(costs.keySet()).isEqualTo(baseline.stringPropertyNames());
    Map<String, String> dearer = new TreeMap<>();
    costs.forEach(
        (what, cost) -> {
          double before = Double.parseDouble(baseline.getProperty(what));
          String line = String.format(Locale.ROOT, "%.2f, before %.2f", cost, before);
          System.out.println("cost of " + what + ": " + line);
          if (cost > before * TOLD) {
            System.out.println("dearer than before: " + what);
          }
          if (cost > before * FAILS && cost - before > LEAST) {
            dearer.put(what, line);
          }
        });
    assertThat(dearer).as("if it is worth it, change " + BASELINE).isEmpty();
  }
}
