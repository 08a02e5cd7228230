package dev.ropeway.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Claim;
import dev.ropeway.mapping.TicketFields;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Json;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a recommendation is told as events, which are only ever inserted: each revision that matters
 * is an event of its own, marked so that a lost one is known again, and the end is one that clears.
 */
final class EventRevisions {

  /** Among so many of the newest of its key a lost event must be. */
  static final int LAST = 20;

  private static final String INFO = "additional_info";
  private static final String REVISION = "ropeway_revision";
  private static final String CLEAR = "0";

  private EventRevisions() {}

  /** The event that tells what is wanted now. */
  static TicketFields draft(Claim claim, TicketFields mapped) {
    Map<String, String> managed = new LinkedHashMap<>(mapped.managed());
    Map<String, String> onCreate = new LinkedHashMap<>(mapped.onCreate());
    onCreate.put(INFO, marked(onCreate.get(INFO), claim.revision()));
    if (claim.desiredState().isEnd()) {
      managed.put("severity", CLEAR);
      managed.put("description", WorkNotes.end(claim));
      onCreate.put("resolution_state", "Closing");
    }
    return new TicketFields(managed, onCreate, Map.of());
  }

  /** The last of ours among those that were found; null for none. */
  static TableRecord latest(List<TableRecord> rows) {
    return rows.stream().max(Comparator.comparingLong(EventRevisions::revision)).orElse(null);
  }

  /** The revision that an event tells; 0 if it does not say. */
  static long revision(TableRecord row) {
    return info(row.text(INFO)).path(REVISION).asLong();
  }

  private static String marked(String info, long revision) {
    ObjectNode marked = Json.MAPPER.createObjectNode();
    JsonNode there = info(info);
    if (there instanceof ObjectNode object) {
      marked.setAll(object);
    } else if (info != null && !info.isBlank()) {
      marked.put("text", info);
    }
    return marked.put(REVISION, revision).toString();
  }

  private static JsonNode info(String text) {
    try {
      return Json.tree(text == null || text.isBlank() ? "{}" : text);
    } catch (UncheckedIOException e) {
      return Json.MAPPER.missingNode();
    }
  }
}
