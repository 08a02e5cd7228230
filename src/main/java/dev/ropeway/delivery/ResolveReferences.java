package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.enrichment.ReferenceResolver;
import dev.ropeway.enrichment.Resolution;
import dev.ropeway.enrichment.TicketReferences;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Variable;

/**
 * Looks up the users, the groups and the configuration item that a new ticket names, and whom a
 * person wants a ticket to be handed to.
 */
@ApplicationScoped
@Named("resolveReferences")
@RegisterForReflection // routes call it by name
public class ResolveReferences {

  private final ReferenceResolver resolver;

  ResolveReferences(ReferenceResolver resolver) {
    this.resolver = resolver;
  }

  static TicketReferences wanted(Delivery delivery) {
    Claim claim = delivery.claim();
    if (delivery.ticket().sysId() != null) {
      return TicketReferences.ofHandover(
          claim.integration(),
          ReassignTicket.people(claim.reassignment()),
          claim.recommendation(),
          claim.leaseEnd());
    }
    return new TicketReferences(
        claim.integration(),
        delivery.fields().references(),
        claim.recommendation(),
        delivery.fields().has(ReferenceResolver.ITEM),
        delivery.table().isTask(),
        true,
        claim.leaseEnd());
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.RESOLVE_REFERENCES);
  }

  public Resolution begin(@Variable("delivery") Delivery delivery) {
    return resolver.begin(wanted(delivery));
  }

  /** Whether another look-up is to be made. */
  public boolean isAsking(@Variable("resolution") Resolution resolution) {
    return resolution.isAsking();
  }

  public TableCall call(
      @Variable("delivery") Delivery delivery, @Variable("resolution") Resolution resolution) {
    return delivery.call(resolution.call());
  }

  public Resolution onAnswer(
      @Variable("resolution") Resolution resolution, @Variable("answer") TableAnswer answer) {
    return resolver.onAnswer(resolution, answer);
  }

  /** The delivery with what was found; it has to wait where somebody else makes what it names. */
  public Delivery take(
      @Variable("delivery") Delivery delivery, @Variable("resolution") Resolution resolution) {
    return resolution.waitUntil() == null
        ? delivery.naming(resolution.found())
        : delivery.done(delivery.postponed(resolution.waitUntil()));
  }
}
