package dev.ropeway.assignment.notes;

/**
 * Knows which notes an integration writes on its tickets; asked by the store, answered by whoever
 * knows the integrations. A comment reaches people outside: it goes only where somebody allowed it.
 */
public interface SentNotes {

  boolean sends(String integration, NoteKind kind);

  /** Why a note of that kind is not taken for its tickets; null where it is. */
  default String refusal(String integration, NoteKind kind) {
    return sends(integration, kind)
        ? null
        : "integration "
            + integration
            + " sends no "
            + kind.said()
            + "s: add "
            + kind.setting()
            + " to its notes.out";
  }
}
