package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger turns = new AtomicInteger();
  private PeriodicTask periodicTask;

  @AfterEach
  void end() {
    periodicTask.end();
  }

  private void begins(Duration pause, PeriodicTask.Turn turn) {
    periodicTask = new PeriodicTask("test", pause, turn);
    periodicTask.begin();
  }

  @Test
  void whatever_becomes_of_a_turn_the_next_is_taken() {
    begins(
        Duration.ofMillis(1),
        () -> {
          switch (turns.incrementAndGet()) {
            case 1 -> throw new StoreUnavailableException("away", null);
            case 2 -> throw new IllegalStateException("a turn fails in this test");
            default -> {}
          }
        });

    await().until(() -> turns.get() > 3);
  }

  @Test
  void the_first_turn_is_taken_at_once_and_the_next_after_the_pause() {
    begins(LONG, turns::incrementAndGet);

    await().until(() -> turns.get() == 1);
    await()
        .during(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(5))
        .until(() -> turns.get() == 1);
  }

  @Test
  void after_its_end_it_takes_no_turn_and_a_rest_within_one_is_cut_short() {
    CountDownLatch resting = new CountDownLatch(1);
    AtomicBoolean rested = new AtomicBoolean();
    begins(
        Duration.ofMillis(1),
        () -> {
          turns.incrementAndGet();
          resting.countDown();
          periodicTask.rest(LONG);
          rested.set(true);
        });
    await().until(() -> resting.getCount() == 0);

    periodicTask.end();

    await().untilTrue(rested);
    assertThat(periodicTask.isOver()).isTrue();
    assertThat(turns).hasValue(1);
  }
}
