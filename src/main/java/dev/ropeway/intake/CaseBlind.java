package dev.ropeway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ropeway.assignment.Json;
import dev.ropeway.assignment.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * JSON whose field names are spelled in any case (B82); asking for what is not there is harmless.
 */
record CaseBlind(JsonNode node) {

  /** .NET's way to say "no date" and everything else before it can be one. */
  private static final Instant EARLIEST =
      OffsetDateTime.of(1970, 1, 2, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();

  /** Dates as .NET and the activity log write them: with or without zone, colon or T. */
  private static final DateTimeFormatter FORM =
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

  CaseBlind at(String... path) {
    JsonNode here = node;
    for (String name : path) {
      here = child(here, name);
    }
    return new CaseBlind(here);
  }

  private static JsonNode child(JsonNode parent, String name) {
    JsonNode exact = parent.get(name);
    if (exact != null) {
      return exact;
    }
    for (var entry : parent.properties()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** The first text that says something; "N/A" does not. */
  static String first(CaseBlind... candidates) {
    for (CaseBlind candidate : candidates) {
      String text = candidate.text();
      if (text != null && !text.equalsIgnoreCase("N/A")) {
        return text;
      }
    }
    return null;
  }

  /** Null unless it is a text with something in it. */
  String text() {
    if (!node.isTextual() && !node.isNumber()) {
      return null;
    }
    String text = Text.clean(node.asText()).strip();
    return text.isEmpty() ? null : text;
  }

  /** Texts of a list, or of a list inside a string (B90), one a line. */
  String lines() {
    JsonNode list = node;
    if (node.isTextual() && node.textValue().stripLeading().startsWith("[")) {
      try {
        list = Json.MAPPER.readTree(node.textValue());
      } catch (JsonProcessingException e) {
        return text();
      }
    }
    if (!list.isArray()) {
      return text();
    }
    StringBuilder lines = new StringBuilder();
    for (JsonNode item : list) {
      String line = new CaseBlind(item).text();
      if (line != null) {
        lines.append(lines.isEmpty() ? "" : "\n").append(line);
      }
    }
    return lines.isEmpty() ? null : lines.toString();
  }

  /** Its elements; none for what is no list. */
  List<CaseBlind> items() {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(CaseBlind::new).toList()
        : List.of();
  }

  /** The plain values of an object by their names, as tags. */
  Map<String, String> tags() {
    Map<String, String> texts = new TreeMap<>();
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                  texts.put(field.getKey(), field.getValue().asText());
                }
              });
    }
    return texts;
  }

  /** What is said, each once, with a blank line between; null for nothing. */
  static String paragraphs(String... texts) {
    String joined =
        Stream.of(texts).filter(Objects::nonNull).distinct().collect(Collectors.joining("\n\n"));
    return joined.isEmpty() ? null : joined;
  }

  /** Null for what is no date, or the year 1. Without a zone it is UTC. */
  Instant instant() {
    String text = text();
    if (text == null) {
      return null;
    }
    try {
      Instant instant =
          FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                  instanceof OffsetDateTime zoned
              ? zoned.toInstant()
              : LocalDateTime.parse(text, FORM).toInstant(ZoneOffset.UTC);
      return instant.isBefore(EARLIEST) ? null : instant;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
