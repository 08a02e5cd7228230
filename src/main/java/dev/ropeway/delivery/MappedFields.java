package dev.ropeway.delivery;

import dev.ropeway.enrichment.Reference;
import dev.ropeway.mapping.MappingDocument.Ending;
import dev.ropeway.mapping.TicketFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the mapping makes of a claim.
 *
 * @param draft the record that the ticket is to be
 * @param turns what is written besides when the ticket is ended or opened again
 */
record MappedFields(TicketFields draft, Map<Ending, Map<String, String>> turns) {

  static final MappedFields NONE = new MappedFields(TicketFields.NONE, Map.of());

  MappedFields with(TicketFields other) {
    return new MappedFields(other, turns);
  }

  /** Fields that stay ours after the creation, unless a person edits them. */
  Map<String, String> managed() {
    return draft.managed();
  }

  /** Fields that belong to ServiceNow once the ticket exists. */
  Map<String, String> onCreate() {
    return draft.onCreate();
  }

  Map<String, Reference> references() {
    return draft.references();
  }

  /** What is written at a turn of the ticket: the standard, and over it what the mapping says. */
  Map<String, String> at(Ending turn, Map<String, String> standard) {
    Map<String, String> fields = new LinkedHashMap<>(standard);
    fields.putAll(turns.getOrDefault(turn, Map.of()));
    return fields;
  }

  boolean has(String column) {
    return onCreate().containsKey(column) || managed().containsKey(column);
  }
}
