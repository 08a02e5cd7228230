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
    JsonNode schema = SCHEMAS.getOrDefault(name, MissingNode.getInstance());
    List<String> words = new ArrayList<>();
    schema.path("enum").forEach(word -> words.add(word.asText()));
    if (!words.isEmpty()) {
      return "must be one of "
          + String.join(", ", words)
          + Alike.to(given, words).map(meant -> "; did you mean " + meant + "?").orElse("");
    }
    return switch (schema.path("type").asText() + " " + schema.path("format").asText()) {
      case "boolean " -> "must be true or false";
      case "integer " -> "must be a whole number" + bounds(schema);
      case "string date-time" ->
          "must be a date and time with a time zone, such as 2026-03-15T12:00:00Z";
      default ->
          name.equals("cursor")
              ? "must be the value of next from the previous page"
              : "cannot be \"" + given + "\"";
    };
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
