package dev.ropeway.kafka;

import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A record of which something could not be taken, and why. */
public record DeadLetter(KafkaRecord record, List<IntakeOutcome.Error> errors) {

  /** What a dead letter says that can hold nothing else. */
  static final String[] PLACE_AND_REASON = {
    "ropeway-reason", "ropeway-topic", "ropeway-partition", "ropeway-offset", "ropeway-timestamp"
  };

  /** A sender could tell the producer with them which topic to write to. */
  private static final List<String> OF_CAMEL = List.of("kafka.", "camel", "org.apache.camel");

  private static final int MAX_ERRORS = 20;
  private static final int MAX_REASON = 1000;

  /** What was wrong first, in words. */
  String reason() {
    IntakeOutcome.Error first = errors.get(0);
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    String where =
        first.pointer() == null || first.pointer().isEmpty() ? "" : first.pointer() + " ";
    return Text.cut(Text.oneLine(where + first.detail()), MAX_REASON) + more;
  }

  private static boolean isOrder(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return OF_CAMEL.stream().anyMatch(name::startsWith);
  }

  /** Those it came with, but for words to Camel, and ours. */
  Map<String, byte[]> headers() {
    Map<String, byte[]> headers = new TreeMap<>(record.headers());
    headers.keySet().removeIf(DeadLetter::isOrder);
    Map<String, String> ours =
        Map.of(
            "ropeway-reason",
            reason(),
            "ropeway-errors",
            Json.write(errors.subList(0, Math.min(errors.size(), MAX_ERRORS))),
            "ropeway-topic",
            record.place().topic(),
            "ropeway-partition",
            String.valueOf(record.place().partition()),
            "ropeway-offset",
            String.valueOf(record.offset()),
            "ropeway-timestamp",
            String.valueOf(record.timestamp()));
    ours.forEach((name, text) -> headers.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }
}
