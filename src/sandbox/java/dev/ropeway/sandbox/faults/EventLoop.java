package dev.ropeway.sandbox.faults;

import io.vertx.core.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings calls of other threads onto the one thread that owns all state, so nothing needs a lock.
 */
public final class EventLoop {
  private final Context context;
  private volatile Thread thread;

  public EventLoop(Context context) {
    this.context = context;
    context.runOnContext(ignored -> thread = Thread.currentThread());
  }

  public <T> T call(Callable<T> work) {
    if (Thread.currentThread() == thread) {
      return now(work);
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(
        ignored -> {
          try {
            result.complete(work.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the sandbox", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("The sandbox did not react within a minute", e);
    }
  }

  private static <T> T now(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
