package dev.ropeway.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.annotation.Priority;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads durations as .NET and Azure write them too, {@code 7.00:00:00} and {@code 00:30:00}, in
 * settings, in JSON and where a text is one.
 */
@Priority(200) // before the converter of Quarkus, which reads the other forms
public final class Spans implements Converter<Duration> {

  private static final long serialVersionUID = 1L;

  private static final Pattern NET =
      Pattern.compile(
          "(?:(\\d{1,6})\\.)?([01]?\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{1,7}))?");

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
   * The duration that a text says, in .NET's form or in that of ISO 8601.
   *
   * @throws java.time.DateTimeException when it says none
   */
  public static Duration of(String text) {
    return ofNet(text).orElseGet(() -> Duration.parse(text.strip()));
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
    return value == null
        ? null
        : ofNet(value).orElseGet(() -> new DurationConverter().convert(value));
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
      Optional<Duration> net =
          json.hasToken(JsonToken.VALUE_STRING) ? ofNet(json.getText()) : Optional.empty();
      return net.isPresent() ? net.get() : DurationDeserializer.INSTANCE.deserialize(json, context);
    }
  }
}
