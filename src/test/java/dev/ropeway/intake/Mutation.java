package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that an event should not have, put where something else was.
 *
 * @param place counts the event's values, from the front and round again
 * @param value one of {@link #VALUES}
 */
public record Mutation(int place, String value) {

  /** Null means that the field is dropped. */
  public static final Map<String, JsonNode> VALUES = values();

  /** The event with one of its values replaced; the event is changed. */
  public JsonNode of(JsonNode event) {
    List<Runnable> places = new ArrayList<>();
    collect(event, places);
    if (!places.isEmpty()) {
      places.get(place % places.size()).run();
    }
    return event;
  }

  private void collect(JsonNode node, List<Runnable> places) {
    JsonNode wrong = VALUES.get(value);
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                places.add(() -> put(object, field.getKey(), wrong));
                collect(field.getValue(), places);
              });
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places.add(() -> put(array, at, wrong));
        collect(array.get(i), places);
      }
    }
  }

  private static void put(ObjectNode object, String field, JsonNode wrong) {
    if (wrong == null) {
      object.remove(field);
    } else {
      object.set(field, wrong.deepCopy());
    }
  }

  private static void put(ArrayNode array, int at, JsonNode wrong) {
    if (wrong == null) {
      array.remove(at);
    } else {
      array.set(at, wrong.deepCopy());
    }
  }

  private static Map<String, JsonNode> values() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode deep = json.textNode("bottom");
    for (int i = 0; i < 80; i++) {
      deep = i % 2 == 0 ? json.arrayNode().add(deep) : json.objectNode().set("x", deep);
    }
    ArrayNode many = json.arrayNode();
    ObjectNode wide = json.objectNode();
    for (int i = 0; i < 300; i++) {
      many.add("item " + i);
      wide.put("key " + i, "value ".repeat(i));
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    values.put("nothing", null);
    values.put("null", json.nullNode());
    values.put("number", json.numberNode(7));
    values.put("huge number", json.numberNode(1e300));
    values.put("huge integer", json.numberNode(Long.MAX_VALUE));
    values.put("boolean", json.booleanNode(true));
    values.put("empty", json.textNode(""));
    values.put("blank", json.textNode(" \t"));
    values.put("slash", json.textNode("/"));
    values.put("path", json.textNode("/providers/"));
    values.put("word", json.textNode("snow"));
    values.put("N/A", json.textNode("N/A"));
    values.put("year 1", json.textNode("0001-01-01T00:00:00"));
    values.put("late year", json.textNode("+123456-01-01T00:00:00Z"));
    values.put("lines", json.textNode("two\nlines"));
    values.put("control characters", json.textNode("a\u0000b\u001b[2Jc\ud800"));
    values.put("long", json.textNode("long ".repeat(20_100)));
    values.put("long without blanks", json.textNode("\uD83C\uDFD4".repeat(3_000)));
    values.put("list in string", json.textNode("[\"a\u0000\", 5, null, {}]"));
    values.put("broken list in string", json.textNode("[\"a"));
    values.put("deep list in string", json.textNode("[".repeat(500) + "]".repeat(500)));
    values.put("object in string", json.textNode("{\"id\": {\"a\": [1]}}"));
    values.put("list", json.arrayNode());
    values.put(
        "list of anything",
        json.arrayNode().add(1).addNull().add("a\u0000").add(json.objectNode()));
    values.put("long list", many);
    values.put("object", json.objectNode());
    values.put("wide object", wide);
    values.put("deep", deep);
    return values;
  }
}
