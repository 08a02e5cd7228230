package dev.ropeway.mapping;

import dev.ropeway.enrichment.Reference;
import java.util.Map;

/**
 * A record we want ServiceNow to show. Equal assignments give equal drafts.
 *
 * @param managed fields that stay ours after the creation, unless a person edits them
 * @param onCreate fields that belong to ServiceNow once the ticket exists
 * @param references fields whose value is to be looked up, by how a person wrote it
 */
public record TicketFields(
    Map<String, String> managed, Map<String, String> onCreate, Map<String, Reference> references) {

  /** A record of which nothing is wanted. */
  public static final TicketFields NONE = new TicketFields(Map.of(), Map.of(), Map.of());
}
