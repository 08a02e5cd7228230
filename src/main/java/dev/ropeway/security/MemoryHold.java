package dev.ropeway.security;

/**
 * What one request holds of a budget. It is given back once, whoever says so first: the route, the
 * receiver of the answer, or a sender that went away.
 */
final class MemoryHold {

  private final MemoryBudget budget;
  private long arrived;
  private long reading;
  private boolean inRoute;
  private boolean released;

  MemoryHold(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Holds bytes that arrived; false where there is no room, or all was given back. */
  synchronized boolean add(int bytes) {
    if (released || !budget.hold(bytes)) {
      return false;
    }
    arrived += bytes;
    return true;
  }

  /** Takes over what the budget has granted for reading. */
  void reading(long weight) {
    synchronized (this) {
      if (!released) {
        reading = weight;
        return;
      }
    }
    budget.end(weight);
  }

  synchronized void routeBegins() {
    inRoute = true;
  }

  synchronized boolean isInRoute() {
    return inRoute;
  }

  void release() {
    long weight;
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
      budget.release(arrived);
      weight = reading;
    }
    if (weight > 0) {
      budget.end(weight);
    }
  }
}
