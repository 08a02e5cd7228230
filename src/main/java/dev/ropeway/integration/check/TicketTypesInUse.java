package dev.ropeway.integration.check;

import dev.ropeway.tickettype.TicketType;
import java.util.Set;

/** Which kinds of ticket an integration may be asked for. */
public interface TicketTypesInUse {

  Set<TicketType> of(String integration);
}
