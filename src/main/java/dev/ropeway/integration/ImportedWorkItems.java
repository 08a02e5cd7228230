package dev.ropeway.integration;

import dev.ropeway.tickettype.TicketType;
import java.time.Duration;
import java.util.List;

/**
 * Which records of an instance are imported, whoever made them.
 *
 * @param types the kinds of ticket whose tables are read; none: nothing is
 * @param lookBack how far back the first import reads
 * @param cron when changes are read, and more of the past while there is more
 * @param checkCron when it is checked which records are still there
 */
public record ImportedWorkItems(
    List<TicketType> types, Duration lookBack, String cron, String checkCron) {

  public ImportedWorkItems {
    types = List.copyOf(types);
  }
}
