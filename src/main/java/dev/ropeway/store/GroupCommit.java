package dev.ropeway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Lets requests that arrive while a transaction is under way share the next one, and so one fsync.
 * On an idle system each is committed at once.
 */
public final class GroupCommit<R> {

  /** One transaction commits while the next is prepared. */
  private static final int WRITERS = 2;

  private final Consumer<List<R>> transaction;
  private final ToIntFunction<R> size;
  private final int maxSize;
  private final BlockingQueue<Waiting<R>> queue;

  /** A request and its end. */
  private record Waiting<R>(R request, CompletableFuture<Void> end) {}

  /**
   * @param transaction commits all of them or none
   * @param size how much of a transaction a request is
   * @param maxSize when a transaction takes no more
   * @param maxWaiting requests beyond this are refused
   */
  public GroupCommit(
      String name,
      Consumer<List<R>> transaction,
      ToIntFunction<R> size,
      int maxSize,
      int maxWaiting) {
    this.transaction = transaction;
    this.size = size;
    this.maxSize = maxSize;
    queue = new ArrayBlockingQueue<>(maxWaiting);
    for (int i = 1; i <= WRITERS; i++) {
      Thread writer = new Thread(this::write, name + "-" + i);
      writer.setDaemon(true);
      writer.start();
    }
  }

  /**
   * Returns when the request is committed, and throws what kept it from that.
   *
   * @throws StoreBusyException when too many wait already; nothing was written
   */
  public void commit(R request) {
    Waiting<R> waiting = new Waiting<>(request, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw new StoreBusyException("too many requests are waiting for the database");
    }
    try {
      waiting.end().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void write() {
    while (true) {
      List<Waiting<R>> batch = new ArrayList<>();
      try {
        Waiting<R> next = queue.take();
        int sum = 0;
        while (next != null) {
          batch.add(next);
          sum += size.applyAsInt(next.request());
          next = sum < maxSize ? queue.poll() : null;
        }
      } catch (InterruptedException e) {
        return;
      }
      write(batch);
    }
  }

  private void write(List<Waiting<R>> batch) {
    try {
      transaction.accept(batch.stream().map(Waiting::request).toList());
      batch.forEach(waiting -> waiting.end().complete(null));
    } catch (StoreUnavailableException | StoreBusyException e) {
      batch.forEach(waiting -> waiting.end().completeExceptionally(e));
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.get(0).end().completeExceptionally(e);
      } else {
        // One that cannot be stored must not take its neighbours with it.
        batch.forEach(waiting -> write(List.of(waiting)));
      }
    }
  }
}
