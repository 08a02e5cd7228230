package dev.ropeway.intake.words;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A time as a sender wrote it.
 *
 * @param sure whether it can be meant in one way only; a text without a zone is local time at times
 */
public record Moment(Instant at, boolean sure) {

  /** .NET's way to say "no date" and everything else before it can be one. */
  private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");

  /** Later years have no ISO form of four digits. */
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** Dates as .NET and the activity log write them: with or without zone, colon or T. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  /** As log search alerts of the first version write them: 3/22/2019 1:36:31 PM (E75). */
  private static final DateTimeFormatter AMERICAN =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("M/d/uuuu h:mm:ss a[ xxx]")
          .toFormatter(Locale.ROOT);

  /** Null for what is no date, or the year 1. Without a zone it is UTC, but not surely. */
  public static Moment written(String text) {
    if (text == null) {
      return null;
    }
    for (DateTimeFormatter form : List.of(ISO, AMERICAN)) {
      try {
        TemporalAccessor read = form.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return read instanceof OffsetDateTime zoned
            ? sensible(zoned.toInstant(), true)
            : sensible(LocalDateTime.from(read).toInstant(ZoneOffset.UTC), false);
      } catch (DateTimeException e) {
        // Then perhaps it has the other form.
      }
    }
    return null;
  }

  /** A text, or a count since 1970 in the unit that its size shows; null for neither. */
  public static Moment of(CaseBlind value) {
    String digits = value.node().canConvertToLong() ? value.node().asText() : value.plain();
    if (digits == null || !digits.matches("\\d{9,18}|[1-8]\\d{18}")) {
      return written(value.plain());
    }
    int length = digits.length();
    ChronoUnit unit =
        length <= 11
            ? ChronoUnit.SECONDS
            : length <= 14
                ? ChronoUnit.MILLIS
                : length <= 17 ? ChronoUnit.MICROS : ChronoUnit.NANOS;
    return sensible(Instant.EPOCH.plus(Long.parseLong(digits), unit), true);
  }

  /** The first of several ways to say when, of those that are sure where any is. */
  public static Instant first(CaseBlind... values) {
    return of(List.of(values)).map(Moment::at).findFirst().orElse(null);
  }

  /** The newest of several times, of those that are sure where any is. */
  public static Instant newest(CaseBlind... values) {
    return of(List.of(values)).map(Moment::at).max(Comparator.naturalOrder()).orElse(null);
  }

  private static Stream<Moment> of(List<CaseBlind> values) {
    List<Moment> read = values.stream().map(Moment::of).filter(Objects::nonNull).toList();
    boolean sure = read.stream().anyMatch(Moment::sure);
    return read.stream().filter(one -> one.sure() || !sure);
  }

  private static Moment sensible(Instant instant, boolean sure) {
    return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : new Moment(instant, sure);
  }
}
