package dev.ropeway.kafka;

import dev.ropeway.assignment.StoreReady;
import dev.ropeway.intake.Intake;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** Takes events from Kafka once there is a store to put them into. */
@ApplicationScoped
class KafkaIntake {

  static final String ROUTE = "receive-events-kafka";

  private final KafkaSettings settings;
  private final Brokers brokers;
  private final Topics topics;
  private final Intake intake;
  private final CamelContext camel;

  KafkaIntake(
      KafkaSettings settings, Brokers brokers, Topics topics, Intake intake, CamelContext camel) {
    this.settings = settings;
    this.brokers = brokers;
    this.topics = topics;
    this.intake = intake;
    this.camel = camel;
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
    TemplatedRouteBuilder.builder(camel, ROUTE)
        .routeId(ROUTE)
        .parameter("topics", String.join(",", topics.names()))
        .parameter("group", settings.group())
        .parameter("batch", settings.batchSize())
        .parameter("consumers", settings.consumers())
        .parameter("begin", settings.begin())
        .parameter("deadLetters", settings.deadLetterTopic())
        .add();
  }

  /** What the transactions of a batch refused, together. */
  @Produces
  @Named("allRefused")
  AggregationStrategy allRefused() {
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
