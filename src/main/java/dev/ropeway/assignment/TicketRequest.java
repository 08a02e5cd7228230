package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ropeway.tickettype.TicketType;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which ticket a recommendation becomes: what a rule, or a person, says.
 *
 * @param rule the rule's name; null when a person ordered it
 * @param policy what becomes of the ticket as the recommendation lives on
 * @param group recommendations of equal group share one ticket; null: the recommendation has its
 *     own
 * @param newPerDay how many tickets the rule may open in a day; null: as many as there are
 *     recommendations
 * @param hold the ticket waits until a person releases it
 */
@RegisterForReflection // JSON of answers
public record TicketRequest(
    String integration,
    TicketType ticketType,
    String rule,
    @JsonProperty("terms") AssignmentSpec spec,
    Policy policy,
    Group group,
    Integer newPerDay,
    boolean hold) {

  /** A ticket that waits for nobody. */
  public TicketRequest(
      String integration,
      TicketType ticketType,
      String rule,
      AssignmentSpec spec,
      Policy policy,
      Group group,
      Integer newPerDay) {
    this(integration, ticketType, rule, spec, policy, group, newPerDay, false);
  }

  /**
   * Several recommendations that share a ticket.
   *
   * @param key the same for all of them, and for no others
   * @param title what the ticket is called
   */
  public record Group(String key, String title) {}

  public TicketRequest {
    policy = policy == null ? Policy.DEFAULT : policy;
  }

  /** A ticket for one recommendation, as people and plain rules order it. */
  public static TicketRequest single(
      String integration, TicketType ticketType, String rule, AssignmentSpec spec) {
    return new TicketRequest(integration, ticketType, rule, spec, Policy.DEFAULT, null, null);
  }

  /** The same, to wait for a person or not. */
  public TicketRequest held(boolean until) {
    return new TicketRequest(integration, ticketType, rule, spec, policy, group, newPerDay, until);
  }

  /** What the timeline says of a ticket that waits for a person. */
  public String holding() {
    return "integration "
        + integration
        + " is a test environment that holds new tickets until a person releases them";
  }
}
