package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.mapping.Draft;
import dev.ropeway.mapping.Mapping;
import dev.ropeway.mapping.Mappings;
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
    Draft draft = draft(claim);
    return delivery.mapped(
        new MappedFields(
            claim.ticketType() == TicketType.EVENT ? Events.draft(claim, draft) : draft,
            mappings.current(claim.integration(), claim.ticketType()).document().endings()));
  }

  /** A ticket that is ended, or only to be, needs no words: no mapping keeps it open. */
  private Draft draft(Claim claim) {
    try {
      return mappings.draft(claim);
    } catch (UnmappableException e) {
      boolean goesOn = claim.status() != Status.CLOSED && claim.status() != Status.WITHDRAWN;
      if (goesOn && !claim.goal().isEnd()) {
        throw e;
      }
      return claim.ticketType().isTask() ? Draft.NONE : Mapping.draft(claim);
    }
  }
}
