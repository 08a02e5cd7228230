package dev.ropeway.integration.check;

import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.Map;
import java.util.Set;

/** What of a table's choices is needed to bring its tickets to an end. */
public interface Endings {

  /**
   * The states that are written; none where nothing is.
   *
   * @param states those of the instance, value to label
   */
  Set<String> states(TicketTypeDefinition type, Map<String, String> states);

  /** The columns that say how a ticket ended; any choice of each will do. */
  Set<String> codeFields(TicketTypeDefinition type);
}
