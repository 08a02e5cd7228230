package dev.ropeway.enrichment;

import dev.ropeway.recommendation.Recommendation;
import java.time.Instant;
import java.util.Map;

/**
 * What a new ticket names and ServiceNow knows by a sys_id.
 *
 * @param people users and groups, by column
 * @param itemIsMapped the mapping says which configuration item it is
 * @param mayHaveService its table has a column for the service of the configuration item
 * @param until no call may be begun that could outlast it
 */
public record TicketReferences(
    String integration,
    Map<String, Reference> people,
    Recommendation recommendation,
    boolean itemIsMapped,
    boolean mayHaveService,
    Instant until) {}
