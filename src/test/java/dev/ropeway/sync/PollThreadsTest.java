package dev.ropeway.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollThreadsTest {

  private static final int BOUND = 12;

  private final PollThreads threads = new PollThreads();
  private final CountDownLatch instance = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();

  @BeforeEach
  void start() {
    threads.setThreadCount(BOUND);
    threads.initialize();
  }

  private void hang() {
    hanging.incrementAndGet();
    try {
      instance.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hanging.decrementAndGet();
    }
  }

  private void hang(int polls) {
    for (int i = 0; i < polls; i++) {
      threads.blockForAvailableThreads();
      assertThat(threads.runInThread(this::hang)).isTrue();
    }
    await().until(() -> hanging.get() == polls);
  }

  @Test
  void polls_that_hang_keep_no_other_from_running() {
    hang(BOUND - 1);

    CompletableFuture<Void> other = new CompletableFuture<>();
    assertThat(threads.blockForAvailableThreads()).isEqualTo(1);
    threads.runInThread(() -> other.complete(null));

    await().until(other::isDone);
    instance.countDown();
  }

  @Test
  void there_is_a_bound_and_whoever_meets_it_waits() {
    hang(BOUND);
    CompletableFuture<Integer> place =
        CompletableFuture.supplyAsync(threads::blockForAvailableThreads);
    await().during(Duration.ofMillis(200)).until(() -> !place.isDone());

    instance.countDown();

    await().until(place::isDone);
    await().until(() -> hanging.get() == 0);
    assertThat(threads.getPoolSize()).isEqualTo(BOUND);
  }

  @Test
  void a_poll_that_comes_while_the_threads_go_down_is_run_all_the_same() {
    threads.shutdown(false);

    CompletableFuture<Void> late = new CompletableFuture<>();
    assertThat(threads.runInThread(() -> late.complete(null))).isTrue();

    await().until(late::isDone);
  }

  @Test
  void nobody_waits_for_a_place_when_the_threads_went_down() {
    hang(BOUND);
    CompletableFuture<Integer> place =
        CompletableFuture.supplyAsync(threads::blockForAvailableThreads);

    threads.shutdown(false);

    await().until(place::isDone);
    instance.countDown();
  }
}
