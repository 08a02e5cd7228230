package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.ropeway.api.Contract.Breach;
import dev.ropeway.store.Alike;
import dev.ropeway.store.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Says what breaks the contract to somebody who does not read schemas: which field, and what it
 * must be. What was sent is not repeated, for it may be a secret.
 *
 * @param schema what the message's places lead into
 */
record BreachWords(JsonNode schema) {

  /** What a value must be that has a pattern, in words: {@code a column of lower case}. */
  static final String MUST_BE = "x-must-be";

  /** An answer is read by people: what is longer quotes what they sent. */
  static final int MAX_DETAIL = 400;

  Breach of(ValidationMessage message) {
    return new Breach(
        Text.cut(pointer(message), MAX_DETAIL), Text.cut(detail(message), MAX_DETAIL));
  }

  private static String pointer(ValidationMessage message) {
    String at = message.getInstanceLocation().toString();
    String property = message.getProperty();
    return property == null ? at : at + "/" + property.replace("~", "~0").replace("/", "~1");
  }

  private String detail(ValidationMessage message) {
    JsonNode around = around(message);
    JsonNode bound = message.getSchemaNode();
    return switch (message.getType()) {
      case "required" -> "is missing";
      case "additionalProperties" ->
          "is not a field that can be set here"
              + suggestion(
                  message.getProperty(), settable(around.path("properties")), "; the fields are ");
      case "type" -> type(message, around);
      case "enum" ->
          "must be one of "
              + String.join(", ", texts(bound))
              + suggestion(message.getInstanceNode().asText(), texts(bound), null);
      case "minimum", "maximum" -> amount(around);
      case "minLength" ->
          bound.asInt() == 1
              ? "must not be empty"
              : "must have at least " + bound.asInt() + " characters";
      case "minItems", "minProperties" ->
          "must have at least "
              + (bound.asInt() == 1 ? "one" : bound.asText())
              + ("minItems".equals(message.getType()) ? " item" : " field");
      case "uniqueItems" -> "must not contain duplicates";
      case "pattern" -> pattern(message, around);
      case "format" -> format(bound.asText());
      case "oneOf" -> oneOf(bound);
      default -> "does not match GET /openapi: " + plain(message);
    };
  }

  /** The schema that a message's keyword stands in. */
  private JsonNode around(ValidationMessage message) {
    JsonNodePath keyword = message.getSchemaLocation().getFragment();
    return schema.at(keyword.getParent().toString());
  }

  private String type(ValidationMessage message, JsonNode around) {
    String found = String.valueOf(message.getArguments()[0]);
    if (found.equals("unknown")) {
      return "is missing";
    }
    List<String> kinds = new ArrayList<>();
    String told = null;
    for (JsonNode branch : branches(message, around)) {
      kinds.add(kind(branch.path("type").asText()));
      told = found.equals(branch.path("type").asText()) ? told(branch) : told;
    }
    return "must be " + (told == null ? String.join(" or ", kinds) + ", not " + kind(found) : told);
  }

  /** What else the value could have been, where it could be one of several. */
  private Iterable<JsonNode> branches(ValidationMessage message, JsonNode around) {
    String place = message.getSchemaLocation().getFragment().toString();
    int several = place.indexOf("/anyOf/");
    return several < 0 ? List.of(around) : schema.at(place.substring(0, several) + "/anyOf");
  }

  private static String told(JsonNode schema) {
    return schema.hasNonNull(MUST_BE) ? schema.get(MUST_BE).asText() : null;
  }

  private static String kind(String type) {
    return switch (type) {
      case "string" -> "a string";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> type;
    };
  }

  private static String amount(JsonNode around) {
    JsonNode least = around.path("minimum");
    JsonNode most = around.path("maximum");
    return least.isMissingNode()
        ? "must be at most " + most.asText()
        : most.isMissingNode()
            ? "must be at least " + least.asText()
            : "must be from " + least.asText() + " to " + most.asText();
  }

  private static String pattern(ValidationMessage message, JsonNode around) {
    boolean blank = message.getInstanceNode().asText().isBlank();
    String told = told(around);
    return told == null || (blank && message.getInstanceNode().isTextual())
        ? "must not be blank"
        : "must be " + told;
  }

  private static String format(String format) {
    return switch (format) {
      case "date-time" -> "must be a date and time with a time zone, such as 2026-03-15T12:00:00Z";
      case "uuid" -> "must be an id such as 01a2292b-b630-7b7d-9267-1eb8e7e137bf";
      default -> "must be a " + format;
    };
  }

  private static String oneOf(JsonNode branches) {
    return "must have exactly one of these: "
        + StreamSupport.stream(branches.spliterator(), false)
            .map(branch -> String.join(" and ", texts(branch.path("required"))))
            .collect(Collectors.joining(", or "));
  }

  /** Which of the words was meant, or else, where it helps, which there are. */
  private static String suggestion(String given, List<String> words, String list) {
    return Alike.to(given, words)
        .map(word -> "; did you mean " + word + "?")
        .orElse(list == null || words.isEmpty() ? "" : list + String.join(", ", words));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String plain(ValidationMessage message) {
    String text = String.valueOf(message.getMessage());
    String at = message.getInstanceLocation() + ": ";
    return (text.startsWith(at) ? text.substring(at.length()) : text).toLowerCase(Locale.ROOT);
  }

  /** What may be sent back unchanged is nothing to set. */
  private static List<String> settable(JsonNode properties) {
    return properties
        .propertyStream()
        .filter(property -> !property.getValue().path("readOnly").asBoolean())
        .map(property -> property.getKey())
        .toList();
  }
}
