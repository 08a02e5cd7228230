package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome.FollowedUp;
import dev.ropeway.mapping.MappingDocument.Ending;
import dev.ropeway.servicenow.TableAnswer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;

/** Sets a ticket to work again whose recommendation is back. */
@ApplicationScoped
@Named("reopenTicket")
@RegisterForReflection // routes call it by name
public class ReopenTicket {

  private final UpdateTicket update;
  private final Clock clock;

  ReopenTicket(UpdateTicket update, Clock clock) {
    this.update = update;
    this.clock = clock;
  }

  /** What was closed for good in the meantime is continued by another ticket. */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    if (!delivery.ticket().isOver()) {
      return update.plan(delivery);
    }
    Map<String, String> standard = CloseFields.reopening(delivery.table());
    String label = delivery.ticket().shown().state().label();
    if (standard.isEmpty() || !delivery.claim().ticketType().mayBeReopened(label)) {
      return followedUp(delivery);
    }
    Map<String, String> write =
        new LinkedHashMap<>(delivery.fields().at(Ending.REOPENED, standard));
    write.putAll(UpdateTicket.diff(delivery).write());
    return delivery.writing(write, WorkNotes.back(delivery.claim()));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    Delivery written = update.written(delivery, answer);
    return delivery.changesState() && written.ticket().isOver()
        ? followedUp(written)
        : UpdateTicket.complete(written, clock.instant());
  }

  private static Delivery followedUp(Delivery delivery) {
    String reason = "the ticket is " + delivery.ticket().shown().label();
    return delivery.done(new FollowedUp(delivery.claim(), delivery.noted(), reason));
  }
}
