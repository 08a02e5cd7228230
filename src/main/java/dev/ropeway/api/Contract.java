package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.ropeway.store.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks values against the schemas of {@code openapi.yaml}, which is the contract. */
public final class Contract {

  /** What the names of an object's properties must keep. */
  private static final String NAMES = "x-property-names";

  private static final JsonNode OPENAPI = load();

  /** What breaks the contract, and where. */
  public record Breach(String pointer, String detail) {}

  /** Of more unread properties than that nobody wants to be told. */
  private static final int MAX_UNREAD = 20;

  private final JsonNode shape;
  private final JsonSchema schema;
  private final Sizes sizes;

  /**
   * @param name of a schema under {@code components/schemas}
   */
  public Contract(String name) {
    ObjectNode root = OPENAPI.path("components").path("schemas").path(name).deepCopy();
    shape = root;
    root.set("components", OPENAPI.path("components"));
    sizes = new Sizes(root);
    schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                root,
                SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    // Each breach costs a kilobyte, and a value can have hundreds of thousands.
                    .failFast(true)
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ENGLISH)
                    .build());
  }

  /** The paths of the contract, as OpenAPI has them. */
  public static JsonNode paths() {
    return OPENAPI.path("paths");
  }

  /** What a node of it refers to, or the node itself. */
  static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : OPENAPI.at(reference.substring(1));
  }

  /**
   * A body that keeps the contract, without characters that no store takes.
   *
   * @throws ProblemException 400, naming the field that does not
   */
  public JsonNode require(JsonNode body) {
    return require(Bodies.cleaned(body), "");
  }

  /**
   * A part of a body that keeps the contract.
   *
   * @param at where in the body it stands, as a JSON pointer
   */
  public JsonNode require(JsonNode part, String at) {
    check(part)
        .ifPresent(
            breach -> {
              throw ProblemException.badField(at + breach.pointer(), breach.detail());
            });
    return part;
  }

  /**
   * The first breach, or empty if the value keeps the contract. Sizes are looked at before anything
   * else, so that the work is bounded by the contract and not by the value.
   */
  public Optional<Breach> check(JsonNode value) {
    return sizes.check(value).or(() -> broken(value));
  }

  private Optional<Breach> broken(JsonNode value) {
    return schema.validate(value).stream()
        .map(new BreachWords(shape)::of)
        .min(Comparator.comparing(Breach::pointer));
  }

  /**
   * Pointers to the properties that the schema allows and has no name for: nobody reads them. Of
   * very many only the first.
   */
  public List<String> unread(JsonNode value) {
    List<String> found = new ArrayList<>();
    unread(shape, value, "", found);
    return found;
  }

  private static void unread(JsonNode shape, JsonNode value, String at, List<String> found) {
    JsonNode named = shape.path("properties");
    if (named.isMissingNode() || !value.isObject()) {
      return;
    }
    for (var field : value.properties()) {
      String place = at + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
      if (found.size() == MAX_UNREAD) {
        return;
      }
      if (named.has(field.getKey())) {
        unread(named.get(field.getKey()), field.getValue(), place, found);
      } else {
        found.add(Text.cut(place, BreachWords.MAX_DETAIL));
      }
    }
  }

  private static JsonNode load() {
    JsonNode openapi = WrittenContract.tree();
    // A word of OpenAPI 3.0 that JSON Schema lacks; nulls are taken for absent before a check.
    openapi.findParents("nullable").forEach(node -> ((ObjectNode) node).remove("nullable"));
    // And one of JSON Schema that OpenAPI 3.0 lacks.
    openapi
        .findParents(NAMES)
        .forEach(
            node -> ((ObjectNode) node).set("propertyNames", ((ObjectNode) node).remove(NAMES)));
    return openapi;
  }
}
