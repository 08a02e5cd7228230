package dev.ropeway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.StateLabels;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.RestAssured;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.core.ConditionFactory;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told twice without a kill has a reason, and the log names it. */
@RopewayTest
class OutboxPublisherTest {

  @Inject Database database;
  @Inject Clock clock;

  private final String name = "teller-" + UUID.randomUUID();
  private final UUID assignment = UUID.randomUUID();
  private final List<Long> told = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
  private final Handler handler = new Lines();
  private final Subscriber target =
      Subscriber.of(
          name,
          new SmallRyeConfigBuilder()
              .addDiscoveredConverters()
              .withMapping(FeedSettings.class)
              .withDefaultValues(Map.of("ropeway.feeds.x.topic", "none"))
              .build()
              .getConfigMapping(FeedSettings.class)
              .byName()
              .get("x"));
  private Instant begun;
  private OutboxPublisher teller;

  /** The lines of the log. */
  private final class Lines extends Handler {

    private final PatternFormatter message = new PatternFormatter("%m");

    @Override
    public void publish(LogRecord record) {
      log.add(message.format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Every look at it takes a step. */
  private final class SlowMachine extends Clock {

    private final AtomicReference<Duration> lead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
      return clock.instant().plus(lead.updateAndGet(before -> before.plus(step.get())));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void start() {
    soon().until(() -> RestAssured.get("/").statusCode() > 0);
    soon().ignoreExceptions().until(() -> database.inTransaction(handle -> true));
    begun = clock.instant();
    new FeedRows(database, StateLabels.OF_THE_INSTANCE).configure(List.of(target), begun);
    Logger.getLogger("dev.ropeway.notification").addHandler(handler);
  }

  @AfterEach
  void stop() throws InterruptedException {
    teller.end();
    teller.await(Duration.ofSeconds(10));
    Logger.getLogger("dev.ropeway.notification").removeHandler(handler);
    sql("drop trigger if exists full_up on feed_event");
    sql("delete from feed_event where target = '" + name + "'");
    sql("delete from feed_target where name = '" + name + "'");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
  }

  private void sql(String statement) {
    database.inTransaction(handle -> handle.execute(statement));
  }

  private void happens(long id) {
    sql(
        "insert into feed_event (target, id, assignment_id, at, body, next_at) values ('"
            + name
            + "', "
            + id
            + ", '"
            + assignment
            + "', '"
            + begun
            + "', '{}', now() - interval '1 hour')");
  }

  private void begin(Consumer<FeedEvent> way) {
    teller =
        new OutboxPublisher(
            target,
            new FeedRows(database, StateLabels.OF_THE_INSTANCE),
            way,
            new SimpleMeterRegistry(),
            new SlowMachine());
    teller.start();
  }

  private void awaitNothingWaits() {
    soon()
        .until(
            () ->
                new FeedRows(database, StateLabels.OF_THE_INSTANCE).waiting(target).events() == 0);
  }

  @Test
  void what_was_taken_and_could_not_be_noted_is_noted_later_and_not_told_again() {
    sql(
        """
        create or replace function full_up() returns trigger language plpgsql as
          $$ begin raise exception 'no more room' using errcode = '53100'; end $$""");
    sql(
        "create trigger full_up before delete on feed_event for each row when (old.target = '"
            + name
            + "') execute function full_up()");
    happens(1);
    happens(2);
    begin(event -> told.add(event.id()));
    soon().until(() -> log.stream().anyMatch(line -> line.contains("could not record that")));

    sql("drop trigger full_up on feed_event");

    awaitNothingWaits();
    assertThat(told).containsExactly(1L, 2L);
    assertThat(log.get(0)).contains(assignment + "/1");
  }

  @Test
  void what_may_have_been_taken_is_told_again_before_what_follows_and_the_log_says_so() {
    AtomicBoolean answered = new AtomicBoolean();
    happens(1);
    happens(2);
    begin(
        event -> {
          told.add(event.id());
          if (!answered.getAndSet(true)) {
            throw new UncheckedIOException(new HttpTimeoutException("request timed out"));
          }
        });

    awaitNothingWaits();
    assertThat(told).containsExactly(1L, 1L, 2L);
    assertThat(log)
        .singleElement()
        .asString()
        .contains(name, assignment + "/1 may have been accepted and is sent again", "timed out");
  }

  @Test
  void a_call_that_could_outlast_the_lease_is_not_begun() {
    step.set(Duration.ofSeconds(11));
    happens(1);
    begin(event -> told.add(event.id()));

    soon().until(this::turnsGoOn);
    assertThat(told).isEmpty();
    step.set(Duration.ZERO);

    awaitNothingWaits();
    assertThat(told).containsExactly(1L);
  }

  /** The slow machine's clock went on: it takes the lease again and again. */
  private boolean turnsGoOn() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select held_until > cast(:begun as timestamptz) + interval '10 minutes' from feed_target where name = :name")
                .bind("name", name)
                .bind("begun", begun)
                .mapTo(Boolean.class)
                .one());
  }

  @Test
  void what_is_taken_after_the_lease_is_said_to_be_told_twice_perhaps() {
    happens(1);
    begin(
        event -> {
          told.add(event.id());
          step.set(Duration.ofHours(1));
        });

    awaitNothingWaits();
    assertThat(log).anySatisfy(line -> assertThat(line).contains(assignment + "/1", "lease"));
  }
}
