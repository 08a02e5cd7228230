package dev.ropeway.intake.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a message says around several items: it is asked and kept with each of them, so that it must
 * be small, or a message of a megabyte would become one of gigabytes.
 */
public final class Around {

  /** Several times what senders write around their items. */
  private static final int MAX = 8192;

  /** What all items together may have of it. */
  private static final int MAX_OF_ALL = 4_000_000;

  private Around() {}

  /** The fields of a message but for its items, without those that are too large. */
  public static ObjectNode items(JsonNode message, String items, int count) {
    ObjectNode around = JsonNodeFactory.instance.objectNode();
    int room = Math.min(MAX, MAX_OF_ALL / Math.max(1, count));
    for (var field : message.properties()) {
      int size = field.getKey().length() + size(field.getValue(), room);
      if (!field.getKey().equalsIgnoreCase(items) && size <= room) {
        around.set(field.getKey(), field.getValue());
        room -= size;
      }
    }
    return around;
  }

  /** How large it is, counted no further than the room there is. */
  private static int size(JsonNode value, int room) {
    if (value.isValueNode()) {
      return value.asText().length() + 1;
    }
    int size = 1;
    for (var field : value.properties()) {
      if (size > room) {
        return size;
      }
      size += field.getKey().length() + size(field.getValue(), room - size);
    }
    for (int i = 0; value.isArray() && i < value.size() && size <= room; i++) {
      size += size(value.get(i), room - size);
    }
    return size;
  }
}
