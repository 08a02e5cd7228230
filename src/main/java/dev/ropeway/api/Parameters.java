package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ropeway.store.Alike;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The names of the parameters that the contract gives its operations. */
public final class Parameters {

  private static final Set<String> ALL =
      StreamSupport.stream(Contract.paths().spliterator(), false)
          .flatMap(path -> Stream.concat(Stream.of(path), path.valueStream()))
          .flatMap(holder -> names(holder, "query", "path"))
          .collect(Collectors.toUnmodifiableSet());

  /** What stands in the queries of all operations, by name. */
  private static final Map<String, JsonNode> SCHEMAS =
      StreamSupport.stream(Contract.paths().spliterator(), false)
          .flatMap(path -> Stream.concat(Stream.of(path), path.valueStream()))
          .flatMap(holder -> of(holder, "query"))
          .collect(
              Collectors.toMap(
                  parameter -> parameter.path("name").asText(),
                  parameter -> Contract.resolved(parameter.path("schema")),
                  (one, other) -> one));

  private Parameters() {}

  /** What a parameter of a query must be, to tell somebody who gave another value. */
  public static String mustBe(String name, String given) {
    JsonNode schema = schema(name);
    List<String> words = words(name);
    if (!words.isEmpty()) {
      return mustBeOneOf(words, given);
    }
    return switch (schema.path("type").asText() + " " + schema.path("format").asText()) {
      case "boolean " -> "must be true or false";
      case "integer " -> "must be a whole number" + bounds(schema);
      case "string uuid" -> "must be an id such as 01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93";
      case "string date-time" ->
          "must be a date and time with a time zone, such as 2026-03-15T12:00:00Z";
      default ->
          name.equals("cursor")
              ? "must be the value of next from the previous page"
              : "cannot be \"" + given + "\"";
    };
  }

  /** The same where it must be one of some words. */
  public static String mustBeOneOf(List<String> words, String given) {
    return "must be one of "
        + String.join(", ", words)
        + Alike.to(given, words).map(meant -> "; did you mean " + meant + "?").orElse("");
  }

  /** The only words that a parameter of a query can be; empty where it can be others. */
  public static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    schema(name).path("enum").forEach(word -> words.add(word.asText()));
    return words;
  }

  private static JsonNode schema(String name) {
    return SCHEMAS.getOrDefault(name, MissingNode.getInstance());
  }

  private static String bounds(JsonNode schema) {
    return schema.has("maximum")
        ? " from " + schema.path("minimum").asText() + " to " + schema.path("maximum").asText()
        : "";
  }

  /** Those that stand in paths and queries, of all operations. */
  public static Set<String> all() {
    return ALL;
  }

  /** Those that stand in the query of an operation. */
  public static Set<String> ofQuery(JsonNode path, JsonNode operation) {
    return Stream.of(path, operation)
        .flatMap(holder -> names(holder, "query"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> names(JsonNode holder, String... places) {
    return of(holder, places).map(parameter -> parameter.path("name").asText());
  }

  private static Stream<JsonNode> of(JsonNode holder, String... places) {
    return StreamSupport.stream(holder.path("parameters").spliterator(), false)
        .map(Contract::resolved)
        .filter(parameter -> Arrays.asList(places).contains(parameter.path("in").asText()));
  }
}
