package dev.ropeway.servicenow;

import dev.ropeway.tickettype.StateLabel;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.Collection;
import java.util.Map;

/**
 * What a ticket's state means: its label, and whether the work is over (B31). The instance's own
 * choices come first, then the labels of the ticket type.
 */
public record TicketState(String value, String label, boolean over, boolean onHold) {

  /** Reads a state with the choices of its table; null or empty choices fall back. */
  public static TicketState of(
      TicketTypeDefinition type, String value, Map<String, String> choices) {
    String label = type.label(value, choices);
    return new TicketState(value, label, StateLabel.isOver(label), StateLabel.isOnHold(label))
        .meaning(type.states().over(), type.states().onHold());
  }

  /** Resolved, and not yet closed for good: it can be worked on again. */
  public boolean isResolved() {
    return StateLabel.isResolved(label);
  }

  /** A person waits for something and wants the ticket left as it is. */
  public boolean isOnHold() {
    return onHold;
  }

  /** The same where somebody said what states mean; empty lists leave it to the labels. */
  public TicketState meaning(Collection<String> overStates, Collection<String> onHoldStates) {
    return new TicketState(
        value,
        label,
        overStates.isEmpty() ? over : overStates.contains(value),
        onHoldStates.isEmpty() ? onHold : onHoldStates.contains(value));
  }
}
