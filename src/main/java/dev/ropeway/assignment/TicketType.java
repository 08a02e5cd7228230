package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of ticket we write (B20); the word is the ServiceNow table. */
public enum TicketType {
  INCIDENT,
  PROBLEM,
  CHANGE_REQUEST;

  @JsonCreator
  public static TicketType of(String table) {
    for (TicketType type : values()) {
      if (type.table().equals(table)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "ticket type must be incident, problem or change_request, not " + table);
  }

  @JsonValue
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }
}
