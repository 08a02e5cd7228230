package dev.ropeway.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ProblemException;
import dev.ropeway.security.FormTokens;
import dev.ropeway.store.Json;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a person filled in. Fields that were left empty are left out. */
record Form(MultiMap fields) {

  private static final Set<String> SECRETS =
      Set.of("password", "apiKey", "clientSecret", "jwtKey", "key");

  static Form of(RoutingContext context) {
    return new Form(FormTokens.form(context));
  }

  /** The text of a field; null where it is empty. */
  String text(String name) {
    String text = fields.get(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Whether a box was ticked. */
  boolean ticked(String name) {
    return text(name) != null;
  }

  /** All values of a field that may be chosen several times. */
  List<String> all(String name) {
    return fields.getAll(name).stream().filter(value -> !value.isBlank()).toList();
  }

  /** The lines of a field. */
  List<String> lines(String name) {
    String text = text(name);
    return text == null
        ? List.of()
        : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** A JSON object of those of the named fields that were filled in. */
  ObjectNode json(String... names) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    Arrays.stream(names).filter(this::ticked).forEach(name -> json.put(name, text(name)));
    return json;
  }

  /**
   * A JSON document that somebody wrote.
   *
   * @throws ProblemException that says where it is no JSON
   */
  static JsonNode document(String text) {
    try {
      JsonNode document = text == null ? null : Json.MAPPER.readTree(text);
      if (document == null || !document.isContainerNode()) {
        throw ProblemException.badRequest("the document must be a JSON object");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(
          "the document is no JSON: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }

  /** What is shown again when something was wrong: everything but secrets. */
  Map<String, String> withoutSecrets() {
    Map<String, String> shown = new HashMap<>();
    fields.forEach(field -> shown.put(field.getKey(), field.getValue()));
    shown.keySet().removeAll(SECRETS);
    return shown;
  }
}
