package dev.ropeway.integration;

import dev.ropeway.assignment.StateLabels;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** The labels that the settings of the integrations give to states of tickets. */
@ApplicationScoped
class RenamedStates implements StateLabels {

  private final Integrations integrations;
  private final TicketTypes types;

  RenamedStates(Integrations integrations, TicketTypes types) {
    this.integrations = integrations;
    this.types = types;
  }

  @Override
  public String shown(String integration, String table, String state, String label) {
    return integrations.find(integration).stream()
        .flatMap(
            one ->
                types.inTable(table).stream()
                    .map(type -> one.stateLabel(type.name().word(), state)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(label);
  }
}
