package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Makes a ticket equal to what is wanted, and leaves alone what a person changed: the three-way
 * comparison of {@link FieldDiff} (promise 3).
 */
@ApplicationScoped
@Named("updateTicket")
@RegisterForReflection // routes call it by name
public class UpdateTicket {

  private final TicketReader tickets;
  private final Clock clock;

  UpdateTicket(TicketReader tickets, Clock clock) {
    this.tickets = tickets;
    this.clock = clock;
  }

  /** The fields to write, if any, and whatever work notes wait; else it is as it should be. */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    FieldDiff diff = diff(delivery);
    if (!diff.write().isEmpty() || !delivery.claim().notes().isEmpty()) {
      return delivery.writing(diff.write(), null);
    }
    Delivery settled = delivery.knowing(settled(delivery, diff));
    DeliveryOutcome equal = settled.delivered();
    return settled.done(
        diff.kept().isEmpty()
            ? equal
            : equal.noting(
                What.CHANGED_HERE,
                "left as a person edited it: " + String.join(", ", diff.kept())));
  }

  static FieldDiff diff(Delivery delivery) {
    return FieldDiff.between(
        delivery.fields().managed(),
        delivery.ticket().written(),
        delivery.ticket().shown().row().fields());
  }

  /** What the ticket shows as we want it, we need not write again, whoever wrote it. */
  private static KnownTicket settled(Delivery delivery, FieldDiff diff) {
    LastWritten written = delivery.ticket().written();
    Map<String, String> there =
        new LinkedHashMap<>(FieldDiff.wanted(delivery.fields().managed(), written));
    there.keySet().removeAll(diff.kept());
    return delivery.ticket().written(written.wrote(there, there));
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    return delivery.call(
        TableCall.update(
            delivery.claim().integration(),
            delivery.table(),
            delivery.ticket().sysId(),
            new HashMap<>(delivery.write()),
            delivery.columns()));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    return complete(written(delivery, answer), clock.instant());
  }

  /** The delivery after its write, as the instance answered it. */
  Delivery written(Delivery delivery, TableAnswer answer) {
    return delivery.knowing(
        delivery.ticket().wrote(WriteGuard.compared(delivery), tickets.read(delivery, answer)));
  }

  /** Everything that was to be written is there. */
  static Delivery complete(Delivery delivery, Instant now) {
    DeliveryOutcome equal =
        delivery.rests(now)
            ? new Postponed(delivery.claim(), delivery.noted(), delivery.claim().dampedUntil())
            : delivery.delivered();
    return delivery.done(
        delivery.write().isEmpty()
            ? equal
            : equal.noting(What.CHANGED_HERE, String.join(", ", delivery.write().keySet())));
  }
}
