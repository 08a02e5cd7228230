package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers of the API in templates: {@code rule.name} is a text, what is missing is nothing. */
@TemplateExtension(priority = 20)
final class JsonInPages {

  private JsonInPages() {}

  /** The value of a field: a text, a number, a flag, a list, or another object; null for none. */
  @TemplateExtension(priority = 20, matchName = TemplateExtension.ANY)
  static Object field(JsonNode object, String name) {
    return value(object.path(name));
  }

  private static Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING, NULL -> null;
      case STRING -> node.textValue();
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        node.forEach(item -> items.add(value(item)));
        yield items;
      }
      default -> node;
    };
  }

  /** The fields of an object with their values, in their order. */
  static List<Map.Entry<String, Object>> entries(JsonNode object) {
    return object.properties().stream()
        .<Map.Entry<String, Object>>map(
            field -> Map.entry(field.getKey(), String.valueOf(value(field.getValue()))))
        .toList();
  }
}
