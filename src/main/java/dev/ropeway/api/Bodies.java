package dev.ropeway.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ropeway.store.Json;
import dev.ropeway.store.JsonFlaw;
import dev.ropeway.store.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads request bodies: whole JSON or a problem that names line and column. */
public final class Bodies {

  public static final int MAX_ITEMS = 1000;

  /**
   * Values, names and brackets of one body: 300 for each of 1000 events, of which most have 100.
   */
  static final int MAX_TOKENS = 300_000;

  /** Characters of one number, and of one name: more is refused while it is read. */
  private static final int MAX_NUMBER = 1000;

  private static final int MAX_NAME = 2000;
  private static final int MAX_DEPTH = 100;

  /** What objects cost at worst, seen with {@code {"":{"":…}}}: for a byte, and for a token. */
  private static final int HEAP_PER_BYTE = 40;

  private static final int HEAP_PER_TOKEN = 67;

  private static final ObjectReader READER =
      Json.reader(
          StreamReadConstraints.builder()
              .maxNestingDepth(MAX_DEPTH)
              .maxNameLength(MAX_NAME)
              .maxNumberLength(MAX_NUMBER)
              .maxTokenCount(MAX_TOKENS)
              .build());

  /** A field that is set twice is a slip of whoever wrote it: neither value is the right one. */
  private static final ObjectReader STRICT_READER =
      READER.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Bodies() {}

  /** The most heap, in bytes, that a body of this length can need once it is read. */
  public static long heap(long length) {
    return Math.min(length * HEAP_PER_BYTE, (long) MAX_TOKENS * HEAP_PER_TOKEN);
  }

  /** A body that is one document, or the problem that says what is wrong with which field. */
  public static JsonNode document(byte[] body) {
    JsonNode json = parse(body, STRICT_READER);
    Flaw.in(json)
        .ifPresent(
            flaw -> {
              throw ProblemException.badField(flaw.pointer(), flaw.detail());
            });
    return json;
  }

  /** JSON inside a text of a body, held to the bounds of a body. */
  public static JsonNode nested(String text) throws JsonProcessingException {
    return READER.readTree(text);
  }

  /** JSON inside the bytes that a text of a body encodes, held to the bounds of a body. */
  public static JsonNode nested(byte[] bytes) throws IOException {
    return READER.readTree(bytes);
  }

  /** A body's JSON; what its values are is not looked at. */
  public static JsonNode parse(byte[] body) {
    return parse(body, READER);
  }

  private static JsonNode parse(byte[] body, ObjectReader reader) {
    if (body == null || body.length == 0) {
      throw ProblemException.badRequest("the body is empty");
    }
    try {
      JsonNode json = reader.readTree(body);
      if (json == null || json.isMissingNode()) {
        throw ProblemException.badRequest("the body is empty");
      }
      return json;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String what = JsonFlaw.isTwice(e) ? "the body has a duplicate field" : "the body is not JSON";
      throw ProblemException.badRequest(what + where + ": " + JsonFlaw.of(e));
    } catch (IOException e) {
      throw ProblemException.badRequest("the body is not JSON: its characters cannot be read");
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
          "at most " + MAX_ITEMS + " items can be sent at once, not " + records.size());
    }
    List<JsonNode> items = new ArrayList<>();
    records.forEach(items::add);
    return items;
  }

  /** A name is not what is left of it without its control characters. */
  public static void refuseControls(JsonNode json, String field) {
    if (json.path(field).asText("").chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.badField("/" + field, "must not contain control characters");
    }
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
