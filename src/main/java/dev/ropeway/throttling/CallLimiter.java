package dev.ropeway.throttling;

import dev.ropeway.servicenow.CallGate;
import dev.ropeway.servicenow.Purpose;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/** Every call to an instance passes here, and every answer is heard. */
@ApplicationScoped
class CallLimiter implements CallGate {

  private static final int TOO_MANY_REQUESTS = 429;

  private final Budgets budgets;
  private final CallsInFlight calls;
  private final MeterRegistry metrics;

  CallLimiter(Budgets budgets, CallsInFlight calls, MeterRegistry metrics) {
    this.budgets = budgets;
    this.calls = calls;
    this.metrics = metrics;
  }

  @Override
  public CallPermit enter(String integration, Purpose purpose) {
    boolean counted = budgets.count(integration, purpose);
    long sentAt = System.nanoTime();
    return (status, good, limit, retryAfter) -> {
      measure(integration, purpose, status, sentAt);
      boolean refused = status == TOO_MANY_REQUESTS;
      if (limit != null) {
        budgets.heard(integration, purpose, counted, limit, refused);
      } else if (good) {
        budgets.heardNothing(integration);
      }
      if (good) {
        calls.good(integration);
      } else if (refused && limit == null && retryAfter == null) {
        calls.crowded(integration, sentAt);
      }
    };
  }

  private void measure(String integration, Purpose purpose, int status, long sentAt) {
    metrics
        .timer(
            "ropeway.calls",
            "integration",
            integration,
            "purpose",
            purpose.word(),
            "status",
            String.valueOf(status))
        .record(System.nanoTime() - sentAt, TimeUnit.NANOSECONDS);
  }
}
