package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Creation;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
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
  private final FindChangeTemplate templates;

  CreateTicket(TicketReader tickets, FindChangeTemplate templates) {
    this.tickets = tickets;
    this.templates = templates;
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.CREATE);
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    Creation creation = delivery.claim().ticketType().creation();
    String integration = delivery.claim().integration();
    Map<String, Object> record = new LinkedHashMap<>(record(delivery));
    return delivery.call(
        switch (creation.way()) {
          case TABLE -> TableCall.create(integration, delivery.table(), record, delivery.columns());
          case IMPORT_SET -> TableCall.stage(integration, creation.from(), record);
          case STANDARD_CHANGE ->
              TableCall.standardChange(
                  integration, delivery.table(), templates.sysId(delivery), record);
        });
  }

  /** The record of the ticket. */
  static Map<String, String> record(Delivery delivery) {
    Map<String, String> record = new LinkedHashMap<>(delivery.fields().managed());
    record.values().removeIf(""::equals);
    record.putAll(delivery.fields().onCreate());
    record.putAll(delivery.doing().references().fields());
    TicketTypeDefinition type = delivery.claim().ticketType();
    String said = WorkNotes.first(delivery.claim());
    if (said != null && type.journal() != null) {
      record.put(type.journal(), said);
    }
    if (type.creation().way() == Way.STANDARD_CHANGE) {
      // A template keeps its own description: what the finding says stands in the journal instead.
      String description = record.remove("description");
      if (type.journal() != null && description != null) {
        record.merge(type.journal(), description, (first, more) -> first + "\n\n" + more);
      }
    }
    return record;
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    return created(made(delivery, tickets.read(delivery, answer)));
  }

  /** The same of a ticket that an import or a template made, and that was read since. */
  public Delivery onAdopted(@Variable("delivery") Delivery delivery) {
    return created(made(delivery, delivery.ticket().shown()));
  }

  private static Delivery created(Delivery made) {
    Delivery delivery = made;
    // What notes would say of the recommendation, the new ticket says of itself.
    DeliveryOutcome outcome = warned(made, made.delivered());
    if (delivery.claim().unsettledUntil() != null) {
      outcome =
          outcome.noting(
              What.ATTEMPT,
              "the answer to an earlier create was lost; no ticket has its "
                  + delivery.claim().ticketType().key()
                  + ", so that it is created now");
    }
    return made.done(outcome.noting(What.CREATED, made.ticket().shown().ticket().number()));
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
