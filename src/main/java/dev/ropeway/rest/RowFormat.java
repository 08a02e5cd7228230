package dev.ropeway.rest;

import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * How rows are written that are streamed.
 *
 * @param head what stands before the first row
 * @param row a row with its end
 */
record RowFormat<T>(String mediaType, String head, Function<T, byte[]> row) {

  private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.UTF_8);

  /** The media type of lines of JSON. */
  static final String LINES = "application/x-ndjson";

  /** Each row as JSON on a line of its own. */
  static <T> RowFormat<T> lines() {
    return new RowFormat<>(LINES, "", RowFormat::line);
  }

  private static byte[] line(Object value) {
    byte[] json = Json.bytes(value);
    byte[] line = Arrays.copyOf(json, json.length + LINE_END.length);
    System.arraycopy(LINE_END, 0, line, json.length, LINE_END.length);
    return line;
  }

  /** What the answer is said to be. */
  String contentType() {
    return mediaType.startsWith("text/") ? mediaType + "; charset=utf-8" : mediaType;
  }

  /** Whether the caller asks for it. */
  boolean isWanted(String accept) {
    return accept != null && accept.toLowerCase(Locale.ROOT).contains(mediaType);
  }
}
