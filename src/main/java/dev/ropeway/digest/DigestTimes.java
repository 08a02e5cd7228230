package dev.ropeway.digest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** When digests go out: at a time of day where each recipient is. */
record DigestTimes(DigestSettings settings) {

  /** How long after its time a digest is still sent. */
  static final Duration WINDOW = Duration.ofHours(24);

  /** How long before the first of its mails a period is planned. */
  private static final Duration AHEAD = Duration.ofHours(1);

  /** What goes out on a date. */
  record Period(String label, LocalDate date, boolean daily) {}

  /** The periods whose mails go out about now, somewhere on earth. */
  List<Period> at(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<Period> periods = new ArrayList<>();
    for (int days = -2; days <= 1; days++) {
      LocalDate date = today.plusDays(days);
      Instant first = at(date, ZoneOffset.MAX).minus(AHEAD);
      Instant last = at(date, ZoneOffset.MIN).plus(WINDOW);
      if (now.isBefore(first) || !now.isBefore(last)) {
        continue;
      }
      if (date.getDayOfWeek() == settings.day()) {
        periods.add(new Period(week(date), date, false));
      }
      if (settings.dailyForCritical()) {
        periods.add(new Period(date.toString(), date, true));
      }
    }
    return periods;
  }

  /** The period that a mail belongs to which is sent now by hand. */
  Period current(Instant now, ZoneId zone, boolean daily) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return new Period(daily ? today.toString() : week(today), today, daily);
  }

  /** When the mail of a date goes to a recipient: the same for whoever asks. */
  Instant sendAt(LocalDate date, ZoneId zone, String recipient) {
    long spread = Math.max(1, settings.spread().toSeconds());
    return at(date, zone).plusSeconds(Math.floorMod(recipient.hashCode(), spread));
  }

  /** When the next weekly mail goes to a recipient after now. */
  Instant next(Instant now, ZoneId zone, String recipient) {
    LocalDate date = LocalDate.ofInstant(now, zone);
    while (date.getDayOfWeek() != settings.day() || !sendAt(date, zone, recipient).isAfter(now)) {
      date = date.plusDays(1);
    }
    return sendAt(date, zone, recipient);
  }

  /** A time that a change of the clocks leaves out is the one after it. */
  private Instant at(LocalDate date, ZoneId zone) {
    return date.atTime(settings.time()).atZone(zone).toInstant();
  }

  /** The zone that ServiceNow names; the one of the settings where it names none that is known. */
  ZoneId zone(String name) {
    if (name == null || name.isBlank()) {
      return settings.zone();
    }
    try {
      return ZoneId.of(name.strip());
    } catch (DateTimeException e) {
      return settings.zone();
    }
  }

  private static String week(LocalDate date) {
    return String.format(
        Locale.ROOT,
        "%04d-W%02d",
        date.get(IsoFields.WEEK_BASED_YEAR),
        date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }
}
