package dev.ropeway.sandbox.table;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Set;

/** Writes records the way the Table API does: every scalar a string, references as objects. */
public final class RecordWriter {
  private final DisplayValues display;
  private final Set<String> hiddenFields;

  public RecordWriter(DisplayValues display, Set<String> hiddenFields) {
    this.display = display;
    this.hiddenFields = hiddenFields;
  }

  public void write(JsonGenerator json, Row row, ReadOptions options, User user)
      throws IOException {
    json.writeStartObject();
    for (FieldPath field : options.fields()) {
      if (!hiddenFields.isEmpty() && hiddenFields.contains(field.column().name())) {
        continue;
      }
      json.writeFieldName(field.name());
      switch (options.display()) {
        case VALUES -> value(json, row, field, options);
        case LABELS -> label(json, row, field, options, user);
        case BOTH -> both(json, row, field, options, user);
      }
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Row row, FieldPath field, ReadOptions options)
      throws IOException {
    String value = field.value(row);
    if (options.excludeLinks() || value.isEmpty() || !field.column().isReference()) {
      json.writeString(value);
      return;
    }
    json.writeStartObject();
    json.writeStringField("link", link(field, value, options));
    json.writeStringField("value", value);
    json.writeEndObject();
  }

  private void label(JsonGenerator json, Row row, FieldPath field, ReadOptions options, User user)
      throws IOException {
    String shown = display.of(row, field, user);
    String value = field.value(row);
    if (options.excludeLinks() || value.isEmpty() || !field.column().isReference()) {
      json.writeString(shown);
      return;
    }
    json.writeStartObject();
    json.writeStringField("display_value", shown);
    json.writeStringField("link", link(field, value, options));
    json.writeEndObject();
  }

  private void both(JsonGenerator json, Row row, FieldPath field, ReadOptions options, User user)
      throws IOException {
    String value = field.value(row);
    json.writeStartObject();
    json.writeStringField("display_value", display.of(row, field, user));
    if (!options.excludeLinks() && !value.isEmpty() && field.column().isReference()) {
      json.writeStringField("link", link(field, value, options));
    }
    json.writeStringField("value", value);
    json.writeEndObject();
  }

  private static String link(FieldPath field, String value, ReadOptions options) {
    return options.linkBase() + field.column().reference() + '/' + value;
  }
}
