package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Contract.Breach;
import java.util.Optional;

/**
 * Holds a value to the sizes of a schema before anything else is asked of it: how many items, how
 * many properties, how long a text. What is too large is not looked into, so that the work is that
 * of the largest value that the schema allows.
 */
final class Sizes {

  /** Where the schema names a form but no length: the longest date or UUID is shorter. */
  private static final int MAX_FORM = 64;

  private static final String REFERENCE = "#";
  private static final String CHARACTERS = "characters";

  private final JsonNode root;

  Sizes(JsonNode root) {
    this.root = root;
  }

  Optional<Breach> check(JsonNode value) {
    return Optional.ofNullable(breach(root, value, ""));
  }

  private Breach breach(JsonNode schema, JsonNode value, String at) {
    if (schema.has("$ref")) {
      return breach(root.at(schema.path("$ref").asText().substring(REFERENCE.length())), value, at);
    }
    for (JsonNode part : schema.path("allOf")) {
      Breach found = breach(part, value, at);
      if (found != null) {
        return found;
      }
    }
    Breach found = ofAlternatives(schema, value, at);
    if (found != null) {
      return found;
    }
    if (value.isTextual()) {
      return tooMany(
          length(value.textValue(), maxLength(schema)), maxLength(schema), CHARACTERS, at);
    }
    if (value.isArray()) {
      Breach many = tooMany(value.size(), max(schema, "maxItems"), "items", at);
      return many == null ? ofItems(schema.path("items"), value, at) : many;
    }
    if (value.isObject()) {
      Breach many = tooMany(value.size(), max(schema, "maxProperties"), "properties", at);
      return many == null ? ofProperties(schema, value, at) : many;
    }
    return null;
  }

  /** A value that fits one of several fits; which of them it must be is not asked here. */
  private Breach ofAlternatives(JsonNode schema, JsonNode value, String at) {
    Breach last = null;
    for (String word : new String[] {"oneOf", "anyOf"}) {
      for (JsonNode part : schema.path(word)) {
        if (!isOfType(part, value)) {
          continue;
        }
        last = breach(part, value, at);
        if (last == null) {
          return null;
        }
      }
    }
    return last;
  }

  private static boolean isOfType(JsonNode schema, JsonNode value) {
    return switch (schema.path("type").asText()) {
      case "string" -> value.isTextual();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> true;
    };
  }

  private Breach ofItems(JsonNode schema, JsonNode value, String at) {
    if (schema.isEmpty()) {
      return null;
    }
    for (int i = 0; i < value.size(); i++) {
      Breach found = breach(schema, value.get(i), at + "/" + i);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Breach ofProperties(JsonNode schema, JsonNode value, String at) {
    JsonNode others = schema.path("additionalProperties");
    // Those that the schema does not know are as many as the sender likes.
    JsonNode named = schema.path("properties");
    for (var field : (others.isObject() ? value : named).properties()) {
      JsonNode part = value.get(field.getKey());
      JsonNode ofPart = named.has(field.getKey()) ? named.get(field.getKey()) : others;
      Breach found = part == null ? null : breach(ofPart, part, at + "/" + escaped(field.getKey()));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * In code points, as JSON Schema has it; not counted where there are too many whatever they are.
   */
  private static int length(String text, int allowed) {
    return text.length() <= allowed || text.length() / 2 > allowed
        ? text.length()
        : text.codePointCount(0, text.length());
  }

  private static int maxLength(JsonNode schema) {
    boolean form = schema.has("format") || schema.has("enum");
    return schema.has("maxLength")
        ? schema.path("maxLength").asInt()
        : form ? MAX_FORM : Integer.MAX_VALUE;
  }

  private static int max(JsonNode schema, String word) {
    return schema.path(word).asInt(Integer.MAX_VALUE);
  }

  private static Breach tooMany(int there, int allowed, String what, String at) {
    return there <= allowed
        ? null
        : new Breach(at, "must have at most " + allowed + " " + what + ", not " + there);
  }
}
