package dev.ropeway.assignment;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The clock that everything asks; tests put a settable one in its place. */
class SystemClock {

  @Produces
  @DefaultBean
  @ApplicationScoped
  Clock clock() {
    // As fine as PostgreSQL keeps it: what is written and what is read back are equal.
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }
}
