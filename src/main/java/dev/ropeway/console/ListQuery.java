package dev.ropeway.console;

import dev.ropeway.assignment.AssignmentFilter;
import dev.ropeway.assignment.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a reader of the list asked for.
 *
 * @param status null for all
 * @param text never null; empty for all
 * @param before the last assignment of the page before; null on the first page
 */
record ListQuery(Status status, String text, UUID before) {

  private static final int MAX_TEXT = 200;

  /** The parameter that cannot be read, as a sentence. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  static ListQuery of(String status, String text, String before) {
    return new ListQuery(status(status), text(text), before(before));
  }

  private static Status status(String word) {
    if (word == null || word.isBlank()) {
      return null;
    }
    try {
      return Status.of(word);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("No status is called \"" + word + "\".");
    }
  }

  private static String text(String text) {
    String clean = text == null ? "" : text.replace("\0", "").strip();
    if (clean.length() > MAX_TEXT) {
      throw new UnreadableException("A search text can have at most " + MAX_TEXT + " characters.");
    }
    return clean;
  }

  private static UUID before(String cursor) {
    try {
      return cursor == null || cursor.isBlank() ? null : UUID.fromString(cursor);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("This page does not exist.");
    }
  }

  AssignmentFilter filter() {
    return new AssignmentFilter(
        status, null, null, null, null, null, null, text.isEmpty() ? null : text, null, null);
  }

  public boolean isFiltered() {
    return status != null || !text.isEmpty();
  }

  public String statusWord() {
    return status == null ? "" : status.word();
  }

  ListQuery with(Status other) {
    return new ListQuery(other, text, null);
  }

  ListQuery from(String cursor) {
    return new ListQuery(status, text, cursor == null ? null : UUID.fromString(cursor));
  }

  /** The address at which this is read. */
  public String href() {
    List<String> parameters = new ArrayList<>();
    if (status != null) {
      parameters.add("status=" + status.word());
    }
    if (!text.isEmpty()) {
      parameters.add("text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
    if (before != null) {
      parameters.add("before=" + before);
    }
    return parameters.isEmpty() ? "/" : "/?" + String.join("&", parameters);
  }
}
