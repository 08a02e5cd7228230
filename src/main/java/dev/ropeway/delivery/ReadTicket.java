package dev.ropeway.delivery;

import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Variable;

/** Reads a ticket before it is written, so that a person's edit is seen (promise 3). */
@ApplicationScoped
@Named("readTicket")
@RegisterForReflection // routes call it by name
public class ReadTicket {

  private final TicketReader tickets;

  ReadTicket(TicketReader tickets) {
    this.tickets = tickets;
  }

  /** Whether it was not read yet, as it was where it was lost and found again. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return delivery.ticket().shown() == null;
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.READ);
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    return delivery.call(
        TableCall.one(
            delivery.claim().integration(),
            delivery.table(),
            delivery.ticket().sysId(),
            delivery.columns()));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    ShownTicket shown = tickets.read(delivery, answer);
    return delivery.knowing(delivery.ticket().reading(shown));
  }
}
