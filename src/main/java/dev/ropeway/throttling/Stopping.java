package dev.ropeway.throttling;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Whether this replica goes down. From then on it begins nothing that another can do, and ends what
 * is under way, for so long as it is given.
 */
@ApplicationScoped
public class Stopping {

  /** Observers that ask us come after us. */
  private static final int FIRST = 1;

  private final Duration callsWithin;

  /** By the clock of the JVM, which nobody sets; null while there is no end in sight. */
  private volatile Long end;

  Stopping(StopSettings settings) {
    callsWithin = settings.callsWithin();
  }

  /** Requests are still answered then, until callers have learned to go elsewhere. */
  void ordered(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
    begin();
  }

  void begun(@Observes @Priority(FIRST) ShutdownEvent event) {
    begin();
  }

  private void begin() {
    if (end == null) {
      end = System.nanoTime() + callsWithin.toNanos();
    }
  }

  /** Whether nothing is to be begun any more. */
  public boolean isOrdered() {
    return end != null;
  }

  /** How long what is under way may still take; zero when it is to be given up. */
  public Duration left() {
    Long until = end;
    return until == null ? callsWithin : Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }
}
