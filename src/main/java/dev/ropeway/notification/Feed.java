package dev.ropeway.notification;

import dev.ropeway.kafka.Brokers;
import dev.ropeway.routes.ExtensionPoints;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreReady;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;

/** Tells others what becomes of assignments: one teller for each of them. */
@ApplicationScoped
@Named("outbox")
@RegisterForReflection // routes call it by name
public class Feed {

  /** CloudEvents in their structured form. */
  static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);
  private static final Duration CONFIGURED_EVERY = Duration.ofSeconds(5);

  private final List<Subscriber> targets = new ArrayList<>();
  private final List<OutboxPublisher> tellers = new ArrayList<>();
  private final PeriodicTask periodicTask =
      new PeriodicTask("feed-targets", CONFIGURED_EVERY, this::configure);
  private boolean begun;
  private final FeedRows rows;
  private final Brokers brokers;
  private final ExtensionPoints extensions;
  private final ProducerTemplate camel;
  private final MeterRegistry metrics;
  private final Clock clock;

  Feed(
      FeedSettings settings,
      FeedRows rows,
      Brokers brokers,
      ExtensionPoints extensions,
      ProducerTemplate camel,
      MeterRegistry metrics,
      Clock clock) {
    settings.byName().forEach((name, target) -> targets.add(Subscriber.of(name, target)));
    this.rows = rows;
    this.brokers = brokers;
    this.extensions = extensions;
    this.camel = camel;
    this.metrics = metrics;
    this.clock = clock;
  }

  void check(@Observes StartupEvent event) {
    if (targets.stream().anyMatch(Subscriber::isTopic) && !brokers.areNamed()) {
      throw new InvalidSettingException(
          "ropeway.kafka.brokers", "is missing, but a feed has a topic");
    }
  }

  void start(@Observes StoreReady ready) {
    if (!extensions.hooks().isEmpty()) {
      targets.add(Subscriber.routes(extensions.hooks().keySet()));
    }
    if (targets.stream().anyMatch(Subscriber::isTopic)) {
      brokers.introduce();
    }
    for (Subscriber target : targets) {
      OutboxPublisher teller =
          new OutboxPublisher(
              target,
              rows,
              event -> camel.sendBody("direct:publish-change", event),
              metrics,
              clock);
      tellers.add(teller);
    }
    periodicTask.begin();
  }

  /** Again and again: replicas of another configuration come and go. */
  private void configure() {
    rows.configure(targets, clock.instant());
    if (!begun) {
      tellers.forEach(OutboxPublisher::start);
      begun = true;
    }
    tellers.forEach(OutboxPublisher::look);
  }

  void windDown(@Observes ShutdownDelayInitiatedEvent event) {
    end();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    end();
    long until = System.nanoTime() + STOPPED_WITHIN.toNanos();
    for (OutboxPublisher teller : tellers) {
      teller.await(Duration.ofNanos(until - System.nanoTime()));
    }
  }

  private void end() {
    periodicTask.end();
    tellers.forEach(OutboxPublisher::end);
  }

  public boolean isForTopic(@Body FeedEvent event) {
    return event.target().isTopic();
  }

  public boolean isForRoutes(@Body FeedEvent event) {
    return event.target().isRoutes();
  }

  /** Makes the event a record; those of one assignment go to one partition, in their order. */
  public void asRecord(Exchange exchange) {
    Message message = exchange.getMessage();
    FeedEvent event = message.getBody(FeedEvent.class);
    message.removeHeaders("*");
    message.setHeader(
        KafkaConstants.KEY, event.assignment().toString().getBytes(StandardCharsets.UTF_8));
    message.setHeader("content-type", MEDIA_TYPE.getBytes(StandardCharsets.UTF_8));
    message.setBody(event.body().getBytes(StandardCharsets.UTF_8));
    exchange.setProperty("topic", event.target().topic());
  }
}
