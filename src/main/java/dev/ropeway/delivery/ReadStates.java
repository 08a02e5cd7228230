package dev.ropeway.delivery;

import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.tickettype.TicketTypeDefinition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Variable;

/** Reads the states of a table where its ticket type leaves them to the instance. */
@ApplicationScoped
@Named("readStates")
@RegisterForReflection // routes call it by name
public class ReadStates {

  private final Choices choices;
  private final TicketReader tickets;

  ReadStates(Choices choices, TicketReader tickets) {
    this.choices = choices;
    this.tickets = tickets;
  }

  /**
   * Whether the delivery needs to know what states are called, and no list is cached that will do.
   */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    if (delivery.isDone() || !delivery.table().isTask()) {
      return false;
    }
    // A state that is written by an old list may mean something else by now.
    return writesOne(delivery)
        ? !choices.isFresh(delivery.states())
        : saysNone(delivery) && choices.of(delivery.states()) == null;
  }

  /** Whether the instance alone says what its states are. */
  private static boolean saysNone(Delivery delivery) {
    return delivery.claim().ticketType().states().labels().isEmpty();
  }

  /** Whether a state is to be written that the ticket type leaves to the instance. */
  static boolean writesOne(Delivery delivery) {
    TicketTypeDefinition type = delivery.claim().ticketType();
    boolean ends =
        delivery.ending()
            && CloseFields.turn(type, delivery.claim().desiredState()).state() == null;
    boolean reopens =
        delivery.reopening() && !type.reopen().never() && type.reopen().state() == null;
    return ends || reopens;
  }

  /** Whether the ticket is in a state that the cached list does not have. */
  public boolean isOutdated(@Variable("delivery") Delivery delivery) {
    return delivery.table().isTask()
        && saysNone(delivery)
        && choices.isOutdated(delivery.states(), Set.of(delivery.ticket().shown().state().value()));
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    return delivery.call(Choices.question(delivery.states()));
  }

  /** Remembers the states for a while. */
  public void onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    choices.learn(delivery.states(), answer);
  }

  /** Remembers them, and reads by them what the ticket shows. */
  public Delivery onNewStates(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    choices.learn(delivery.states(), answer);
    ShownTicket shown =
        tickets.read(delivery.claim(), delivery.table(), delivery.ticket().shown().row());
    return delivery.knowing(delivery.ticket().reading(shown));
  }

  /**
   * Whether a state that the instance did not take may be one of an old list, so that it is to be
   * tried again by a new one.
   *
   * @param wanted the state by the list that is cached now
   */
  static boolean mayBeOld(Choices choices, Delivery delivery, Supplier<String> wanted) {
    if (!writesOne(delivery)) {
      return false;
    }
    if (choices.of(delivery.states()) == null) {
      return true;
    }
    try {
      return !delivery.write().get(CloseFields.STATE).equals(wanted.get())
          || choices.doubt(delivery.states(), delivery.claim().id());
    } catch (UnmappableException e) {
      // The list is another one, and the next attempt says what it lacks.
      return true;
    }
  }
}
