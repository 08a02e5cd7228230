package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** The kinds of ticket we write (B20, E21). */
@RegisterForReflection // JSON of requests and answers, by its words
public enum TicketType {
  INCIDENT,
  PROBLEM,
  CHANGE_REQUEST,
  /** Only ever told: each change is another event, and the end is one that clears. */
  EVENT,
  ALERT;

  @JsonCreator
  public static TicketType of(String word) {
    for (TicketType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "must be incident, problem, change_request, event or alert, not " + word);
  }

  /** The kind whose records are in that table. */
  public static TicketType ofTable(String table) {
    return of(table.startsWith("em_") ? table.substring(3) : table);
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its ServiceNow table. */
  public String table() {
    return isTask() ? word() : "em_" + word();
  }

  /** Whether it has an owner, a caller and a journal, as what ITOM knows has not. */
  public boolean isTask() {
    return this != EVENT && this != ALERT;
  }

  /** Whether one that a person sees in this state can be set to work again. */
  public boolean mayBeReopened(String stateLabel) {
    String label = stateLabel == null ? "" : stateLabel.toLowerCase(Locale.ROOT);
    return switch (this) { // no default: a new type must not compile
      case INCIDENT -> label.startsWith("resolved");
      case ALERT -> label.startsWith("closed");
      case PROBLEM, CHANGE_REQUEST, EVENT -> false;
    };
  }
}
