package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Status;
import dev.ropeway.mapping.Mapping;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.mapping.TicketFields;
import dev.ropeway.mapping.UnmappableException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Variable;

/** Words the record that a ticket is to be. */
@ApplicationScoped
@Named("mapFields")
@RegisterForReflection // routes call it by name
public class MapFields {

  private final Mappings mappings;

  MapFields(Mappings mappings) {
    this.mappings = mappings;
  }

  /**
   * The delivery with its fields.
   *
   * @throws UnmappableException naming the field that cannot be worded
   */
  public Delivery map(@Variable("delivery") Delivery delivery) {
    Claim claim = delivery.claim();
    return delivery.mapped(
        new MappedFields(
            draft(claim),
            mappings.current(claim.integration(), claim.ticketType()).document().endings()));
  }

  /** The delivery of an event with the revision that it tells; any other as it is. */
  public Delivery mark(@Variable("delivery") Delivery delivery) {
    Claim claim = delivery.claim();
    return claim.ticketType().isEvent()
        ? delivery.mapped(
            delivery.fields().with(EventRevisions.draft(claim, delivery.fields().draft())))
        : delivery;
  }

  /** A ticket that is ended, or only to be, needs no words: no mapping keeps it open. */
  private TicketFields draft(Claim claim) {
    try {
      return mappings.draft(claim);
    } catch (UnmappableException e) {
      boolean goesOn = claim.status() != Status.CLOSED && claim.status() != Status.WITHDRAWN;
      if (goesOn && !claim.desiredState().isEnd()) {
        throw e;
      }
      return claim.ticketType().isTask() ? TicketFields.NONE : Mapping.draft(claim);
    }
  }
}
