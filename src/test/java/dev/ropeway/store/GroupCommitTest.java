package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private final List<List<String>> transactions = new CopyOnWriteArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private GroupCommit<String> commits(int maxSize, int maxWaiting) {
    return new GroupCommit<>("test", this::transaction, request -> 1, maxSize, maxWaiting);
  }

  /** Takes a while for whoever says so, and cannot store poison. */
  private void transaction(List<String> requests) {
    if (requests.contains("slow")) {
      try {
        slow.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (requests.contains("poison")) {
      throw new IllegalStateException("poison");
    }
    transactions.add(requests);
  }

  /** Both writers are under way, each with one request that waits. */
  private List<CompletableFuture<Void>> occupied(GroupCommit<String> commits) {
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(CompletableFuture.runAsync(() -> commits.commit("slow"), callers));
      int waiting = i + 1;
      await().until(() -> waitingThreads() >= waiting);
    }
    return writers;
  }

  private static long waitingThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("test-"))
        .filter(
            thread ->
                java.util.Arrays.stream(thread.getValue())
                    .anyMatch(frame -> frame.getMethodName().equals("transaction")))
        .count();
  }

  @Test
  void requests_that_wait_share_one_transaction_and_each_is_answered_after_it() {
    GroupCommit<String> commits = commits(100, 100);
    List<CompletableFuture<Void>> all = new ArrayList<>(occupied(commits));
    for (int i = 0; i < 10; i++) {
      String request = "r" + i;
      all.add(CompletableFuture.runAsync(() -> commits.commit(request), callers));
    }
    assertThat(all).noneMatch(CompletableFuture::isDone);

    slow.countDown();
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

    assertThat(transactions.stream().flatMap(List::stream)).hasSize(12);
  }

  @Test
  void a_request_that_cannot_be_stored_fails_alone() {
    GroupCommit<String> commits = commits(100, 100);
    List<CompletableFuture<Void>> writers = occupied(commits);
    CompletableFuture<Void> sound =
        CompletableFuture.runAsync(() -> commits.commit("sound"), callers);
    CompletableFuture<Void> poison =
        CompletableFuture.runAsync(() -> commits.commit("poison"), callers);
    slow.countDown();
    writers.forEach(CompletableFuture::join);

    sound.join();

    assertThatThrownBy(poison::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("poison");
    assertThat(transactions).anyMatch(transaction -> transaction.contains("sound"));
  }

  @Test
  void more_requests_than_may_wait_are_refused_as_busy() {
    GroupCommit<String> commits = commits(1, 1);
    occupied(commits);
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(() -> commits.commit("waits"), callers);

    await()
        .untilAsserted(
            () -> {
              CompletableFuture<Void> refused =
                  CompletableFuture.runAsync(() -> commits.commit("too many"), callers);
              assertThatThrownBy(() -> refused.get(100, java.util.concurrent.TimeUnit.MILLISECONDS))
                  .hasCauseInstanceOf(StoreBusyException.class);
            });
    slow.countDown();
    waits.join();
  }
}
