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
import java.util.regex.Pattern;

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

  private static final Pattern DATE_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}:\\d{2})?");

  /** How values are written over the Table API, of types that take no others. */
  private static final Map<String, Pattern> FORMS =
      Map.of(
          "glide_date_time", DATE_TIME,
          "due_date", DATE_TIME,
          "glide_date", DATE_TIME,
          "boolean", Pattern.compile("true|false|1|0"),
          "integer", Pattern.compile("-?\\d{1,10}"));

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

    /** Whether the platform would keep this text; it empties a date or number of another form. */
    boolean takes(String text) {
      Pattern form = type == null ? null : FORMS.get(type);
      return form == null || form.matcher(text).matches();
    }
  }

  public Map<String, Field> byElement() {
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
