package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Deliveries;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Stands before every write: none is begun that could outlast its lease, and none whose loss we
 * would not know of.
 */
@ApplicationScoped
@Named("writeGuard")
@RegisterForReflection // routes call it by name
public class WriteGuard {

  private final Integrations integrations;
  private final Deliveries deliveries;
  private final Stopping stopping;
  private final Clock clock;

  WriteGuard(Integrations integrations, Deliveries deliveries, Stopping stopping, Clock clock) {
    this.integrations = integrations;
    this.deliveries = deliveries;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Whether a call that is begun now could outlast the lease: another worker may have it then. */
  boolean isTooLate(Claim claim, Instant now) {
    Integration integration = integrations.named(claim.integration());
    return now.plus(integration.timeout()).isAfter(claim.leaseEnd());
  }

  /**
   * Records what is about to be written. Late in the lease, and while we go down, the write is left
   * to the next claim.
   */
  public Delivery record(@Variable("delivery") Delivery delivery) {
    if (delivery.isDone()) {
      return delivery;
    }
    Instant now = clock.instant();
    if (stopping.isOrdered() || isTooLate(delivery.claim(), now)) {
      return delivery.done(delivery.postponed(now));
    }
    if (delivery.creating()) {
      deliveries.recordSaid(delivery.claim(), CreateTicket.record(delivery));
    }
    boolean recorded = delivery.creating() ? recordAttempt(delivery.claim()) : recordTry(delivery);
    return recorded ? delivery : delivery.done(delivery.postponed(now));
  }

  /** Of a first create the claim has recorded it. */
  private boolean recordAttempt(Claim claim) {
    return claim.unsettledUntil() == null
        || deliveries.recordAttempt(
            claim, claim.leaseEnd().plus(integrations.named(claim.integration()).settle()));
  }

  /** An end is known again by the state of the ticket, and needs no record but for its notes. */
  private boolean recordTry(Delivery delivery) {
    String journal = delivery.claim().ticketType().journal();
    boolean notes = journal != null && delivery.write().containsKey(journal);
    if (delivery.step() != Step.UPDATE || (delivery.ending() && !notes)) {
      deliveries.recordSaid(delivery.claim(), delivery.write());
      return true;
    }
    ShownTicket shown = delivery.ticket().shown();
    Map<String, String> ours =
        shown == null || delivery.ending()
            ? Map.of()
            : shown.row().only(List.copyOf(compared(delivery).keySet()));
    return deliveries.recordTry(
        delivery.claim(),
        LastWritten.with(delivery.ticket().written().echoed(), ours),
        delivery.write());
  }

  /** The part of what is written that is compared again. */
  static Map<String, String> compared(Delivery delivery) {
    Map<String, String> compared = new LinkedHashMap<>(delivery.write());
    compared.keySet().retainAll(delivery.fields().managed().keySet());
    return compared;
  }
}
