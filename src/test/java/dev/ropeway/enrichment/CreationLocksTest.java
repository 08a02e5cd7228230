package dev.ropeway.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.enrichment.CreationLocks.Item;
import dev.ropeway.enrichment.CreationLocks.Permit;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.store.Database;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A configuration item is made once, whatever happens to its maker. */
@RopewayTest
class CreationLocksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LEASE = Duration.ofSeconds(65);
  private static final Duration SETTLE = Duration.ofSeconds(90);
  private static final String SYS_ID = "a".repeat(32);

  @Inject Database database;

  private final Item item = new Item("acme", "ropeway:" + UUID.randomUUID());
  private final Instant start = new SettableClock().instant().truncatedTo(ChronoUnit.MICROS);
  private CreationLocks permits;

  @BeforeEach
  void start() {
    await().atMost(PATIENCE).until(() -> RestAssured.get("/").statusCode() > 0);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> database.inTransaction(handle -> true));
    permits = new CreationLocks(database);
  }

  private Permit ask(Instant absentSince, Instant now) {
    return permits.ask(item, absentSince, now, now.plus(LEASE), now.plus(LEASE).plus(SETTLE));
  }

  private long made(Instant absentSince, Instant now) {
    return ((Permit.Make) ask(absentSince, now)).fence();
  }

  @Test
  void of_many_who_ask_at_once_one_makes_it() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(8);
    List<Callable<Permit>> asking = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      asking.add(() -> ask(start, start));
    }

    List<Permit> permitted = new ArrayList<>();
    for (Future<Permit> one : workers.invokeAll(asking)) {
      permitted.add(one.get());
    }

    workers.shutdown();
    assertThat(permitted).filteredOn(Permit.Make.class::isInstance).hasSize(1);
    assertThat(permitted).filteredOn(Permit.Wait.class::isInstance).hasSize(15);
  }

  @Test
  void who_looked_before_it_was_made_is_given_it() {
    made(start, start);
    permits.made(item, SYS_ID, start.plusSeconds(1));

    assertThat(ask(start, start.plusSeconds(2))).isEqualTo(new Permit.Made(SYS_ID));
  }

  @Test
  void one_that_was_made_and_cannot_be_found_later_is_not_made_again() {
    made(start, start);
    permits.made(item, SYS_ID, start);

    Instant later = start.plusSeconds(3600);
    assertThat(ask(later, later)).isInstanceOf(Permit.No.class);
  }

  @Test
  void a_lost_create_is_waited_for_and_looked_up_before_another_is_sent() {
    long fence = made(start, start);
    Instant settled = start.plus(SETTLE);
    permits.lost(item, fence, settled);

    assertThat(ask(start, start.plusSeconds(5))).isEqualTo(new Permit.Wait(settled));
    Instant then = settled.plusSeconds(1);
    assertThat(ask(start, then)).isInstanceOf(Permit.LookAgain.class);
    assertThat(ask(then, then)).isInstanceOf(Permit.Make.class);
  }

  @Test
  void the_create_of_one_who_was_killed_is_waited_for_too() {
    made(start, start);

    Instant ended = start.plus(LEASE).plusSeconds(1);
    assertThat(ask(ended, ended)).isEqualTo(new Permit.Wait(start.plus(LEASE).plus(SETTLE)));
  }

  @Test
  void one_that_may_be_hidden_from_us_is_never_made_again() {
    long fence = made(start, start);
    permits.hidden(item, fence, start.plus(SETTLE));

    Instant then = start.plus(SETTLE).plusSeconds(1);
    assertThat(ask(then, then)).isInstanceOf(Permit.No.class);
  }

  @Test
  void creates_without_a_known_end_come_to_an_end() {
    Instant now = start;
    for (int i = 0; i < 3; i++) {
      permits.lost(item, made(now, now), now);
      now = now.plusSeconds(1);
    }

    assertThat(ask(now, now)).isInstanceOf(Permit.No.class);
  }

  @Test
  void a_refused_create_lets_another_try_at_once_and_an_older_permit_gives_nothing_back() {
    long first = made(start, start);
    permits.givenBack(item, first);
    made(start, start);

    permits.givenBack(item, first);

    assertThat(ask(start, start)).isInstanceOf(Permit.Wait.class);
  }
}
