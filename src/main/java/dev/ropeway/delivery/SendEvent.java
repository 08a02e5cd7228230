package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Variable;

/** Tells a recommendation as an event, which is never changed: what is new is another event. */
@ApplicationScoped
@Named("sendEvent")
@RegisterForReflection // routes call it by name
public class SendEvent {

  private final CreateTicket create;
  private final TicketReader tickets;

  SendEvent(CreateTicket create, TicketReader tickets) {
    this.create = create;
    this.tickets = tickets;
  }

  /** Another event, unless the last one tells what is wanted. */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    boolean first = delivery.ticket().sysId() == null;
    if (delivery.ending() && first) {
      return delivery.done(delivery.closed(EndedBy.ROPEWAY));
    }
    if (delivery.ending() && EndTicket.wanted(delivery) != Policy.Ending.RESOLVE) {
      // Nobody can end events, so that there is nothing to wait for.
      return delivery.done(
          delivery
              .closed(EndedBy.ROPEWAY)
              .noting(What.CLOSED, "no event clears it, as the rule says"));
    }
    boolean told =
        !first
            && FieldDiff.wanted(delivery.fields().managed(), delivery.ticket().written()).isEmpty();
    return told ? delivery.done(told(delivery)) : delivery.at(Step.CREATE);
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    return create.call(delivery);
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    Delivery sent = CreateTicket.made(delivery, tickets.read(delivery, answer));
    String event = "event of severity " + delivery.fields().managed().get("severity");
    return sent.done(told(sent).noting(happened(delivery), event));
  }

  private static DeliveryOutcome told(Delivery delivery) {
    return delivery.ending() ? delivery.closed(EndedBy.ROPEWAY) : delivery.delivered();
  }

  private static What happened(Delivery delivery) {
    if (delivery.ending()) {
      return What.CLOSED;
    }
    return delivery.ticket().sysId() == null ? What.CREATED : What.CHANGED_HERE;
  }
}
