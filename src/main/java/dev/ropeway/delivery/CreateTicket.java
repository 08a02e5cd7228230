package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/** Makes a ticket, once. */
@ApplicationScoped
@Named("createTicket")
@RegisterForReflection // routes call it by name
public class CreateTicket {

  private final TicketReader tickets;

  CreateTicket(TicketReader tickets) {
    this.tickets = tickets;
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.CREATE);
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    Map<String, Object> record = new LinkedHashMap<>(delivery.fields().managed());
    record.values().removeIf(""::equals);
    record.putAll(delivery.fields().onCreate());
    record.putAll(delivery.doing().references().fields());
    String follows = WorkNotes.follows(delivery.claim());
    if (follows != null && delivery.table().isTask()) {
      record.put(KnownTicket.WORK_NOTES, follows);
    }
    return delivery.call(
        TableCall.create(
            delivery.claim().integration(), delivery.table(), record, delivery.columns()));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    Delivery made = made(delivery, tickets.read(delivery, answer));
    // What notes would say, the new ticket says of itself.
    return made.done(
        warned(made, made.delivered())
            .noting(What.CREATED, made.ticket().shown().ticket().number()));
  }

  /** The delivery of a record that was just made. */
  static Delivery made(Delivery delivery, ShownTicket shown) {
    Map<String, String> wrote = delivery.fields().managed();
    Map<String, String> answered = shown.row().only(List.copyOf(wrote.keySet()));
    return delivery.knowing(delivery.ticket().found(shown, new LastWritten(wrote, answered, null)));
  }

  /** With what people should know of whom and what the ticket does not name. */
  static DeliveryOutcome warned(Delivery delivery, DeliveryOutcome outcome) {
    DeliveryOutcome warned = outcome;
    for (String warning : delivery.doing().references().warnings()) {
      warned = warned.noting(What.WARNED, warning);
    }
    return warned;
  }
}
