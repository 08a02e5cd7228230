package dev.ropeway.assignment;

/**
 * Knows what people call the states of tickets; asked by the store, answered by whoever knows the
 * integrations.
 */
public interface StateLabels {

  /** Nobody renamed anything. */
  StateLabels OF_THE_INSTANCE = (integration, table, state, label) -> label;

  /** The label to show: the instance's own where nobody renamed the state (A07). */
  String shown(String integration, String table, String state, String label);

  /** The label to show for the state of a ticket. */
  default String shown(String integration, Ticket ticket) {
    return shown(integration, ticket.table(), ticket.state(), ticket.stateLabel());
  }
}
