package dev.ropeway.mapping;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of one table as its instance describes them, those that it inherits among them.
 *
 * @param readAt when it was asked
 */
@RegisterForReflection // JSON of answers
public record Dictionary(
    String integration, String table, Instant readAt, @JsonInclude List<Field> fields) {

  private static final Set<String> TEXTS =
      Set.of(
          "string",
          "translated_text",
          "translated_field",
          "html",
          "translated_html",
          "url",
          "email",
          "string_full_utf8",
          "multi_two_lines",
          "wide_text");

  /**
   * A column.
   *
   * @param defaultValue empty for none
   * @param reference the table that it refers to; null for none
   * @param choices value to label; empty where any value will do
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Field(
      String element,
      String label,
      String type,
      Integer maxLength,
      @JsonInclude boolean mandatory,
      @JsonInclude boolean readOnly,
      String defaultValue,
      String reference,
      Map<String, String> choices) {

    public Field {
      choices =
          choices == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    }

    /** Whether the platform cuts it; other types have their own storage. */
    @JsonIgnore
    boolean isText() {
      return TEXTS.contains(type);
    }
  }

  Map<String, Field> byElement() {
    Map<String, Field> byElement = new LinkedHashMap<>();
    fields.forEach(field -> byElement.put(field.element(), field));
    return byElement;
  }

  /** How long the columns are that texts go into. */
  public Map<String, Integer> lengths() {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    fields.stream()
        .filter(field -> field.isText() && field.maxLength() != null && field.maxLength() > 0)
        .forEach(field -> lengths.put(field.element(), field.maxLength()));
    return lengths;
  }
}
