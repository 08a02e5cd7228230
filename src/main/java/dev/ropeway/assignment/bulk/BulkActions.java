package dev.ropeway.assignment.bulk;

import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.HeldAssignments;
import dev.ropeway.assignment.Reassignments;
import dev.ropeway.assignment.notes.PostedNotes;
import dev.ropeway.assignment.notes.PostedNotes.Posted;
import dev.ropeway.recommendation.Bounds;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Does to one assignment of many what the call for one does, by the same code. */
@ApplicationScoped
class BulkActions {

  static final String UNKNOWN = "no assignment has that id";

  private final Assignments assignments;
  private final HeldAssignments held;
  private final Reassignments reassignments;
  private final PostedNotes notes;

  BulkActions(
      Assignments assignments,
      HeldAssignments held,
      Reassignments reassignments,
      PostedNotes notes) {
    this.assignments = assignments;
    this.held = held;
    this.reassignments = reassignments;
    this.notes = notes;
  }

  /** Why an assignment would be skipped; null where it would not. */
  String refusal(BulkAction action, Standing standing) {
    return action.action() == Asked.NOTE
        ? notes.refusal(standing, action.kind())
        : standing.refusal(action.action());
  }

  /**
   * Does it, in the transaction of whoever asks. Null when it is done, or else why nothing was to
   * do.
   *
   * @param standing where the assignment is, under its lock; null when none of that id lies within
   *     the bounds
   */
  String run(BulkAction action, UUID id, Standing standing, Bounds within, String who) {
    if (standing == null) {
      return UNKNOWN;
    }
    String refusal = refusal(action, standing);
    if (refusal != null) {
      return refusal;
    }
    try {
      return done(action, id, within, who);
    } catch (RefusedException e) {
      return e.getMessage();
    }
  }

  private String done(BulkAction action, UUID id, Bounds within, String who) {
    return switch (action.action()) {
      case RETRY -> known(assignments.retry(id, within, who).isPresent());
      case RELEASE -> known(held.release(id, within, who).isPresent());
      case WITHDRAW -> {
        boolean cancel = action.ticket().equals("cancel");
        yield known(assignments.withdraw(id, within, cancel, who).isPresent());
      }
      case ASSIGN ->
          known(
              reassignments
                  .reassign(id, within, action.assignedTo(), action.assignmentGroup(), who)
                  .isPresent());
      case CHANGE ->
          known(
              assignments
                  .change(id, within, now -> now.spec().due(action.dueDate()), null, who)
                  .isPresent());
      case NOTE -> {
        Posted posted =
            notes.post(id, within, action.kind(), action.text(), who, null).orElse(null);
        yield posted == null || posted.added()
            ? known(posted != null)
            : "the ticket already has this note";
      }
    };
  }

  private static String known(boolean found) {
    return found ? null : UNKNOWN;
  }
}
