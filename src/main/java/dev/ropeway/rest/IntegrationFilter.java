package dev.ropeway.rest;

import dev.ropeway.tickettype.TicketTypes;
import java.util.List;
import java.util.Objects;

/** Which integrations are meant; null conditions hold for all. */
record IntegrationFilter(
    Boolean enabled, String ticketType, String environment, String state, Query query) {

  /** The contract has another parameter of this name elsewhere. */
  private static final List<String> STATES =
      List.of("never-tested", "connected", "not-authorized", "failing", "removing", "disabled");

  static IntegrationFilter of(Query query, TicketTypes types) {
    return new IntegrationFilter(
        query.flag("enabled"),
        query.ticketType(types),
        query.word("environment"),
        query.word("state", STATES),
        query);
  }

  /** Of one that cannot be used only its name and its state are known. */
  boolean takes(ListedIntegration one) {
    if (state != null && !state.equals(one.status().state())) {
      return false;
    }
    if (one instanceof IntegrationView view) {
      return (enabled == null || enabled == view.enabled())
          && (ticketType == null || ticketType.equals(view.ticketType()))
          && (environment == null || environment.equals(view.environment()))
          && query.finds(view.name(), Objects.toString(view.instanceUrl()));
    }
    return enabled == null && ticketType == null && environment == null && query.finds(one.name());
  }
}
