package dev.ropeway.integration.check;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.servicenow.Table;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is checked of a connection, in this order (design § 8; D30). */
@RegisterForReflection // JSON of answers and the store, by its words
public enum ConnectionCheck {
  ADDRESS("The address resolves and its certificate is trusted"),
  INSTANCE("The address is a ServiceNow instance that is awake", ADDRESS),
  AUTHORIZED("The login is accepted", INSTANCE),
  CLOCK("The clocks agree", INSTANCE),
  TIME_ZONE("Time zone of the integration user", AUTHORIZED),
  VERSION("Version of the instance", AUTHORIZED),
  INCIDENT("Incidents can be read, created and updated", AUTHORIZED),
  PROBLEM("Problems can be read, created and updated", AUTHORIZED),
  CHANGE_REQUEST("Change requests can be read, created and updated", AUTHORIZED),
  EM_EVENT("Events can be created and read", AUTHORIZED),
  EM_ALERT("Alerts can be read, created and updated", AUTHORIZED),
  TICKET_TABLES("Tickets of your own types can be read, created and updated", AUTHORIZED),
  WORK_ITEMS("Tables that are imported can be read", AUTHORIZED),
  STAGING_TABLES("Import tables of ticket types can be read", AUTHORIZED),
  ACTIVITY("Logs of the streams of activity can be read", AUTHORIZED),
  JOURNAL("Comments and work notes can be read", AUTHORIZED),
  ATTACHMENTS("Attachments can be listed", AUTHORIZED),
  USERS("Users can be looked up", AUTHORIZED),
  GROUPS("Groups can be looked up", AUTHORIZED),
  CONFIGURATION_ITEMS(
      "Configuration items can be looked up, and created if that is configured", AUTHORIZED),
  ROLES("Roles of the integration user", AUTHORIZED),
  CHOICES("The instance has the states and close codes that Ropeway writes", AUTHORIZED),
  MANDATORY_FIELDS("Mandatory fields are filled", AUTHORIZED),
  RATE_LIMIT("Rate limit", AUTHORIZED);

  private static final Set<ConnectionCheck> TICKETS =
      EnumSet.of(INCIDENT, PROBLEM, CHANGE_REQUEST, EM_EVENT, EM_ALERT, TICKET_TABLES);

  private final String title;
  private final Set<ConnectionCheck> needs;

  ConnectionCheck(String title, ConnectionCheck... needs) {
    this.title = title;
    this.needs = Set.of(needs);
  }

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  static ConnectionCheck of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public String title() {
    return title;
  }

  /** Without which this one says nothing. */
  Set<ConnectionCheck> needs() {
    return needs;
  }

  /** The one about a table that tickets are written to. */
  static ConnectionCheck of(Table table) {
    return TICKETS.stream()
        .filter(check -> check.name().equalsIgnoreCase(table.wireName()))
        .findFirst()
        .orElse(TICKET_TABLES);
  }

  /** Whether it is about a table of tickets, which need not be in use. */
  boolean isTicketTable() {
    return TICKETS.contains(this);
  }
}
