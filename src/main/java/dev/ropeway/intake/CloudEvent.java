package dev.ropeway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.intake.words.CaseBlind;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * A CloudEvent in its structured form, with its data as JSON however it was packed.
 *
 * @param data null when there is a flaw
 * @param flaw what is amiss; null if the event can be read
 */
record CloudEvent(JsonNode envelope, JsonNode data, String dataPlace, Flaw flaw) {

  /** What keeps an event from being read, and a JSON pointer to it. */
  record Flaw(String pointer, String detail) {}

  private static final Set<String> VERSIONS = Set.of("1.0", "0.3");

  /** Whatever the JSON is: what is no event has a flaw. */
  static CloudEvent of(JsonNode json) {
    if (!json.isObject()) {
      return flawed(json, "", "an event must be an object");
    }
    if (!VERSIONS.contains(json.path("specversion").asText())) {
      return flawed(json, "/specversion", "must be 1.0");
    }
    for (String attribute : new String[] {"id", "source", "type"}) {
      if (new CaseBlind(json.path(attribute)).plain() == null) {
        return flawed(json, "/" + attribute, "is missing");
      }
    }
    return unpacked(json);
  }

  private static CloudEvent unpacked(JsonNode json) {
    JsonNode data = json.path("data");
    JsonNode encoded = json.path("data_base64");
    boolean hasData = !data.isMissingNode() && !data.isNull();
    if (!encoded.isMissingNode() && !encoded.isNull()) {
      return hasData
          ? flawed(json, "/data_base64", "cannot be combined with data; an event has one of them")
          : decoded(json, encoded, "/data_base64");
    }
    if (!hasData) {
      return flawed(json, "/data", "is missing");
    }
    if (json.path("datacontentencoding").asText().equals("base64")) {
      return decoded(json, data, "/data");
    }
    if (!data.isTextual()) {
      return new CloudEvent(json, data, "/data", null);
    }
    try {
      return packed(json, Bodies.nested(data.textValue()), "/data");
    } catch (JsonProcessingException e) {
      return noJson(json, "/data");
    }
  }

  private static CloudEvent decoded(JsonNode json, JsonNode encoded, String place) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(encoded.asText());
      return packed(json, Bodies.nested(bytes), place);
    } catch (IllegalArgumentException e) {
      return flawed(json, place, "is not base64");
    } catch (IOException e) {
      return noJson(json, place);
    }
  }

  private static CloudEvent packed(JsonNode json, JsonNode data, String place) {
    return data.isContainerNode() ? new CloudEvent(json, data, place, null) : noJson(json, place);
  }

  private static CloudEvent noJson(JsonNode json, String place) {
    String type = new CaseBlind(json.path("datacontenttype")).text();
    return flawed(
        json,
        place,
        "is not a JSON object or array"
            + (type == null || type.toLowerCase(Locale.ROOT).contains("json")
                ? ""
                : "; only events with a JSON datacontenttype can be read"));
  }

  private static CloudEvent flawed(JsonNode json, String pointer, String detail) {
    return new CloudEvent(json, null, null, new Flaw(pointer, detail));
  }

  /** The envelope with its data as JSON, for readers that need both. */
  JsonNode unpacked() {
    ObjectNode unpacked = ((ObjectNode) envelope).objectNode().setAll((ObjectNode) envelope);
    unpacked.remove("data_base64");
    return unpacked.set("data", data);
  }

  String type() {
    return new CaseBlind(envelope.path("type")).text();
  }

  /** When it happened; null if it does not say. */
  Instant time() {
    return new CaseBlind(envelope.path("time")).instant();
  }
}
