package dev.ropeway.mapping;

import dev.ropeway.tickettype.TicketType;
import java.time.Instant;
import java.util.Map;

/**
 * One version of a mapping.
 *
 * @param version counts from 1; 0 for what nobody stored
 * @param lengths how long the instance's columns were when it was stored
 */
public record StoredMapping(
    String integration,
    TicketType ticketType,
    int version,
    MappingDocument document,
    Map<String, Integer> lengths,
    String who,
    Instant at) {

  StoredMapping numbered(int next) {
    return new StoredMapping(integration, ticketType, next, document, lengths, who, at);
  }

  boolean saysThatOf(StoredMapping other) {
    return document.equals(other.document) && lengths.equals(other.lengths);
  }
}
