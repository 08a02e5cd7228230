package dev.ropeway.rest;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.TicketType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who makes an assignment by hand. Whoever it is initiated the work. Only a person who is known by
 * an address may also be the caller of the ticket: ServiceNow has users by their e-mail, and none
 * that is called like one of our API keys.
 */
record Maker(String name) {

  /** Fields of terms that name people and groups. */
  static final List<String> NAMES = List.of("assignedTo", "assignmentGroup", "caller");

  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

  /** The recommendation, initiated by its maker unless it says by whom. */
  Recommendation initiated(Recommendation recommendation) {
    return said(recommendation.initiatedBy())
        ? recommendation
        : recommendation.but().initiatedBy(name).build();
  }

  /** The terms, called for by the maker unless they say by whom or nobody can be. */
  AssignmentSpec called(AssignmentSpec spec, TicketType type) {
    boolean caller = type.isTask() && !said(spec.caller()) && ADDRESS.matcher(name).matches();
    return caller ? spec.calledBy(name) : spec;
  }

  private static boolean said(String text) {
    return text != null && !text.isBlank();
  }
}
