package dev.ropeway.assignment;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which ticket a finding becomes: what a rule, or a person, says.
 *
 * @param rule the rule's name; null when a person ordered it
 * @param policy what becomes of the ticket as the finding lives on
 * @param group findings of equal group share one ticket; null: the finding has its own
 * @param newPerDay how many tickets the rule may open in a day; null: as many as there are findings
 */
@RegisterForReflection // JSON of answers
public record TicketRequest(
    String integration,
    TicketType ticketType,
    String rule,
    AssignmentSpec spec,
    Policy policy,
    Group group,
    Integer newPerDay) {

  /**
   * Several findings that share a ticket.
   *
   * @param key the same for all of them, and for no others
   * @param title what the ticket is called
   */
  public record Group(String key, String title) {}

  public TicketRequest {
    policy = policy == null ? Policy.DEFAULT : policy;
  }

  /** A ticket for one finding, as people and plain rules order it. */
  public static TicketRequest single(
      String integration, TicketType ticketType, String rule, AssignmentSpec spec) {
    return new TicketRequest(integration, ticketType, rule, spec, Policy.DEFAULT, null, null);
  }
}
