package dev.ropeway.integration;

import dev.ropeway.assignment.TicketType;
import java.time.Duration;

/**
 * A connection to one instance, as deliveries and polls use it.
 *
 * @param ticketType for orders that name none
 * @param concurrency calls in flight at once
 * @param timeout of one call
 * @param settle how long the fate of a lost create stays open
 * @param overlap how far before the last row seen a poll starts
 */
public record Integration(
    String name,
    TicketType ticketType,
    int concurrency,
    Duration timeout,
    Duration settle,
    int maxAttempts,
    String pollCron,
    String reconcileCron,
    Duration overlap,
    int pageSize) {

  /**
   * How long a claim is good for: two calls and a little, since a delivery reads before it writes.
   */
  public Duration lease() {
    return timeout.multipliedBy(2).plusSeconds(5);
  }
}
