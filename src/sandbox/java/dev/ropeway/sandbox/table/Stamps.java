package dev.ropeway.sandbox.table;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Times as the platform stores them: UTC, whole seconds, no zone. */
public final class Stamps {
  public static final DateTimeFormatter STORED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Clock clock;
  private final Switches switches;
  private long second = Long.MIN_VALUE;
  private String text = "";

  public Stamps(Clock clock, Switches switches) {
    this.clock = clock;
    this.switches = switches;
  }

  public Instant instant() {
    return clock.instant().plus(switches.clockShift);
  }

  /**
   * One string per second for all rows: a bulk load would otherwise hold the same text many times.
   */
  public String now() {
    long now = instant().getEpochSecond();
    if (now != second) {
      second = now;
      text = of(Instant.ofEpochSecond(now));
    }
    return text;
  }

  public static String of(Instant instant) {
    return STORED.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** A stored stamp as a user of that zone reads it; text that is no stamp stays as it is. */
  public static String shown(String stored, ZoneId zone, DateTimeFormatter format) {
    try {
      LocalDateTime utc = LocalDateTime.parse(stored, STORED);
      return format.format(utc.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone));
    } catch (DateTimeParseException e) {
      return stored;
    }
  }

  /** The reverse, for writes with sysparm_input_display_value=true. */
  static String stored(String shown, ZoneId zone, DateTimeFormatter format) {
    try {
      return of(LocalDateTime.parse(shown, format).atZone(zone).toInstant());
    } catch (DateTimeParseException e) {
      return shown;
    }
  }

  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name, ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }
}
