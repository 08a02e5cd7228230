package dev.ropeway.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.FieldPath;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Stamps;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Writes records the way the change API does: each field with both values, numbers as fractions,
 * truth as truth, and times in a third form.
 */
final class TypedRecordWriter {
  private static final Set<String> TIMES = Set.of("glide_date_time", "glide_date", "due_date");

  private final Instance instance;
  private final User user;
  private final List<FieldPath> fields;

  TypedRecordWriter(Instance instance, TableRows table, User user) {
    this.instance = instance;
    this.user = user;
    this.fields = instance.database.allFields(table);
  }

  /** The fields of the row, into the object that is open. */
  void write(JsonGenerator json, Row row) throws IOException {
    Set<String> hidden = instance.faults.switches.hiddenFields;
    for (FieldPath field : fields) {
      Column column = field.column();
      if (hidden.contains(column.name())) {
        continue;
      }
      String value = row.get(column.name());
      json.writeObjectFieldStart(column.name());
      json.writeStringField(
          "display_value", column.isJournal() ? "" : instance.display.of(row, field, user));
      json.writeFieldName("value");
      value(json, column, value);
      if (TIMES.contains(column.type())) {
        json.writeStringField(
            "display_value_internal",
            column.isDateTime() ? Stamps.shown(value, user.zone(), Stamps.STORED) : value);
      }
      json.writeEndObject();
    }
  }

  private static void value(JsonGenerator json, Column column, String value) throws IOException {
    if (value.isEmpty()) {
      json.writeString("");
    } else if (column.isNumber()) {
      json.writeNumber(Double.parseDouble(value));
    } else if (column.type().equals("boolean")) {
      json.writeBoolean(value.equals("true"));
    } else {
      json.writeString(value);
    }
  }
}
