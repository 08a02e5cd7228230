package dev.ropeway.integration.check;

import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Table;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is tested.
 *
 * @param inUse the kinds of ticket that it makes
 * @param imported the tables whose records are imported
 * @param workedAt when it was last known to work; null if never
 */
record Subject(
    Integration integration,
    Connection connection,
    Set<TicketTypeDefinition> inUse,
    List<Table> imported,
    Instant workedAt) {

  /** The tables that its tickets go to. */
  List<Table> tables() {
    return inUse.stream().map(Table::of).distinct().sorted().toList();
  }

  /** The import tables that its tickets are made through. */
  List<Table> staging() {
    return inUse.stream()
        .map(TicketTypeDefinition::creation)
        .filter(creation -> creation.way() == Way.IMPORT_SET)
        .map(creation -> Table.ofImports(creation.from()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The kinds of ticket whose records lie in a table. */
  List<TicketTypeDefinition> in(Table table) {
    return inUse.stream().filter(type -> type.table().equals(table.wireName())).toList();
  }
}
