package dev.ropeway.servicenow;

import dev.ropeway.assignment.TicketPages;
import jakarta.enterprise.context.ApplicationScoped;

/** The pages of records on the instances that are connected. */
@ApplicationScoped
class InstancePages implements TicketPages {

  private final Connections connections;

  InstancePages(Connections connections) {
    this.connections = connections;
  }

  @Override
  public String of(String integration, String table, String sysId) {
    return connections.find(integration).map(one -> one.pageOf(table, sysId)).orElse(null);
  }
}
