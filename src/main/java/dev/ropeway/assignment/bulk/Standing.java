package dev.ropeway.assignment.bulk;

import static dev.ropeway.assignment.Lifecycle.Event.CHANGED;
import static dev.ropeway.assignment.Lifecycle.Event.DISMISSED;
import static dev.ropeway.assignment.Lifecycle.Event.RETRIED;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.Lifecycle;
import dev.ropeway.assignment.Status;
import dev.ropeway.tickettype.TicketType;

/**
 * What decides whether an assignment takes what people ask of it: the same for the call for one and
 * for a run over many, which can be tried dry.
 *
 * @param held by its rule's daily limit or its test integration
 * @param ticketed it has a ticket
 */
public record Standing(
    Status status, TicketType ticketType, String integration, boolean held, boolean ticketed) {

  public static Standing of(Assignment assignment) {
    return new Standing(
        assignment.status(),
        assignment.ticketType(),
        assignment.integration(),
        assignment.heldSince() != null,
        assignment.ticket() != null);
  }

  /**
   * Nothing, where it takes what is asked.
   *
   * @throws RefusedException saying why it does not
   */
  public void require(Asked asked) {
    String refusal = refusal(asked);
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
  }

  /** Why it does not take what is asked; null where it does. */
  public String refusal(Asked asked) {
    return switch (asked) {
      case RETRY -> Lifecycle.takes(status, RETRIED) ? null : said() + ", not parked";
      case RELEASE -> held ? null : said() + ", not held";
      case WITHDRAW -> Lifecycle.takes(status, DISMISSED) ? null : said();
      case CHANGE -> Lifecycle.takes(status, CHANGED) ? null : said();
      case ASSIGN -> {
        String closed = refusal(Asked.CHANGE);
        yield closed != null ? closed : lacks("no owner and no group");
      }
      case NOTE -> {
        boolean over = status == Status.CLOSED && !ticketed;
        String none = lacks("neither comments nor work notes");
        String ended = over ? said() + " and has no ticket" : said();
        yield none != null ? none : over || status == Status.WITHDRAWN ? ended : null;
      }
    };
  }

  private String lacks(String what) {
    return ticketType.isTask()
        ? null
        : "an " + ticketType.word() + " has " + what + " in ServiceNow";
  }

  private String said() {
    return "the assignment is " + status.word();
  }
}
