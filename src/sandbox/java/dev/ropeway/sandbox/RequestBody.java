package dev.ropeway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ropeway.sandbox.table.ErrorAnswer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a caller sent with a write. */
final class RequestBody {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_BODY = 10_485_760;

  private RequestBody() {}

  static void check(ApiRequest request) {
    String type = request.headers().get("Content-Type");
    if (type == null || request.headers().get("Accept") == null) {
      // The documentation gives the status only; the text is ours.
      throw new ErrorAnswer(400, "Accept and Content-Type headers are required", null);
    }
    if (!type.startsWith("application/json")) {
      throw new ErrorAnswer(415, "Unsupported Media Type", null);
    }
    int length = request.body() == null ? 0 : request.body().length();
    if (length > MAX_BODY) {
      throw new ErrorAnswer(
          400,
          "Exception while reading request",
          "Rejected large REST payload with content-length = %d bytes. Max allowed: %d bytes."
              .formatted(length, MAX_BODY));
    }
  }

  /** The fields by name; a reference that is sent as it was read counts with its value. */
  static Map<String, String> texts(ApiRequest request) {
    JsonNode body = parsed(request);
    if (body.isArray()) {
      body = body.path(0); // only the first of several objects is processed
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      JsonNode node = field.getValue();
      String text =
          node.isNull() ? "" : node.isValueNode() ? node.asText() : node.path("value").asText();
      texts.put(field.getKey(), text);
    }
    return texts;
  }

  /** The exact message for malformed JSON differs between releases and is not established. */
  private static JsonNode parsed(ApiRequest request) {
    try {
      JsonNode node =
          MAPPER.readTree(request.body() == null ? new byte[0] : request.body().getBytes());
      if (node.isMissingNode()) {
        return MAPPER.createObjectNode();
      }
      if (node.isContainerNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new ErrorAnswer(400, "Exception while reading request", e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
    throw new ErrorAnswer(400, "Exception while reading request", "The payload is not an object");
  }
}
