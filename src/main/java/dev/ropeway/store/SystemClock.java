package dev.ropeway.store;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The clock that everything asks; tests put a settable one in its place. */
class SystemClock {

  @Produces
  @DefaultBean
  @ApplicationScoped
  Clock clock() {
    return new Microseconds();
  }

  /**
   * As fine as PostgreSQL keeps it: what is written and what is read back are equal. {@link
   * Clock#tick} cannot be asked for milliseconds where its ticks are shorter.
   */
  static class Microseconds extends Clock {

    @Override
    public Instant instant() {
      return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
