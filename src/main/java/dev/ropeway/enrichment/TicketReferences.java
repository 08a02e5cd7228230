package dev.ropeway.enrichment;

import dev.ropeway.recommendation.Recommendation;
import java.time.Instant;
import java.util.Map;

/**
 * What a ticket is to name and ServiceNow knows by a sys_id.
 *
 * @param people users and groups, by column
 * @param itemIsMapped the mapping says which configuration item it is
 * @param mayHaveService its table has a column for the service of the configuration item
 * @param fallbacks whether the integration's fallbacks stand in for people who are unknown
 * @param until no call may be begun that could outlast it
 */
public record TicketReferences(
    String integration,
    Map<String, Reference> people,
    Recommendation recommendation,
    boolean itemIsMapped,
    boolean mayHaveService,
    boolean fallbacks,
    Instant until) {

  /** Of a ticket that is handed to somebody: to them, or to nobody else. */
  public static TicketReferences ofHandover(
      String integration,
      Map<String, Reference> people,
      Recommendation recommendation,
      Instant until) {
    return new TicketReferences(integration, people, recommendation, true, false, false, until);
  }
}
