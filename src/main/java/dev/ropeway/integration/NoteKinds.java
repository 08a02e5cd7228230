package dev.ropeway.integration;

import dev.ropeway.assignment.notes.NoteKind;
import java.util.Set;

/**
 * Which kinds of notes are carried between an instance and Ropeway.
 *
 * @param in from its tickets
 * @param out to its tickets
 */
public record NoteKinds(Set<NoteKind> in, Set<NoteKind> out) {

  public NoteKinds {
    in = Set.copyOf(in);
    out = Set.copyOf(out);
  }
}
