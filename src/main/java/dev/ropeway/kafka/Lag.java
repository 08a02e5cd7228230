package dev.ropeway.kafka;

import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreReady;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * How many records of each topic wait, as the brokers know it: a consumer that stands still could
 * not say so itself.
 */
@ApplicationScoped
class Lag {

  private static final Logger LOG = Logger.getLogger(Lag.class);
  private static final String GAUGE = "ropeway.kafka.lag";
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** What is older is no news: the brokers do not answer. */
  private static final Duration STALE = Duration.ofMinutes(1);

  private final KafkaSettings settings;
  private final Brokers brokers;
  private final Topics topics;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final PeriodicTask periodicTask = new PeriodicTask("kafka-lag", EVERY, this::look);
  private volatile Seen seen = new Seen(Instant.EPOCH, Map.of());
  private Admin admin;

  private record Seen(Instant at, Map<String, Long> byTopic) {}

  Lag(KafkaSettings settings, Brokers brokers, Topics topics, MeterRegistry metrics, Clock clock) {
    this.settings = settings;
    this.brokers = brokers;
    this.topics = topics;
    this.metrics = metrics;
    this.clock = clock;
  }

  void start(@Observes StoreReady ready) {
    for (String topic : topics.names()) {
      Gauge.builder(GAUGE, () -> of(topic))
          .description("Waiting records; not a number while the brokers do not answer")
          .tag("topic", topic)
          .register(metrics);
    }
    if (!topics.names().isEmpty()) {
      periodicTask.begin();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    periodicTask.end();
  }

  private double of(String topic) {
    Long lag = seen.byTopic().get(topic);
    return lag == null || seen.at().plus(STALE).isBefore(clock.instant()) ? Double.NaN : lag;
  }

  private void look() throws InterruptedException {
    try {
      if (admin == null) {
        admin = Admin.create(brokers.client());
      }
      seen = new Seen(clock.instant(), lags());
    } catch (ExecutionException | RuntimeException e) {
      LOG.debugf(
          "the number of waiting records cannot be read from the brokers: %s", e.getMessage());
    }
  }

  private Map<String, Long> lags() throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
    boolean begins = settings.begin().equals("earliest");
    Map<TopicPartition, Long> first = begins ? offsets(OffsetSpec.earliest()) : ends;
    Map<TopicPartition, Long> committed = committed();
    Map<String, Long> lags = new TreeMap<>();
    ends.forEach(
        (place, end) -> {
          long from = committed.getOrDefault(place, first.getOrDefault(place, end));
          lags.merge(place.topic(), Math.max(0, end - from), Long::sum);
        });
    return lags;
  }

  private Map<TopicPartition, Long> committed() throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(settings.group())
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (place, offset) -> {
              if (offset != null) {
                committed.put(place, offset.offset());
              }
            });
    return committed;
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec spec)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (KafkaFuture<TopicDescription> topic :
        admin.describeTopics(topics.names()).topicNameValues().values()) {
      try {
        partitions(topic.get()).forEach(place -> asked.put(place, spec));
      } catch (ExecutionException e) {
        // Of the others it can be said.
        LOG.debugf("the brokers do not answer for a topic: %s", e.getMessage());
      }
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin.listOffsets(asked).all().get().forEach((place, at) -> offsets.put(place, at.offset()));
    return offsets;
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }
}
