package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome.FollowedUp;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.mapping.MappingDocument.Ending;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.tickettype.TicketTypeDefinition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;

/** Sets a ticket to work again whose recommendation is back. */
@ApplicationScoped
@Named("reopenTicket")
@RegisterForReflection // routes call it by name
public class ReopenTicket {

  private final UpdateTicket update;
  private final Choices choices;
  private final Clock clock;

  ReopenTicket(UpdateTicket update, Choices choices, Clock clock) {
    this.update = update;
    this.choices = choices;
    this.clock = clock;
  }

  /** What was closed for good in the meantime is continued by another ticket. */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    if (!delivery.ticket().isOver()) {
      return update.plan(delivery);
    }
    TicketTypeDefinition type = delivery.claim().ticketType();
    Map<String, String> standard = CloseFields.reopening(type, choices.of(delivery.states()));
    TicketState state = delivery.ticket().shown().state();
    if (standard.isEmpty() || !type.mayBeReopened(state.value(), state.label())) {
      return followedUp(delivery);
    }
    Map<String, String> write = new LinkedHashMap<>(fields(delivery));
    write.putAll(UpdateTicket.diff(delivery).write());
    return delivery.writing(write, WorkNotes.back(delivery.claim()));
  }

  private Map<String, String> fields(Delivery delivery) {
    return delivery
        .fields()
        .at(
            Ending.REOPENED,
            CloseFields.reopening(delivery.claim().ticketType(), choices.of(delivery.states())));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    Delivery written = update.written(delivery, answer);
    Instant now = clock.instant();
    if (!delivery.changesState() || !written.ticket().isOver()) {
      return UpdateTicket.complete(written, now);
    }
    if (ReadStates.mayBeOld(choices, written, () -> fields(delivery).get(CloseFields.STATE))) {
      return written.done(
          new Postponed(delivery.claim(), written.noted(), now)
              .noting(
                  What.ATTEMPT,
                  "the state stayed "
                      + written.ticket().shown().label()
                      + "; the states are read again"));
    }
    return followedUp(written);
  }

  private static Delivery followedUp(Delivery delivery) {
    String reason = "the ticket is " + delivery.ticket().shown().label();
    return delivery.done(new FollowedUp(delivery.claim(), delivery.noted(), reason));
  }
}
