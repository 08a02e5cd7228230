package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The largest value that a schema of the contract allows within a length.
 *
 * @param longest characters of a text at most: few make many values, many make long ones
 */
public record ContractValue(int longest) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 12;

  /** One of these keeps each pattern of the contract. */
  private static final List<String> WORDS =
      List.of(
          "PT1H",
          "a_1",
          "https://127.0.0.1:1",
          "cmdb_ci",
          "0123456789abcdef0123456789abcdef",
          "/a");

  /** What a sender makes of a schema with about so many bytes. */
  public JsonNode of(JsonNode schema, int bytes) {
    return value(schema, bytes, 0);
  }

  private JsonNode value(JsonNode reference, int bytes, int depth) {
    JsonNode schema = Contract.resolved(reference);
    if (schema.has("allOf")) {
      ObjectNode all = JSON.objectNode();
      schema.path("allOf").forEach(part -> all.setAll((ObjectNode) value(part, bytes, depth)));
      return all;
    }
    for (String word : new String[] {"oneOf", "anyOf"}) {
      JsonNode parts = schema.path(word);
      if (!parts.isEmpty() && !schema.has("properties")) {
        return value(parts.get(parts.size() - 1), bytes, depth);
      }
    }
    return switch (schema.path("type").asText()) {
      case "string" -> JSON.textNode(text(schema, bytes));
      case "integer", "number" -> JSON.numberNode(schema.path("minimum").asInt(1));
      case "boolean" -> JSON.booleanNode(true);
      case "array" -> array(schema, bytes, depth);
      case "object" -> object(schema, bytes, depth);
      default -> anything(bytes);
    };
  }

  private JsonNode array(JsonNode schema, int bytes, int depth) {
    ArrayNode array = JSON.arrayNode();
    JsonNode items = schema.path("items");
    int least = Math.min(longest, 20) + (Contract.resolved(items).has("properties") ? 200 : 3);
    int count = Math.min(schema.path("maxItems").asInt(Integer.MAX_VALUE), bytes / least);
    for (int i = 0; i < Math.max(1, count) && depth < DEEPEST; i++) {
      JsonNode item = value(items, bytes / Math.max(1, count), depth + 1);
      array.add(
          schema.path("uniqueItems").asBoolean() && i > 0
              ? JSON.textNode(items.path("enum").path(i).asText())
              : item);
    }
    return array;
  }

  private JsonNode object(JsonNode schema, int bytes, int depth) {
    ObjectNode object = JSON.objectNode();
    JsonNode named = schema.path("properties");
    for (var field : named.properties()) {
      JsonNode one = Contract.resolved(field.getValue());
      if (depth < DEEPEST && !one.path("readOnly").asBoolean() && !isAlternative(schema, field)) {
        object.set(
            field.getKey(), value(one, bytes / named.size() - field.getKey().length(), depth + 1));
      }
    }
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject()) {
      int least = Math.min(longest, 20) + 16;
      int count = Math.min(schema.path("maxProperties").asInt(Integer.MAX_VALUE), bytes / least);
      for (int i = 0; i < count && depth < DEEPEST; i++) {
        object.set("a_" + i, value(others, bytes / count - 16, depth + 1));
      }
    }
    return object;
  }

  /** Of a body that is one of several, the first. */
  private static boolean isAlternative(JsonNode schema, java.util.Map.Entry<String, JsonNode> one) {
    JsonNode first = schema.path("oneOf").path(0).path("required");
    return !first.isMissingNode()
        && !schema.path("oneOf").path(0).toString().contains('"' + one.getKey() + '"')
        && schema.path("oneOf").toString().contains('"' + one.getKey() + '"');
  }

  private JsonNode anything(int bytes) {
    ArrayNode many = JSON.arrayNode();
    int least = Math.min(longest, 1000) + 3;
    for (int i = 0; i < Math.min(bytes / least, 20_000); i++) {
      many.add("x".repeat(least - 3));
    }
    return JSON.objectNode().set("any", many);
  }

  private String text(JsonNode schema, int bytes) {
    if (schema.has("enum")) {
      return schema.path("enum").get(0).asText();
    }
    switch (schema.path("format").asText()) {
      case "date-time":
        return "2026-05-01T10:00:00Z";
      case "uuid":
        return "01900000-0000-7000-8000-000000000001";
      default:
    }
    int allowed = Math.min(schema.path("maxLength").asInt(1000), longest);
    String text = "x".repeat(Math.max(schema.path("minLength").asInt(1), Math.min(allowed, bytes)));
    Pattern pattern = Pattern.compile(schema.path("pattern").asText());
    if (pattern.matcher(text).find()) {
      return text;
    }
    return WORDS.stream().filter(word -> pattern.matcher(word).find()).findFirst().orElse(text);
  }
}
