package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Proposal;

/**
 * Reads the events of one source. Pure, and never throws on foreign input: what it does not
 * understand becomes a rejected proposal with a JSON pointer.
 */
public interface EventReader {

  /** The {@code {source}} of {@code POST /events/{source}}. */
  String source();

  /** Reads one event. */
  Proposal read(JsonNode event);
}
