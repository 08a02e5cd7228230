package dev.ropeway.throttling;

import dev.ropeway.assignment.InstanceState;
import dev.ropeway.servicenow.Fault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which integrations are to be left alone, as this replica knows it: what the store last said, and
 * what its own calls have met since (promise 6).
 */
@ApplicationScoped
public class Pauses {

  private static final Backoff OUTAGES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final Budgets budgets;
  private final Map<String, Pause> known = new ConcurrentHashMap<>();

  private record Pause(Instant until, int failures) {}

  Pauses(Budgets budgets) {
    this.budgets = budgets;
  }

  /** Null when the integration may be called. */
  public Instant until(String integration, Instant now) {
    Pause pause = known.get(integration);
    return pause == null || pause.until() == null || !pause.until().isAfter(now)
        ? null
        : pause.until();
  }

  /** How often in a row the instance failed as a whole. */
  public int failures(String integration) {
    Pause pause = known.get(integration);
    return pause == null ? 0 : pause.failures();
  }

  /**
   * Leaves the integration alone from now on: as long as the instance asked for, until its rate
   * rule allows calls again, or a little longer after each failure. It is still to be stored for
   * the other replicas.
   */
  public Instant begin(String integration, Fault fault, Instant now) {
    Instant until =
        now.plus(
            fault.retryAfter() != null ? fault.retryAfter() : OUTAGES.after(failures(integration)));
    Instant spent = budgets.spentUntil(integration);
    Instant end = spent != null && spent.isAfter(until) ? spent : until;
    known.merge(
        integration,
        new Pause(end, 0),
        (before, met) ->
            before.until() != null && before.until().isAfter(met.until())
                ? before
                : new Pause(met.until(), before.failures()));
    return end;
  }

  /** What the store says now. */
  public void learn(Map<String, InstanceState> stored) {
    // What is forgotten there was of another connection.
    known.keySet().retainAll(stored.keySet());
    stored.forEach(
        (name, state) -> known.put(name, new Pause(state.pausedUntil(), state.failures())));
  }
}
