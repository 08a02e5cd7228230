package dev.ropeway.assignment.notes;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;

/** Who may read a note: a comment the caller of the ticket too, a work note only those at work. */
@RegisterForReflection // JSON of answers
public enum NoteKind {
  COMMENT("comments"),
  WORK_NOTE("work_notes");

  private final String element;

  NoteKind(String element) {
    this.element = element;
  }

  /** The column of a ticket that takes it, by which the journal names it too. */
  public String element() {
    return element;
  }

  /** As answers and the store have it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As people say it. */
  public String said() {
    return word().replace('_', ' ');
  }

  /** As settings have it. */
  public String setting() {
    return element.replace('_', '-');
  }

  public static NoteKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The kind that a column takes; empty for one that takes none. */
  public static Optional<NoteKind> ofElement(String element) {
    return java.util.stream.Stream.of(values())
        .filter(kind -> kind.element.equals(element))
        .findFirst();
  }
}
