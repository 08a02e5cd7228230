package dev.ropeway.servicenow;

import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.Set;

/** Which columns a create of ours always fills on an instance. */
public interface WrittenFields {

  Set<String> of(String integration, TicketTypeDefinition type);
}
