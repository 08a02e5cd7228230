package dev.ropeway.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.annotation.Priority;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads durations as .NET and Azure write them too, {@code 7.00:00:00} and {@code 00:30:00}, and as
 * settings have them, {@code 14d}: in settings, in JSON and where a text is one.
 */
@Priority(200) // before the converter of Quarkus, which reads the other forms
public final class Spans implements Converter<Duration> {

  private static final long serialVersionUID = 1L;

  private static final Pattern NET =
      Pattern.compile(
          "(?:(\\d{1,6})\\.)?([01]?\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{1,7}))?");

  private static final Pattern UNIT = Pattern.compile("\\d{1,9}(ms|s|m|h|d)");

  private static final int FRACTION = 9;

  /** The duration that a text in .NET's form says; empty for every other text. */
  static Optional<Duration> ofNet(String text) {
    Matcher parts = NET.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String days = parts.group(1);
    String fraction = parts.group(5);
    Duration span =
        Duration.ofDays(days == null ? 0 : Long.parseLong(days))
            .plusHours(Long.parseLong(parts.group(2)))
            .plusMinutes(Long.parseLong(parts.group(3)))
            .plusSeconds(Long.parseLong(parts.group(4)));
    return Optional.of(
        fraction == null
            ? span
            : span.plusNanos(Long.parseLong((fraction + "00000000").substring(0, FRACTION))));
  }

  /**
   * The duration that a text says, in .NET's form, as 14d or in that of ISO 8601.
   *
   * @throws java.time.DateTimeException when it says none
   */
  public static Duration of(String text) {
    return ofNet(text).or(() -> ofUnit(text)).orElseGet(() -> Duration.parse(text.strip()));
  }

  /** The duration that an amount and a unit say, {@code 14d}; empty for every other text. */
  private static Optional<Duration> ofUnit(String text) {
    return UNIT.matcher(text.strip()).matches()
        ? Optional.of(new DurationConverter().convert(text.strip()))
        : Optional.empty();
  }

  /** "16 hours", "90 minutes": in the largest unit that says it exactly, in days from two on. */
  public static String words(Duration span) {
    long seconds = span.toSeconds();
    if (seconds % 86_400 == 0 && seconds > 86_400) {
      return count(seconds / 86_400, "day");
    }
    if (seconds % 3_600 == 0) {
      return count(seconds / 3_600, "hour");
    }
    return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  @Override
  public Duration convert(String value) {
    try {
      return value == null
          ? null
          : ofNet(value).orElseGet(() -> new DurationConverter().convert(value));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "it must be a duration such as 30s, 12h, 14d or PT36H, not " + value, e);
    }
  }

  /** The same for JSON. */
  static final class OfJson extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    OfJson() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      String text = json.getText();
      Optional<Duration> net =
          json.hasToken(JsonToken.VALUE_STRING)
              ? ofNet(text).or(() -> ofUnit(text))
              : Optional.empty();
      return net.isPresent() ? net.get() : DurationDeserializer.INSTANCE.deserialize(json, context);
    }
  }
}
