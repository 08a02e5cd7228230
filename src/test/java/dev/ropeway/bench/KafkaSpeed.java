package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.KafkaBroker;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
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

  /**
   * One turn of either.
   *
   * @param rate events per second
   * @param cpu milliseconds of a core for each event, of the application
   */
  private record Turn(double rate, double cpu) {}

  static void measure(BenchReport report) throws Exception {
    Duration turn = Duration.ofSeconds(Size.ACCEPT_SECONDS.get());
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
        take(world, app, broker, "warm", WARM_UP);
        double perTurn = arrays(app, turn, sent).rate() * turn.toSeconds();
        int records = (int) Math.max(10_000, perTurn);
        Pairs<Turn> pairs =
            Pairs.inTurns(
                number -> arrays(app, turn, sent),
                number -> take(world, app, broker, "turn" + number, records));
        Spread rate = pairs.ratio(Turn::rate);
        report.add(
            "accept: records of one event from Kafka, 4 partitions",
            number(pairs.ours(Turn::rate).median()) + " events/s (" + rate + ")",
            "REST, arrays of 500, 4 clients: " + number(pairs.yardstick(Turn::rate)) + " events/s",
            ">= 1.5x",
            rate.median() >= 1.5);
        report.show(
            "CPU per record of one event from Kafka",
            number(pairs.ours(Turn::cpu).median()) + " ms (" + pairs.ratio(Turn::cpu) + ")",
            "per event of an array over REST: " + number(pairs.yardstick(Turn::cpu)) + " ms");
      }
    }
  }

  private static Turn arrays(PackagedApp app, Duration time, AtomicInteger sent) {
    Samples samples = new Samples();
    Cpu cpu = new Cpu().with("app", app.pid());
    Cpu.Reading before = cpu.read();
    LoadClients.send(
        WAYS,
        time,
        samples,
        () -> app.recommend(PostedEvents.array("array", sent.getAndAdd(ARRAY), ARRAY)));
    Cpu.Reading took = cpu.since(before);
    double events = (double) samples.size() * ARRAY;
    return new Turn(events / took.wall(), 1000 * took.of("app") / events);
  }

  /** Writes records at once and says how many a second were stored once they waited. */
  private static Turn take(
      BenchEnvironment world, PackagedApp app, KafkaBroker broker, String prefix, int records) {
    double before = Cpu.seconds(app.pid());
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
    double cpu = Cpu.seconds(app.pid()) - before;
    String rate =
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
            .get(0);
    return new Turn(Double.parseDouble(rate), 1000 * cpu / records);
  }
}
