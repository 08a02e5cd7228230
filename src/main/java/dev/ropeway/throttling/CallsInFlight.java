package dev.ropeway.throttling;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls an instance takes at once, as far as it lets us know. A node whose queue is full
 * refuses calls (servicenow-wire § 1.8): then half as many are made, and one more for every few
 * that went well, until there are as many as the integration wants. Each replica finds its own
 * share.
 */
@ApplicationScoped
public class CallsInFlight {

  /** Good answers for one call more. */
  static final int GOOD_ANSWERS = 20;

  private final MeterRegistry metrics;
  private final Map<String, Allowed> byIntegration = new ConcurrentHashMap<>();

  CallsInFlight(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /**
   * What is allowed since when.
   *
   * @param wanted the most there can be
   * @param good answers since the last change
   * @param halvedAt {@link System#nanoTime} of the last halving; 0 before the first
   */
  private record Allowed(int now, int wanted, int good, long halvedAt) {

    Allowed wanting(int most) {
      // Not known to be crowded: as many as are wanted.
      return new Allowed(now == wanted ? most : Math.min(now, most), most, good, halvedAt);
    }

    Allowed halved(long next) {
      return new Allowed(Math.max(1, now / 2), wanted, 0, next);
    }

    Allowed well() {
      return good + 1 < GOOD_ANSWERS
          ? new Allowed(now, wanted, good + 1, halvedAt)
          : new Allowed(now + 1, wanted, 0, halvedAt);
    }
  }

  /** How many of the wanted calls may be in flight now. */
  public int allowed(String integration, int wanted) {
    Allowed allowed = byIntegration.get(integration);
    if (allowed != null && allowed.wanted() == wanted) {
      return allowed.now();
    }
    return byIntegration
        .compute(
            integration,
            (name, before) -> {
              if (before == null) {
                metrics.gauge(
                    "ropeway.calls.allowed",
                    Tags.of("integration", name),
                    this,
                    calls -> calls.allowed(name));
              }
              return before == null ? new Allowed(wanted, wanted, 0, 0) : before.wanting(wanted);
            })
        .now();
  }

  /** How many calls may be in flight now; 0 for an integration that delivers nothing. */
  public int allowed(String integration) {
    Allowed allowed = byIntegration.get(integration);
    return allowed == null ? 0 : allowed.now();
  }

  /** Whether fewer calls at once are not possible. */
  public boolean atLeast(String integration) {
    return allowed(integration) <= 1;
  }

  /**
   * A call was refused because too many were under way.
   *
   * @param sentAt {@link System#nanoTime} when it was sent: those that were on their way together
   *     with the first that was refused say nothing new
   */
  void crowded(String integration, long sentAt) {
    byIntegration.computeIfPresent(
        integration,
        (name, before) ->
            before.halvedAt() != 0 && sentAt - before.halvedAt() < 0
                ? before
                : before.halved(System.nanoTime()));
  }

  void good(String integration) {
    Allowed allowed = byIntegration.get(integration);
    if (allowed != null && allowed.now() < allowed.wanted()) {
      byIntegration.computeIfPresent(
          integration, (name, before) -> before.now() < before.wanted() ? before.well() : before);
    }
  }
}
