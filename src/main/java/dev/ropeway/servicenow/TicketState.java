package dev.ropeway.servicenow;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a ticket's state means: its label, and whether the work is over (B31). The instance's own
 * choices come first, then the out-of-box values of servicenow-wire § 4.
 */
public record TicketState(String value, String label, boolean over, boolean onHold) {

  private static final Map<Table, Map<String, String>> OUT_OF_BOX =
      Map.of(
          Table.INCIDENT,
          Map.of(
              "1",
              "New",
              "2",
              "In Progress",
              "3",
              "On Hold",
              "6",
              "Resolved",
              "7",
              "Closed",
              "8",
              "Canceled"),
          Table.PROBLEM,
          Map.of(
              "101",
              "New",
              "102",
              "Assess",
              "103",
              "Root Cause Analysis",
              "104",
              "Fix in Progress",
              "106",
              "Resolved",
              "107",
              "Closed",
              "1",
              "Open",
              "2",
              "Known Error",
              "3",
              "Pending Change",
              "4",
              "Closed/Resolved"),
          Table.CHANGE_REQUEST,
          Map.of(
              "-5",
              "New",
              "-4",
              "Assess",
              "-3",
              "Authorize",
              "-2",
              "Scheduled",
              "-1",
              "Implement",
              "0",
              "Review",
              "3",
              "Closed",
              "4",
              "Canceled"));

  private static final Set<String> OVER = Set.of("resolved", "closed", "canceled", "cancelled");

  TicketState(String value, String label, boolean over) {
    this(value, label, over, isOnHold(label));
  }

  /** Reads a state with the choices of its table; null or empty choices fall back. */
  public static TicketState of(Table table, String value, Map<String, String> choices) {
    String label = choices == null ? null : choices.get(value);
    if (label == null) {
      label = OUT_OF_BOX.getOrDefault(table, Map.of()).getOrDefault(value, value);
    }
    return new TicketState(value, label, isOver(label));
  }

  /** Resolved, and not yet closed for good: it can be worked on again. */
  public boolean isResolved() {
    return label.strip().toLowerCase(Locale.ROOT).startsWith("resolved");
  }

  /** A person waits for something and wants the ticket left as it is. */
  public boolean isOnHold() {
    return onHold;
  }

  private static boolean isOnHold(String label) {
    String lower = label.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("on hold")
        || lower.startsWith("awaiting")
        || lower.startsWith("pending");
  }

  /** The same where somebody said what states mean; empty lists leave it to the labels. */
  public TicketState meaning(Collection<String> overStates, Collection<String> onHoldStates) {
    return new TicketState(
        value,
        label,
        overStates.isEmpty() ? over : overStates.contains(value),
        onHoldStates.isEmpty() ? onHold : onHoldStates.contains(value));
  }

  /** "Closed", "Closed Complete" and "Closed/Resolved" are over; "Resolving" is not. */
  private static boolean isOver(String label) {
    String first = label.strip().toLowerCase(Locale.ROOT).split("[^a-z]", 2)[0];
    return OVER.contains(first);
  }
}
