package dev.ropeway.sync;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.quartz.spi.ThreadPool;

/**
 * Threads for polls, made when they are needed: an instance that hangs keeps its own poll waiting
 * and no other. Quartz begins no second poll of an integration while one runs. Named in
 * poll-schedule.properties.
 */
@RegisterForReflection // made by its name in poll-schedule.properties
public class PollThreads implements ThreadPool {

  private static final int IDLE_SECONDS = 20;

  /** What a poll still does then is done again by the next one. */
  private static final int LAST_SECONDS = 5;

  private final AtomicInteger number = new AtomicInteger();
  private int threadCount;
  private Semaphore places;
  private ThreadPoolExecutor threads;

  /** The most there can be; more polls than that wait. */
  public void setThreadCount(int count) {
    threadCount = count;
  }

  @Override
  public void initialize() {
    places = new Semaphore(threadCount);
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            this::thread);
  }

  /** Never refuses: Quartz would take a timer for broken whose poll is not taken. */
  @Override
  public boolean runInThread(Runnable poll) {
    places.acquireUninterruptibly();
    Runnable task =
        () -> {
          try {
            poll.run();
          } finally {
            places.release();
          }
        };
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // Going down: it still runs, and ends with the process.
      thread(task).start();
    }
    return true;
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "poll-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public int blockForAvailableThreads() {
    places.acquireUninterruptibly();
    places.release();
    return Math.max(1, places.availablePermits());
  }

  @Override
  public void shutdown(boolean waitForPolls) {
    threads.shutdown();
    // Whoever waits for a place must not wait for a poll that hangs.
    places.release(threadCount);
    if (!waitForPolls) {
      return;
    }
    try {
      threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int getPoolSize() {
    return threadCount;
  }

  @Override
  public void setInstanceId(String id) {
    // Threads are named by what they do.
  }

  @Override
  public void setInstanceName(String name) {
    // Threads are named by what they do.
  }
}
