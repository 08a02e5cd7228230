package dev.ropeway.assignment;

import dev.ropeway.store.Database;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which kinds of ticket the assignments ask for. */
@ApplicationScoped
public class TicketTypesOfAssignments {

  private final Database database;
  private final TicketTypes types;

  TicketTypesOfAssignments(Database database, TicketTypes types) {
    this.database = database;
    this.types = types;
  }

  /** Whether there is an assignment of that kind. */
  public boolean any(TicketType type) {
    return exists(type, "");
  }

  /** Whether there is one that is not ended. */
  public boolean anyOpen(TicketType type) {
    return exists(type, "and status not in ('closed', 'withdrawn')");
  }

  private boolean exists(TicketType type, String which) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from assignment where ticket_type = :type %s)"
                        .formatted(which))
                .bind("type", type.word())
                .mapTo(boolean.class)
                .one());
  }

  /** The tables that hold tickets of an integration. */
  public List<String> tables(String integration) {
    return of(integration).stream()
        .flatMap(type -> types.find(type).stream())
        .map(TicketTypeDefinition::table)
        .distinct()
        .toList();
  }

  /** The kinds of ticket that an integration was asked for. */
  public List<TicketType> of(String integration) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select distinct ticket_type from assignment where integration = :integration order by 1")
                .bind("integration", integration)
                .mapTo(String.class)
                .map(TicketType::of)
                .list());
  }

  /** The types of those records that are tickets of ours, by sys_id. */
  public Map<String, TicketType> of(String integration, Collection<String> sysIds) {
    Map<String, TicketType> found = new HashMap<>();
    database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select ticket_sys_id, ticket_type from assignment"
                        + " where integration = :integration and ticket_sys_id = any (:sysIds)")
                .bind("integration", integration)
                .bindByType("sysIds", sysIds.toArray(String[]::new), String[].class)
                .map((rs, context) -> found.put(rs.getString(1), TicketType.of(rs.getString(2))))
                .list());
    return found;
  }
}
