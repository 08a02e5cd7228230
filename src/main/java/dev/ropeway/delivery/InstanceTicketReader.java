package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.StateLabels;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.tickettype.TicketTypeDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Reads tickets by the choice lists of their instance, and by what its mapping says of them. */
@ApplicationScoped
class InstanceTicketReader implements TicketReader {

  private final Connections connections;
  private final Choices choices;
  private final Mappings mappings;
  private final StateLabels labels;

  InstanceTicketReader(
      Connections connections, Choices choices, Mappings mappings, StateLabels labels) {
    this.connections = connections;
    this.choices = choices;
    this.mappings = mappings;
    this.labels = labels;
  }

  @Override
  public ShownTicket read(Claim claim, Table table, TableRecord row) {
    String integration = claim.integration();
    Map<String, String> states =
        choices.of(new Choices.Field(integration, table, KnownTicket.STATE));
    TicketTypeDefinition type = claim.ticketType();
    Ticket ticket = Ticketing.read(connections.named(integration), type, row, states);
    return new ShownTicket(
        row,
        ticket,
        mappings.meaning(
            integration, type, TicketState.of(type, row.text(KnownTicket.STATE), states)),
        labels.shown(integration, ticket));
  }
}
