package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
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

  private Parameters() {}

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
    return StreamSupport.stream(holder.path("parameters").spliterator(), false)
        .map(Contract::resolved)
        .filter(parameter -> Arrays.asList(places).contains(parameter.path("in").asText()))
        .map(parameter -> parameter.path("name").asText());
  }
}
