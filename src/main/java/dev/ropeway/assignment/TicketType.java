package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of ticket we write (B20). */
public enum TicketType {
  INCIDENT,
  PROBLEM,
  CHANGE_REQUEST;

  @JsonCreator
  public static TicketType of(String word) {
    for (TicketType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "ticket type must be incident, problem or change_request, not " + word);
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its ServiceNow table. */
  public String table() {
    return word();
  }
}
