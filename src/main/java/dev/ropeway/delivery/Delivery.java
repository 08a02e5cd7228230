package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.Goal;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.mapping.Draft;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.util.List;
import java.util.Map;

/**
 * A conversation with ServiceNow about one claimed assignment: what is known so far. Each call
 * answers one question, until the ticket equals the assignment and the result is known.
 *
 * @param step what is asked next; {@code DONE} when the result is known
 * @param ticketSysId the ticket, once there is one
 * @param base what we wrote last
 * @param references whom and what the new ticket names, once that is known
 * @param asked what must be known or made first; null when nothing was asked yet
 * @param shown the ticket as read in this conversation
 * @param write what is to be written
 * @param journal the ticket's last work notes; null while they were not read
 */
record Delivery(
    Claim claim,
    Table table,
    Draft draft,
    Step step,
    String ticketSysId,
    Base base,
    Resolved references,
    Question asked,
    TableRecord shown,
    Map<String, String> write,
    List<String> journal,
    DeliveryResult result) {

  /** What a conversation can be about to ask. */
  enum Step {
    LOOK_UP,
    RESOLVE_REFERENCE,
    CREATE,
    READ_CODES,
    READ,
    READ_NOTES,
    UPDATE,
    DONE
  }

  boolean creating() {
    return step == Step.CREATE;
  }

  boolean ending() {
    return claim.goal().isEnd();
  }

  boolean reopening() {
    return claim.goal() == Goal.REOPENED;
  }

  Delivery at(Step next) {
    return new Delivery(
        claim,
        table,
        draft,
        next,
        ticketSysId,
        base,
        references,
        asked,
        shown,
        write,
        journal,
        result);
  }

  Delivery found(String sysId, Base found) {
    return new Delivery(
        claim, table, draft, step, sysId, found, references, asked, shown, write, journal, result);
  }

  Delivery resolved(Resolved more) {
    return new Delivery(
        claim, table, draft, step, ticketSysId, base, more, asked, shown, write, journal, result);
  }

  Delivery asking(Question question) {
    return new Delivery(
        claim,
        table,
        draft,
        Step.RESOLVE_REFERENCE,
        ticketSysId,
        base,
        references,
        question,
        shown,
        write,
        journal,
        result);
  }

  Delivery reading(TableRecord row) {
    return new Delivery(
        claim,
        table,
        draft,
        step,
        ticketSysId,
        base,
        references,
        asked,
        row,
        write,
        journal,
        result);
  }

  Delivery writing(Map<String, String> fields) {
    return new Delivery(
        claim,
        table,
        draft,
        Step.UPDATE,
        ticketSysId,
        base,
        references,
        asked,
        shown,
        fields,
        journal,
        result);
  }

  Delivery remembering(List<String> entries) {
    return new Delivery(
        claim,
        table,
        draft,
        step,
        ticketSysId,
        base,
        references,
        asked,
        shown,
        write,
        entries,
        result);
  }

  Delivery done(DeliveryResult end) {
    return new Delivery(
        claim,
        table,
        draft,
        Step.DONE,
        ticketSysId,
        base,
        references,
        asked,
        shown,
        write,
        journal,
        end);
  }

  /** The result with what people should know of whom and what the ticket does not name. */
  DeliveryResult warned(DeliveryResult end) {
    DeliveryResult warned = end;
    for (String warning : references.warnings()) {
      warned = warned.noting(What.WARNED, warning);
    }
    return warned;
  }

  /**
   * The ticket equals the assignment, which shows {@code ticket}; null if there is none to show.
   */
  DeliveryResult equal(Ticket ticket) {
    DeliveryResult equal = DeliveryResult.equal(claim);
    if (ticket != null) {
      equal = equal.showing(ticket, base.sent(), base.madeOtherwise());
    }
    boolean first = claim.ticketSysId() == null && ticket != null;
    return first ? equal.becoming(Status.OPEN, null) : equal;
  }
}
