package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Flaw;
import dev.ropeway.api.MediaType;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A request as its source sent it. */
public record Post(byte[] body, Map<String, String> headers) {

  /** The request of a route; headers are asked for in any case. */
  static Post of(byte[] body, Map<String, Object> headers) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, value) -> {
          if (value instanceof String text && !name.startsWith("Camel")) {
            texts.put(name, text);
          }
        });
    return new Post(body == null ? new byte[0] : body, texts);
  }

  /** A header's value, empty when it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The media type without its parameters, in lower case. */
  public String mediaType() {
    return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the body claims to be JSON; one that claims nothing does. */
  public boolean isJson() {
    String type = header("Content-Type");
    return type.isBlank() || MediaType.of(type).filter(MediaType::isJson).isPresent();
  }

  /** The body as JSON, or the problem that names line and column. */
  public JsonNode json() {
    return Bodies.parse(body);
  }

  /** The events of the body: one, an array, {@code {"records":[…]}} or {@code {"value":[…]}}. */
  public List<JsonNode> items() {
    return Bodies.items(json());
  }

  /** What each event of the body tells; one that no reader should meet is refused alone. */
  List<Candidate> candidates(Function<JsonNode, List<Candidate>> reader) {
    return items().stream().flatMap(item -> candidates(item, reader).stream()).toList();
  }

  /** What one event tells; refused where no reader should meet it. */
  static List<Candidate> candidates(JsonNode item, Function<JsonNode, List<Candidate>> reader) {
    return Flaw.in(item)
        .map(flaw -> List.of(Candidate.rejected(idOf(item), flaw.pointer(), flaw.detail())))
        .orElseGet(() -> reader.apply(item));
  }

  /** As much of an item's id as an answer can carry; null where it says none. */
  static String idOf(JsonNode item) {
    return item.path("id").isTextual()
        ? Text.cut(Text.clean(item.path("id").textValue()), Recommendation.MAX_ID_LENGTH)
        : null;
  }
}
