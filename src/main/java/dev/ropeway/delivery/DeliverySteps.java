package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Status;
import dev.ropeway.throttling.Pauses;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * What the route {@code deliver-assignment} asks before and after a ticket is written: whether a
 * delivery may begin, which of the routes for tickets it needs, and how it ended where none was
 * needed.
 */
@ApplicationScoped
@Named("deliverySteps")
@RegisterForReflection // routes call it by name
public class DeliverySteps {

  private final WriteGuard guard;
  private final Pauses pauses;
  private final Clock clock;

  DeliverySteps(WriteGuard guard, Pauses pauses, Clock clock) {
    this.guard = guard;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** Begins the delivery of a claim; it may be over before it began. */
  public Delivery begin(@Body Claim claim) {
    Delivery delivery = Delivery.of(claim);
    Instant now = clock.instant();
    Instant paused = pauses.until(claim.integration(), now);
    if (paused != null) {
      return delivery.done(delivery.postponed(paused));
    }
    if (guard.isTooLate(claim, now)) {
      return delivery.done(delivery.postponed(now));
    }
    boolean nothingWanted =
        (claim.status() == Status.CLOSED && claim.notes().isEmpty() && !claim.posts())
            || (claim.status() == Status.WITHDRAWN && !claim.desiredState().isEnd());
    if (nothingWanted) {
      return delivery.done(new Delivered(claim, Progress.NONE));
    }
    boolean settles = claim.unsettledUntil() != null && claim.unsettledUntil().isAfter(now);
    return settles ? delivery.done(delivery.postponed(claim.unsettledUntil())) : delivery;
  }

  /** Whether the outcome is still open. */
  public boolean isUnfinished(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone();
  }

  /** The route that the ticket needs; {@code nothing} where it needs none. */
  public String todo(@Variable("delivery") Delivery delivery) {
    if (delivery.isDone() || delivery.takesOnlyNotes(clock.instant())) {
      return "nothing";
    }
    if (delivery.claim().ticketType().isEvent()) {
      return "send-event";
    }
    if (delivery.ticket().sysId() == null) {
      return delivery.ending() ? "nothing" : "create-ticket";
    }
    if (delivery.ending()) {
      return "end-ticket";
    }
    if (delivery.reopening()) {
      return "reopen-ticket";
    }
    boolean differs =
        !FieldDiff.wanted(delivery.fields().managed(), delivery.ticket().written()).isEmpty();
    return differs ? "update-ticket" : "nothing";
  }

  /** Ends a delivery that had nothing to write. */
  public Delivery sumUp(@Variable("delivery") Delivery delivery) {
    if (delivery.isDone()) {
      return delivery;
    }
    Claim claim = delivery.claim();
    if (delivery.rests(clock.instant())) {
      return delivery.done(new Postponed(claim, delivery.noted(), claim.dampedUntil()));
    }
    boolean neverMade =
        delivery.ending() && delivery.ticket().sysId() == null && claim.status() != Status.CLOSED;
    return delivery.done(neverMade ? delivery.closed(EndedBy.ROPEWAY) : delivery.delivered());
  }
}
