package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Line;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.DeliveryOutcome.Reassigned;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.enrichment.FoundReferences;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.Ticketing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One claim on its way to its ticket. Routes keep it in the variable {@code delivery}, so that a
 * failure is told what was being done.
 *
 * @param fields what the mapping makes of the claim
 * @param ticket what is known of the ticket
 * @param doing what is being done
 * @param outcome how it ended; null while that is open
 */
record Delivery(
    Claim claim, MappedFields fields, KnownTicket ticket, Doing doing, DeliveryOutcome outcome) {

  /** What a failure must know of where it happened. */
  enum Step {
    /** What became of an earlier create is not known yet. */
    BEGIN,
    FIND,
    READ_TEMPLATE,
    RESOLVE_REFERENCES,
    CREATE,
    /** What an import or a template made is read and marked; that it was made is sure. */
    ADOPT,
    READ,
    READ_NOTES,
    REASSIGN,
    /** Whether a posted note stands on the ticket already. */
    FIND_NOTE,
    POST_NOTE,
    /** Whether evidence stands on the ticket already. */
    FIND_EVIDENCE,
    ATTACH,
    /** What the instance stored wrongly is deleted. */
    DETACH,
    UPDATE
  }

  /**
   * What is being done.
   *
   * @param write the fields to be written
   * @param note a work note to be written with them; null for none
   * @param references whom and what a ticket is to name
   * @param handover what became of the claim's reassignment; null while that is open
   */
  record Doing(
      Step step,
      Map<String, String> write,
      String note,
      FoundReferences references,
      Handover handover) {
    private static final Doing BEGIN =
        new Doing(Step.BEGIN, Map.of(), null, FoundReferences.NOTHING, null);
  }

  /** What became of a reassignment, and what the timeline says of it. */
  record Handover(Reassigned end, Line line) {}

  /** A delivery of which nothing is known yet but the claim. */
  static Delivery of(Claim claim) {
    return new Delivery(claim, MappedFields.NONE, KnownTicket.of(claim), Doing.BEGIN, null);
  }

  Delivery mapped(MappedFields mapped) {
    return new Delivery(claim, mapped, ticket, doing, outcome);
  }

  /** After a part of it that a failure cannot undo: the next failure is the first one again. */
  Delivery afresh() {
    return new Delivery(claim.afresh(), fields, ticket, doing, outcome);
  }

  Delivery at(Step step) {
    return doing(
        new Doing(step, doing.write(), doing.note(), doing.references(), doing.handover()));
  }

  Delivery naming(FoundReferences references) {
    return doing(
        new Doing(doing.step(), doing.write(), doing.note(), references, doing.handover()));
  }

  /** To be written, with a work note if {@code note} is not null. */
  Delivery writing(Map<String, String> write, String note) {
    return doing(new Doing(Step.UPDATE, write, note, doing.references(), doing.handover()));
  }

  /** After the claim's reassignment was written, or was found to be out of date. */
  Delivery handedOver(Reassigned end, What what, String detail) {
    return doing(
        new Doing(
            doing.step(),
            Map.of(),
            null,
            doing.references(),
            new Handover(end, new Line(what, detail))));
  }

  private Delivery doing(Doing next) {
    return new Delivery(claim, fields, ticket, next, outcome);
  }

  Delivery knowing(KnownTicket known) {
    return new Delivery(claim, fields, known, doing, outcome);
  }

  Delivery done(DeliveryOutcome end) {
    return new Delivery(claim, fields, ticket, doing, end);
  }

  boolean isDone() {
    return outcome != null;
  }

  Table table() {
    return Table.of(claim.ticketType());
  }

  /** The list of states that the ticket may have on its instance. */
  Choices.Field states() {
    return new Choices.Field(claim.integration(), table(), Ticketing.stateField(table()));
  }

  Step step() {
    return doing.step();
  }

  Map<String, String> write() {
    return doing.write();
  }

  boolean creating() {
    return step() == Step.CREATE || step() == Step.ADOPT;
  }

  boolean ending() {
    return claim.desiredState().isEnd();
  }

  boolean reopening() {
    return claim.desiredState() == DesiredState.REOPENED;
  }

  /** Whether it is a recommendation that flaps and is left alone now. */
  boolean rests(Instant now) {
    return claim.dampedUntil() != null && now.isBefore(claim.dampedUntil());
  }

  /** Whether nothing but work notes may still be written. */
  boolean takesOnlyNotes(Instant now) {
    return rests(now) || claim.status() == Status.CLOSED;
  }

  /** Whether the state is written, by which a ticket is ended or set to work again. */
  boolean changesState() {
    return write().containsKey(KnownTicket.STATE);
  }

  /** A call for this claim, which counts against the calls that it was lent. */
  TableCall call(TableCall call) {
    return call.as(ReservedCalls.purpose(claim));
  }

  /** The columns that an answer is to carry. */
  List<String> columns() {
    List<String> columns = new ArrayList<>(Ticketing.fields(table()));
    columns.addAll(fields.managed().keySet());
    if (claim.reassignment() != null) {
      columns.addAll(ReassignTicket.COLUMNS);
    }
    return columns;
  }

  /** What the ticket shows by now, as it is recorded. */
  Progress progress() {
    Ticket shown = ticket.shown() == null ? null : ticket.shown().ticket();
    return shown == null
        ? Progress.NONE
        : new Progress(
            shown,
            ticket.written().sent(),
            ticket.written().madeOtherwise(),
            0,
            doing.handover() == null ? null : doing.handover().end(),
            doing.handover() == null ? List.of() : List.of(doing.handover().line()));
  }

  /** The same, where the ticket has all the work notes of the claim. */
  Progress noted() {
    return progress().noted(claim.notes().size());
  }

  /** The ticket is as it should be. */
  Delivered delivered() {
    return new Delivered(claim, noted());
  }

  /** The recommendation is over, and with it the work. */
  Closed closed(EndedBy who) {
    return new Closed(
        claim, noted(), who, "the recommendation is " + claim.recommendation().state().word());
  }

  Postponed postponed(Instant until) {
    return new Postponed(claim, until);
  }
}
