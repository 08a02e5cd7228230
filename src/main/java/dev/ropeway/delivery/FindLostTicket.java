package dev.ropeway.delivery;

import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.mapping.CorrelationKey;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Looks for the ticket that an earlier create may have made without our knowing, once that create
 * can no longer be committed (promise 2).
 */
@ApplicationScoped
@Named("findLostTicket")
@RegisterForReflection // routes call it by name
public class FindLostTicket {

  private final TicketReader tickets;

  FindLostTicket(TicketReader tickets) {
    this.tickets = tickets;
  }

  /** Whether a create was begun of which nobody recorded the end. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return delivery.claim().unsettledUntil() != null;
  }

  /**
   * Begins to look.
   *
   * @throws AmbiguousCreateException when nothing ties tickets of this type to their assignments
   */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    if (!delivery.claim().ticketType().isFoundAgain()) {
      throw new AmbiguousCreateException(delivery.claim().ticketType());
    }
    return delivery.at(Step.FIND);
  }

  /** Whether a lost ticket was made cannot be told. */
  static final class AmbiguousCreateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AmbiguousCreateException(TicketTypeDefinition type) {
      super(
          "the answer to the creation was lost, and nothing on the instance says whether it made a"
              + " ticket of type "
              + type.name());
    }
  }

  /** What was found among the rows of an import table is the ticket. */
  public Delivery onAdopted(@Variable("delivery") Delivery delivery) {
    ShownTicket shown = delivery.ticket().shown();
    return delivery
        .at(Step.FIND)
        .knowing(delivery.ticket().found(shown, lost(delivery, shown.row())));
  }

  /** Asks by the mark that every ticket of ours bears. */
  public TableCall call(@Variable("delivery") Delivery delivery) {
    boolean events = delivery.claim().ticketType().isEvent();
    EncodedQuery its = CorrelationKey.of(delivery.claim().ticketType(), delivery.claim().id());
    return delivery.call(
        TableCall.list(
            delivery.claim().integration(),
            delivery.table(),
            events ? its.newestFirst("sys_created_on") : its.orderBy("sys_created_on"),
            delivery.columns(),
            events ? EventRevisions.LAST : 2));
  }

  /** What was found is the ticket; where nothing was, the delivery goes on to make it. */
  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    boolean events = delivery.claim().ticketType().isEvent();
    TableRecord row = events ? EventRevisions.latest(answer.rows()) : answer.row();
    // Of events the one before the lost one may be all that is there.
    if (row == null || (events && row.sysId().equals(delivery.ticket().sysId()))) {
      boolean staged = delivery.claim().ticketType().creation().way() == Way.IMPORT_SET;
      // The rows of an import table tell for sure.
      if (!staged && Failure.MAYBE_HIDDEN.reason().equals(delivery.claim().lastFailure())) {
        throw new Failure.StillHiddenException();
      }
      return delivery;
    }
    ShownTicket shown = tickets.read(delivery.claim(), delivery.table(), row);
    return delivery.knowing(delivery.ticket().found(shown, lost(delivery, row)));
  }

  /**
   * What a lost create wrote is what stands there, unless somebody touched it before we found it:
   * then their version stands and only later wishes are written. Of an event its revision says
   * whether it tells what is wanted now.
   */
  private static LastWritten lost(Delivery delivery, TableRecord row) {
    Map<String, String> wanted = delivery.fields().managed();
    Map<String, String> there = row.only(List.copyOf(wanted.keySet()));
    boolean isAllWeWant =
        delivery.claim().ticketType().isEvent()
            ? EventRevisions.revision(row) == delivery.claim().revision()
            : row.modCount() > 0;
    return new LastWritten(isAllWeWant ? wanted : there, there, null);
  }
}
