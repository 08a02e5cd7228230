package dev.ropeway.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Puts the settable clock in the place of the system's. */
class TestClock {

  @Produces
  @ApplicationScoped
  Clock clock() {
    return new SettableClock();
  }
}
