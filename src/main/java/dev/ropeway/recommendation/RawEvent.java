package dev.ropeway.recommendation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ropeway.store.Json;
import java.io.UncheckedIOException;

/**
 * An event as it came, as a text: a tree of it would take forty times its length for as long as it
 * waits to be stored.
 */
final class RawEvent {

  /** Real events have some thousand characters. */
  static final int MAX_LENGTH = 256 * 1024;

  /** ASCII only, so that NULs and lone surrogates of the sender survive as escapes. */
  private static final ObjectWriter WRITER =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private RawEvent() {}

  static String text(JsonNode event) {
    if (event == null) {
      return null;
    }
    try {
      String text = WRITER.writeValueAsString(event);
      return text.length() > MAX_LENGTH
          ? "{\"leftOut\":\"the event has " + text.length() + " characters\"}"
          : text;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
