package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what an answer has that the contract does not say of it. Objects are closed here, so that a
 * property that nobody wrote down is seen; clients are to bear it.
 */
public final class ContractAnswers {

  private static final String BASE = "/api/v1";
  private static final Set<String> OF_OPENAPI_ONLY =
      Set.of("description", "nullable", "readOnly", "default", "x-property-names", "x-must-be");

  private final JsonNode contract;
  private final List<Place> places;
  private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

  /** What was answered. */
  public record Answer(int status, String type, byte[] body) {}

  private record Place(String verb, Pattern path, int parameters, JsonNode responses) {}

  public ContractAnswers() {
    this(WrittenContract.tree());
  }

  ContractAnswers(JsonNode contract) {
    this.contract = contract;
    places =
        contract.path("paths").properties().stream()
            .flatMap(
                path ->
                    path.getValue().properties().stream()
                        .map(verb -> place(path.getKey(), verb.getKey(), verb.getValue())))
            .sorted(Comparator.comparingInt(Place::parameters))
            .toList();
  }

  private static Place place(String path, String verb, JsonNode operation) {
    return new Place(
        verb.toUpperCase(Locale.ROOT),
        Pattern.compile(BASE + path.replaceAll("\\{[^{}]+}", "[^/]+")),
        path.split("\\{", -1).length,
        operation.path("responses"));
  }

  /** What is wrong with an answer; empty if it is as the contract says. */
  public Optional<String> flaw(String verb, String path, Answer answer) {
    JsonNode response = response(verb, path, String.valueOf(answer.status()));
    if (response == null) {
      return Optional.of("the contract names no such status");
    }
    JsonNode content = response.path("content");
    if (content.isEmpty()) {
      return answer.body().length == 0
          ? Optional.empty()
          : Optional.of("the contract names no body");
    }
    String type = answer.type() == null ? "" : answer.type().split(";", 2)[0].strip();
    if (type.equals("application/x-ndjson") && content.has(type)) {
      return new String(answer.body(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Answer(answer.status(), type, line.getBytes(StandardCharsets.UTF_8)))
          .flatMap(line -> flaw(content.path(type).path("schema"), line).stream())
          .findFirst();
    }
    return content.has(type)
        ? flaw(content.path(type).path("schema"), answer)
        : Optional.of("the contract names " + content.fieldNames().next() + ", not " + type);
  }

  /** Null where the contract names none. Whoever is refused is told so as a problem, wherever. */
  private JsonNode response(String verb, String path, String status) {
    boolean refusal = status.charAt(0) >= '4';
    JsonNode responses =
        places.stream()
            .filter(place -> place.verb().equals(verb) && place.path().matcher(path).matches())
            .findFirst()
            .map(Place::responses)
            .orElse(null);
    if (responses == null) {
      return refusal ? contract.at("/components/responses/Problem") : null;
    }
    JsonNode named = responses.path(status);
    return named.isMissingNode()
        ? refusal ? resolved(responses.path("default")) : null
        : resolved(named);
  }

  private Optional<String> flaw(JsonNode schema, Answer answer) {
    JsonNode body;
    try {
      body = Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      return Optional.of("is not JSON");
    }
    String flaws =
        schemas.computeIfAbsent(schema, one -> compiled(closed(one, true))).validate(body).stream()
            .map(ValidationMessage::getMessage)
            .collect(Collectors.joining("\n"));
    return flaws.isEmpty() ? Optional.empty() : Optional.of(flaws);
  }

  private static JsonSchema compiled(JsonNode schema) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(
            schema,
            SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ENGLISH)
                .build());
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : contract.at(reference.substring(1));
  }

  /** The schema in the words of JSON Schema, whole, with objects that have no other properties. */
  private JsonNode closed(JsonNode reference, boolean whole) {
    JsonNode schema = resolved(reference);
    ObjectNode closed = Json.MAPPER.createObjectNode();
    for (var word : schema.properties()) {
      JsonNode said = word.getValue();
      switch (word.getKey()) {
        case "properties" -> {
          ObjectNode properties = closed.putObject("properties");
          said.properties()
              .forEach(one -> properties.set(one.getKey(), closed(one.getValue(), true)));
        }
        case "items" -> closed.set("items", closed(said, true));
        case "additionalProperties" ->
            closed.set("additionalProperties", said.isObject() ? closed(said, true) : said);
        case "allOf" -> each(said, closed.putArray("allOf"), false);
        case "anyOf", "oneOf" -> each(said, closed.putArray(word.getKey()), whole);
        default -> {
          if (!OF_OPENAPI_ONLY.contains(word.getKey())) {
            closed.set(word.getKey(), said);
          }
        }
      }
    }
    if (schema.has("x-property-names")) {
      closed.set("propertyNames", schema.get("x-property-names"));
    }
    if (schema.path("nullable").asBoolean()) {
      closed.putArray("type").add(schema.path("type")).add("null");
    }
    boolean composed = schema.has("allOf");
    if (whole && (composed || (schema.has("properties") && !schema.has("additionalProperties")))) {
      closed.put(composed ? "unevaluatedProperties" : "additionalProperties", false);
    }
    return closed;
  }

  private void each(JsonNode parts, ArrayNode closed, boolean whole) {
    parts.forEach(part -> closed.add(closed(part, whole)));
  }
}
