package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An operation of the contract, for tests that try all of them.
 *
 * @param path with its parameters in braces
 * @param schema of its body; missing where it has none
 * @param maxBody what it reads, in bytes
 * @param parameters of the query
 */
public record ContractOperation(
    String id, String verb, String path, JsonNode schema, int maxBody, List<JsonNode> parameters) {

  private static final int WITHOUT_BODY = 16 * 1024;
  private static final int USUAL = 10 * 1024 * 1024;
  private static final Map<String, Integer> UNITS = Map.of("K", 1024, "M", 1024 * 1024);

  public static List<ContractOperation> all() {
    List<ContractOperation> all = new ArrayList<>();
    for (var path : Contract.paths().properties()) {
      for (var verb : path.getValue().properties()) {
        if (verb.getValue().has("operationId")) {
          all.add(of(path.getKey(), path.getValue(), verb.getKey(), verb.getValue()));
        }
      }
    }
    return all;
  }

  public static ContractOperation of(String id) {
    return all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static ContractOperation of(String name, JsonNode path, String verb, JsonNode operation) {
    return new ContractOperation(
        operation.path("operationId").asText(),
        verb.toUpperCase(Locale.ROOT),
        name,
        operation.path("requestBody").path("content").path("application/json").path("schema"),
        maxBody(operation),
        Stream.of(path, operation)
            .flatMap(holder -> StreamSupport.stream(holder.path("parameters").spliterator(), false))
            .map(Contract::resolved)
            .filter(parameter -> "query".equals(parameter.path("in").asText()))
            .toList());
  }

  private static int maxBody(JsonNode operation) {
    String said = operation.path("x-max-body").asText();
    if (said.isEmpty()) {
      return operation.has("requestBody") ? USUAL : WITHOUT_BODY;
    }
    int unit = UNITS.get(said.substring(said.length() - 1));
    return Integer.parseInt(said.substring(0, said.length() - 1)) * unit;
  }

  public boolean hasBody() {
    return !schema.isMissingNode();
  }
}
