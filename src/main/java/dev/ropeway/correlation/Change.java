package dev.ropeway.correlation;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Lifecycle.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What an event changes of an assignment that is there.
 *
 * @param event what happened to it; null when nothing did that moves it
 * @param dampedUntil how long the recommendation is left alone; null: not at all
 * @param spec null leaves them
 * @param orderedOwner whom the rule names now; null leaves it
 * @param notes work notes that the ticket is to get
 */
record Change(
    UUID id,
    Event event,
    Instant dampedUntil,
    AssignmentSpec spec,
    String orderedOwner,
    List<String> notes) {

  static Change of(UUID id) {
    return new Change(id, null, null, null, null, List.of());
  }

  Change by(Event what) {
    return new Change(id, what, dampedUntil, spec, orderedOwner, notes);
  }

  Change dampedUntil(Instant until) {
    return new Change(id, event, until, spec, orderedOwner, notes);
  }

  Change owned(AssignmentSpec newTerms, String owner) {
    return new Change(id, event, dampedUntil, newTerms, owner, notes);
  }

  /** With one note more; null adds none. */
  Change noting(String note) {
    if (note == null) {
      return this;
    }
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Change(id, event, dampedUntil, spec, orderedOwner, more);
  }
}
