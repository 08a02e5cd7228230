package dev.ropeway.integration;

import java.text.ParseException;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** Tells a Quartz expression that would never fire, or at other times than it says. */
final class CronFault {

  /** Quartz takes {@code 99} for every second, and says nothing. */
  private static final Pattern BEYOND_59 = Pattern.compile("(?<!\\d)0*([6-9]\\d|\\d{3,})(?!\\d)");

  private static final int CLOCK_FIELDS = 2;

  private CronFault() {}

  /** What is wrong with it; empty when it names a time that is still to come. */
  static Optional<String> in(String cron) {
    try {
      if (new CronExpression(cron).getNextValidTimeAfter(new Date()) == null) {
        return Optional.of("never occurs in the future");
      }
    } catch (ParseException e) {
      return Optional.of(
          "must be a Quartz cron expression, such as 0/30 * * * * ? for every 30 seconds: "
              + e.getMessage());
    }
    String[] fields = cron.strip().split("\\s+");
    for (int i = 0; i < CLOCK_FIELDS; i++) {
      if (BEYOND_59.matcher(fields[i]).find()) {
        return Optional.of(
            "has " + fields[i] + " for seconds or minutes, which must be from 0 to 59");
      }
    }
    return Optional.empty();
  }
}
