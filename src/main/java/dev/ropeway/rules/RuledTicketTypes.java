package dev.ropeway.rules;

import dev.ropeway.integration.check.TicketTypesInUse;
import dev.ropeway.tickettype.TicketType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The kinds of ticket that rules order from an integration. */
@ApplicationScoped
class RuledTicketTypes implements TicketTypesInUse {

  private final Rules rules;

  RuledTicketTypes(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Set<TicketType> of(String integration) {
    return rules.ticketTypes(integration);
  }
}
