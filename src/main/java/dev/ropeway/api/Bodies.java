package dev.ropeway.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ropeway.assignment.Json;
import dev.ropeway.assignment.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads request bodies: whole JSON or a problem that names line and column. */
public final class Bodies {

  public static final int MAX_ITEMS = 1000;

  private Bodies() {}

  public static JsonNode parse(byte[] body) {
    if (body == null || body.length == 0) {
      throw ProblemException.badRequest("the body is empty");
    }
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      if (json == null || json.isMissingNode()) {
        throw ProblemException.badRequest("the body is empty");
      }
      return json;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw ProblemException.badRequest(
          "the body is not JSON" + where + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ProblemException.badRequest("the body is not JSON: " + e.getMessage());
    }
  }

  /**
   * The events of a body: one, an array of them, an Event Hubs style {@code {"records":[…]}} or a
   * list answer of a REST API, {@code {"value":[…]}}.
   */
  public static List<JsonNode> items(JsonNode body) {
    JsonNode records =
        body.path("records").isArray()
            ? body.get("records")
            : body.path("value").isArray() ? body.get("value") : body;
    if (!records.isArray()) {
      if (!records.isObject()) {
        throw ProblemException.badRequest("the body must be a JSON object or an array of objects");
      }
      return List.of(records);
    }
    if (records.isEmpty()) {
      throw ProblemException.badRequest("the array is empty");
    }
    if (records.size() > MAX_ITEMS) {
      throw ProblemException.badRequest(
          "at most " + MAX_ITEMS + " items are taken at once, not " + records.size());
    }
    List<JsonNode> items = new ArrayList<>();
    records.forEach(items::add);
    return items;
  }

  /** The same JSON with texts that can be stored, and without nulls, which mean absent. */
  public static JsonNode cleaned(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(Text.clean(node.textValue()));
    }
    if (node.isObject()) {
      ObjectNode copy = Json.MAPPER.createObjectNode();
      node.properties()
          .forEach(
              entry -> {
                if (!entry.getValue().isNull()) {
                  copy.set(Text.clean(entry.getKey()), cleaned(entry.getValue()));
                }
              });
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      node.forEach(item -> copy.add(cleaned(item)));
      return copy;
    }
    return node;
  }
}
