package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.KafkaBroker;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many records are taken from Kafka, beside arrays over REST; delivery is paused. */
final class KafkaSpeed {

  private static final String TOPIC = "findings";
  private static final int WAYS = 4;
  private static final int ARRAY = 500;
  private static final int WARM_UP = 20_000;

  private KafkaSpeed() {}

  static void measure(BenchReport report) throws IOException {
    Duration turn = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
    Samples arrays = new Samples();
    AtomicInteger sent = new AtomicInteger();
    Path folder = Files.createTempDirectory(Path.of("target"), "bench-kafka").toAbsolutePath();
    try (BenchEnvironment world = new BenchEnvironment(0);
        KafkaBroker broker = KafkaBroker.start(folder)) {
      broker.createTopic(TOPIC, WAYS, Map.of());
      try (PackagedApp app =
          PackagedApp.start(
              world
                  .settings()
                  .with("ropeway.kafka.brokers", broker.address())
                  .with("ropeway.kafka.topics.findings.source", "recommendations")
                  .with("ropeway.kafka.consumers", String.valueOf(WAYS)))) {
        world.pauseDelivery();
        take(world, broker, "warm", WARM_UP);
        Runnable rest =
            () ->
                LoadClients.send(
                    WAYS,
                    turn,
                    arrays,
                    () -> app.recommend(PostedEvents.array("array", sent.getAndAdd(ARRAY), ARRAY)));
        rest.run();
        double perTurn = (double) arrays.size() * ARRAY;
        int records = (int) Math.max(10_000, perTurn);
        // In turns, so that what else the machine does meets both.
        double first = take(world, broker, "one", records);
        rest.run();
        double second = take(world, broker, "two", records);
        double overRest = arrays.size() * (double) ARRAY / (2 * turn.toSeconds());
        double fromKafka = (first + second) / 2;
        report.add(
            "accept: records of one event from Kafka, 4 partitions",
            number(fromKafka) + " events/s (" + number(fromKafka / overRest) + "x)",
            "REST, arrays of 500, 4 clients: " + number(overRest) + " events/s",
            ">= 1x",
            fromKafka >= overRest);
      }
    }
  }

  /** Writes records at once and says how many a second were stored once they waited. */
  private static double take(
      BenchEnvironment world, KafkaBroker broker, String prefix, int records) {
    try (var producer = broker.producer()) {
      for (int number = 0; number < records; number++) {
        producer.send(KafkaBroker.record(TOPIC, PostedEvents.one(prefix, number), Map.of()));
      }
      producer.flush();
    }
    // Counting rows would cost the store more than some of the batches.
    await("the records are stored")
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> broker.committed("ropeway").equals(broker.ends(TOPIC)));
    return Double.parseDouble(
        world
            .store
            .texts(
                """
                with stored as (
                  select created_at, row_number() over (order by created_at) n, count(*) over () all_of_them
                  from recommendation where id like '%s-%%')
                select (max(n) - min(n)) / extract(epoch from max(created_at) - min(created_at))
                from stored where n between 0.30 * all_of_them and 0.95 * all_of_them
                """
                    .formatted(prefix))
            .get(0));
  }
}
