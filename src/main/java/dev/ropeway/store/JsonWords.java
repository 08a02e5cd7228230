package dev.ropeway.store;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tells what a list or an object says, as one text: {@code blue, red} and {@code team: blue, size:
 * 2}.
 */
public final class JsonWords {

  /** No text that a recommendation keeps is longer. */
  private static final int ENOUGH = 100_000;

  private final StringBuilder text = new StringBuilder();

  private JsonWords() {}

  /** Null where none of its values says anything. */
  public static String of(JsonNode node) {
    JsonWords words = new JsonWords();
    words.add("", node);
    String said = Text.cut(words.text.toString(), ENOUGH);
    return said.isEmpty() ? null : said;
  }

  private void add(String label, JsonNode node) {
    if (text.length() > ENOUGH) {
      return;
    }
    if (node.isArray()) {
      node.forEach(item -> add(label, item));
    } else if (node.isObject()) {
      node.properties().forEach(field -> add(Text.clean(field.getKey()) + ": ", field.getValue()));
    } else if (node.isValueNode() && !node.isNull()) {
      String value = Text.clean(node.asText()).strip();
      if (!value.isEmpty()) {
        text.append(text.isEmpty() ? "" : ", ").append(label).append(value);
      }
    }
  }
}
