package dev.ropeway.mapping;

import dev.ropeway.assignment.TicketType;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.WrittenFields;
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
  public Set<String> of(String integration, Table table) {
    return mappings.alwaysWritten(integration, TicketType.ofTable(table.wireName()));
  }
}
