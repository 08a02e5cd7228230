package dev.ropeway.throttling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.servicenow.HeldBackException;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.RateLimit;
import dev.ropeway.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas and one PostgreSQL: what one learns and spends, the other knows. */
@RopewayTest
class SharedBudgetTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int LIMIT = 500;
  private static final int CEILING = 490;

  @Inject Database database;

  private final SettableClock clock = new SettableClock();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final String integration = "shared-" + UUID.randomUUID();
  private Budgets one;
  private Budgets other;

  @BeforeEach
  void startTwoReplicas() {
    await().atMost(PATIENCE).until(() -> RestAssured.get("/").statusCode() > 0);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> database.inTransaction(handle -> true));
    one = new Budgets(new BudgetRows(database), clock, metrics);
    other = new Budgets(new BudgetRows(database), clock, new SimpleMeterRegistry());
  }

  private RateLimit rule(Duration left) {
    Instant reset = clock.instant().plus(left);
    return new RateLimit(LIMIT, reset, left, "rule");
  }

  private void learn(Duration left) {
    assertThat(one.count(integration, Purpose.CREATE)).isFalse();
    one.heard(integration, Purpose.CREATE, false, rule(left), false);
    await().until(() -> other.kept(integration));
  }

  private static int sendAll(Budgets budgets, String integration) {
    int sent = 0;
    try {
      while (true) {
        budgets.count(integration, Purpose.CREATE);
        sent++;
      }
    } catch (HeldBackException e) {
      return sent;
    }
  }

  @Test
  void two_replicas_together_send_no_call_more_than_the_rule_has_room_for() throws Exception {
    learn(Duration.ofMinutes(30));

    ExecutorService workers = Executors.newFixedThreadPool(8);
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      senders.add(() -> sendAll(one, integration));
      senders.add(() -> sendAll(other, integration));
    }
    int sent = 1;
    for (Future<Integer> sender : workers.invokeAll(senders)) {
      sent += sender.get();
    }
    workers.shutdown();

    assertThat(sent).isEqualTo(CEILING);
    assertThat(one.of(integration).used()).isEqualTo(CEILING);
    assertThat(one.of(integration).byPurpose()).containsEntry("create", CEILING);
    assertThat(gauge("ropeway.budget.used")).isEqualTo(CEILING);
    assertThat(gauge("ropeway.budget.limit")).isEqualTo(LIMIT);
  }

  private double gauge(String name) {
    return metrics.get(name).tag("integration", integration).gauge().value();
  }

  @Test
  void what_a_call_is_held_back_for_ends_with_the_hour() {
    learn(Duration.ofMinutes(30));
    sendAll(one, integration);

    assertThatThrownBy(() -> other.count(integration, Purpose.POLL))
        .isInstanceOfSatisfying(
            HeldBackException.class,
            held ->
                assertThat(held.untilAllowed())
                    .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30)));

    SettableClock.advance(Duration.ofMinutes(30));
    assertThat(other.count(integration, Purpose.POLL)).isTrue();
    assertThat(other.of(integration).used()).isEqualTo(1);
  }

  @Test
  void a_refusal_that_one_replica_met_stops_the_other_until_the_hour_ends() {
    learn(Duration.ofMinutes(10));
    one.count(integration, Purpose.UPDATE);
    one.heard(integration, Purpose.UPDATE, true, rule(Duration.ofMinutes(10)), true);

    assertThatThrownBy(() -> other.count(integration, Purpose.CREATE))
        .isInstanceOf(HeldBackException.class);
    assertThat(one.of(integration).used()).isEqualTo(LIMIT);

    SettableClock.advance(Duration.ofMinutes(10));
    assertThat(other.count(integration, Purpose.CREATE)).isTrue();
  }

  @Test
  void an_answer_that_says_nothing_new_is_not_counted_twice() {
    learn(Duration.ofMinutes(30));
    Instant reset = one.of(integration).resetsAt();
    RateLimit same = new RateLimit(LIMIT, reset, Duration.between(clock.instant(), reset), "rule");

    for (int i = 0; i < 5; i++) {
      one.count(integration, Purpose.CLOSE);
      one.heard(integration, Purpose.CLOSE, true, same, false);
    }

    assertThat(one.of(integration).used()).isEqualTo(6);
  }

  @Test
  void a_rule_that_was_taken_away_is_forgotten_in_the_next_hour() {
    learn(Duration.ofMinutes(10));
    one.heardNothing(integration);
    assertThat(one.kept(integration)).isTrue();

    SettableClock.advance(Duration.ofMinutes(11));
    one.count(integration, Purpose.CREATE);
    one.heardNothing(integration);

    assertThat(one.kept(integration)).isFalse();
    assertThat(one.of(integration)).isNull();
    assertThat(other.count(integration, Purpose.CREATE)).isFalse();
  }

  @Test
  void an_integration_without_a_rule_is_not_counted() {
    assertThat(one.count(integration, Purpose.CREATE)).isFalse();
    assertThat(one.of(integration)).isNull();
    assertThat(one.room(integration, Purpose.POLL, Map.of())).isEqualTo(Integer.MAX_VALUE);
  }
}
