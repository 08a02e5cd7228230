package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.servicenow.Ticketing;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Reads tickets by the choice lists of their instance, and by what its mapping says of them. */
@ApplicationScoped
class InstanceTicketReader implements TicketReader {

  private final Connections connections;
  private final Choices choices;
  private final Mappings mappings;

  InstanceTicketReader(Connections connections, Choices choices, Mappings mappings) {
    this.connections = connections;
    this.choices = choices;
    this.mappings = mappings;
  }

  @Override
  public ShownTicket read(Claim claim, Table table, TableRecord row) {
    String integration = claim.integration();
    Map<String, String> states =
        choices.of(new Choices.Field(integration, table, KnownTicket.STATE));
    return new ShownTicket(
        row,
        Ticketing.read(connections.named(integration), table, row, states),
        mappings.meaning(
            integration, table, TicketState.of(table, row.text(KnownTicket.STATE), states)));
  }
}
