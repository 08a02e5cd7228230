package dev.ropeway.assignment.notes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A comment or work note of a ticket, as plain text.
 *
 * @param state of one that was posted here; null for others
 * @param detail why it was refused; null unless it was
 */
@RegisterForReflection // JSON of answers
public record Note(
    UUID id,
    Instant at,
    NoteAuthor by,
    NoteKind kind,
    String text,
    Origin origin,
    @JsonInclude(JsonInclude.Include.NON_NULL) State state,
    @JsonInclude(JsonInclude.Include.NON_NULL) String detail) {

  /** Where a note was written first. */
  public enum Origin {
    SERVICENOW,
    ROPEWAY;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Origin of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What became of a note that was posted here. */
  public enum State {
    WAITING,
    WRITTEN,
    REFUSED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
