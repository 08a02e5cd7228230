package dev.ropeway.scenarios;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Runs with the real time and can be put ahead, for the application and the sandbox alike. The lead
 * is a system property, since tests and test resources may come from different class loaders.
 */
public final class SettableClock extends Clock {

  private static final String LEAD = "test.clock.lead-millis";

  public static void advance(Duration by) {
    System.setProperty(LEAD, String.valueOf(Long.getLong(LEAD, 0) + by.toMillis()));
  }

  /** This moment in SQL: the clock of the database may be far behind. */
  public static String sql() {
    return "timestamptz '" + new SettableClock().instant() + "'";
  }

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(Long.getLong(LEAD, 0)).truncatedTo(ChronoUnit.MICROS);
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
