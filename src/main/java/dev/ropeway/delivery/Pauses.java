package dev.ropeway.delivery;

import dev.ropeway.assignment.InstanceState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which integrations are to be left alone, as this replica knows it: what the store last said, and
 * what its own calls have met since (promise 6).
 */
@ApplicationScoped
class Pauses {

  private final Map<String, Pause> known = new ConcurrentHashMap<>();

  private record Pause(Instant until, int failures) {}

  /** Null when the integration may be called. */
  Instant until(String integration, Instant now) {
    Pause pause = known.get(integration);
    return pause == null || pause.until() == null || !pause.until().isAfter(now)
        ? null
        : pause.until();
  }

  int failures(String integration) {
    Pause pause = known.get(integration);
    return pause == null ? 0 : pause.failures();
  }

  void met(String integration, Instant until) {
    known.merge(
        integration,
        new Pause(until, 0),
        (before, now) ->
            before.until() != null && before.until().isAfter(now.until())
                ? before
                : new Pause(now.until(), before.failures()));
  }

  void learn(Map<String, InstanceState> stored) {
    // What is forgotten there was of another connection.
    known.keySet().retainAll(stored.keySet());
    stored.forEach(
        (name, state) -> known.put(name, new Pause(state.pausedUntil(), state.failures())));
  }
}
