package dev.ropeway.mapping;

import dev.ropeway.servicenow.WrittenFields;
import dev.ropeway.tickettype.TicketTypeDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The columns that every draft fills, whatever its recommendation and terms are. */
@ApplicationScoped
class AlwaysWritten implements WrittenFields {

  private final Mappings mappings;

  AlwaysWritten(Mappings mappings) {
    this.mappings = mappings;
  }

  @Override
  public Set<String> of(String integration, TicketTypeDefinition type) {
    return mappings.alwaysWritten(integration, type);
  }
}
