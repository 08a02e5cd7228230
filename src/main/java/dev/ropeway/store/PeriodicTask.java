package dev.ropeway.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes one turn after the other on a thread of its own, with a pause after each. A turn that fails
 * is logged and the next one is taken; that the store is away or busy is no failure.
 */
public final class PeriodicTask {

  /**
   * Where in the order of a start a thread may begin: after every check, since one that refuses the
   * start takes away what the thread works with.
   */
  public static final int AFTER_CHECKS = 10_000;

  private static final Logger LOG = Logger.getLogger(PeriodicTask.class);

  private final String name;
  private final Duration pause;
  private final Turn turn;
  private final CountDownLatch over = new CountDownLatch(1);

  /** What is done again and again. */
  @FunctionalInterface
  public interface Turn {
    void take() throws InterruptedException;
  }

  public PeriodicTask(String name, Duration pause, Turn turn) {
    this.name = name;
    this.pause = pause;
    this.turn = turn;
  }

  /** Takes the first turn now. */
  public void begin() {
    Thread thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes no turn after the one that is under way. */
  public void end() {
    over.countDown();
  }

  public boolean isOver() {
    return over.getCount() == 0;
  }

  /** Waits within a turn, shorter when the watch ends. */
  public void rest(Duration duration) throws InterruptedException {
    over.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    try {
      while (!isOver()) {
        takeTurn();
        rest(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeTurn() throws InterruptedException {
    try {
      turn.take();
    } catch (StoreUnavailableException | StoreBusyException e) {
      LOG.debugf("%s: the database cannot be reached or is busy (%s)", name, e.getMessage());
    } catch (RuntimeException | Error e) {
      // What it works with may have been closed under it.
      if (!isOver()) {
        LOG.errorf(e, "%s: a run failed; the next run follows", name);
      }
    }
  }
}
