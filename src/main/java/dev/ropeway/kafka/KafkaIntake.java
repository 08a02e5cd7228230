package dev.ropeway.kafka;

import dev.ropeway.intake.Intake;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreReady;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/** Takes events from Kafka once there is a store to put them into. */
@ApplicationScoped
@RegisterForReflection(targets = RecordTooLargeException.class) // the route names it
class KafkaIntake {

  private static final Logger LOG = Logger.getLogger(KafkaIntake.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  static final String ROUTE = "receive-events-kafka";

  private final KafkaSettings settings;
  private final Brokers brokers;
  private final Topics topics;
  private final Intake intake;
  private final CamelContext camel;
  private final MeterRegistry metrics;
  private final PeriodicTask periodicTask =
      new PeriodicTask("kafka-watch", LOOK_EVERY, this::revive);
  private boolean wasDead;

  KafkaIntake(
      KafkaSettings settings,
      Brokers brokers,
      Topics topics,
      Intake intake,
      CamelContext camel,
      MeterRegistry metrics) {
    this.settings = settings;
    this.brokers = brokers;
    this.topics = topics;
    this.intake = intake;
    this.camel = camel;
    this.metrics = metrics;
  }

  void check(@Observes StartupEvent event) {
    brokers.check();
    topics.check(intake.sources());
  }

  void start(@Observes StoreReady ready) {
    if (topics.names().isEmpty()) {
      return;
    }
    brokers.introduce();
    // At 0 from the start: an alert on an increase would miss the first burst.
    topics.names().forEach(topic -> KafkaRecords.refused(metrics, topic));
    TemplatedRouteBuilder.builder(camel, ROUTE)
        .routeId(ROUTE)
        .parameter("topics", String.join(",", topics.names()))
        .parameter("group", settings.group())
        .parameter("batch", settings.batchSize())
        .parameter("consumers", settings.consumers())
        .parameter("begin", settings.begin())
        .parameter("deadLetters", settings.deadLetterTopic())
        .add();
    periodicTask.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    periodicTask.end();
  }

  /** The component never comes back from a refused login, which may be one of a minute only. */
  private void revive() {
    try {
      boolean dead = isDead();
      // A look at a consumer that is only connecting shows the same.
      if (dead && wasDead) {
        LOG.warnf("the consumer of %s stopped and is being restarted", topics.names());
        camel.getRouteController().stopRoute(ROUTE);
        camel.getRouteController().startRoute(ROUTE);
        dead = false;
      }
      wasDead = dead;
    } catch (Exception e) {
      LOG.errorf(
          e, "the consumer of %s cannot be restarted; Ropeway will try again soon", topics.names());
    }
  }

  private boolean isDead() {
    return camel.getRoute(ROUTE).getConsumer() instanceof KafkaConsumer consumer
        && consumer.healthStates().stream()
            .anyMatch(state -> state.isTerminated() || !state.isReady() && !state.isRecoverable());
  }

  /** What the transactions of a batch refused, together. */
  @Produces
  @Named("allRefused")
  static AggregationStrategy allRefused() {
    return (all, one) -> {
      if (all == null) {
        return one;
      }
      List<Object> both = new ArrayList<>((List<?>) all.getMessage().getBody());
      both.addAll((List<?>) one.getMessage().getBody());
      all.getMessage().setBody(both);
      return all;
    };
  }
}
