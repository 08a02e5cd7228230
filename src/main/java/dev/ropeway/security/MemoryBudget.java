package dev.ropeway.security;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How much of the heap the bodies of all requests take together: what has arrived of them, and what
 * reading those that are complete may need. Both are bounded, so that no number of requests ends
 * the process.
 */
final class MemoryBudget {

  private final long maxArrived;
  private final long maxReading;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long arrived;
  private long reading;

  private record Waiting(long weight, Runnable begin) {}

  /**
   * @param maxArrived bytes of bodies that may be held at once
   * @param maxReading bytes that reading may need at once; one body is always read, whatever it
   *     needs
   */
  MemoryBudget(long maxArrived, long maxReading) {
    this.maxArrived = maxArrived;
    this.maxReading = maxReading;
  }

  /** Whether so many bytes more could be held now. */
  synchronized boolean fits(long bytes) {
    return arrived + bytes <= maxArrived;
  }

  /** Holds bytes that arrived; false, and nothing is held, where there is no room. */
  synchronized boolean hold(long bytes) {
    if (!fits(bytes)) {
      return false;
    }
    arrived += bytes;
    return true;
  }

  synchronized void release(long bytes) {
    arrived -= bytes;
  }

  /** Begins to read now, or when others have ended, in the order of asking. */
  void read(long weight, Runnable begin) {
    synchronized (this) {
      if (!waiting.isEmpty() || !hasRoom(weight)) {
        waiting.add(new Waiting(weight, begin));
        return;
      }
      reading += weight;
    }
    begin.run();
  }

  /** A body that was begun is no longer needed. */
  void end(long weight) {
    Queue<Runnable> next = new ArrayDeque<>();
    synchronized (this) {
      reading -= weight;
      while (!waiting.isEmpty() && hasRoom(waiting.peek().weight())) {
        Waiting one = waiting.remove();
        reading += one.weight();
        next.add(one.begin());
      }
    }
    next.forEach(Runnable::run);
  }

  /** Takes back a wish to read; false if it was begun already. */
  synchronized boolean cancel(Runnable begin) {
    return waiting.removeIf(one -> one.begin() == begin);
  }

  private boolean hasRoom(long weight) {
    return reading == 0 || reading + weight <= maxReading;
  }

  synchronized boolean isIdle() {
    return arrived == 0 && reading == 0 && waiting.isEmpty();
  }
}
