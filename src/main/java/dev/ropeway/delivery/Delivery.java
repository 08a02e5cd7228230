package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.enrichment.FoundReferences;
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
    RESOLVE_REFERENCES,
    CREATE,
    READ,
    READ_NOTES,
    UPDATE
  }

  /**
   * What is being done.
   *
   * @param write the fields to be written
   * @param note a work note to be written with them; null for none
   * @param references whom and what a new ticket names
   */
  record Doing(Step step, Map<String, String> write, String note, FoundReferences references) {
    private static final Doing BEGIN =
        new Doing(Step.BEGIN, Map.of(), null, FoundReferences.NOTHING);
  }

  /** A delivery of which nothing is known yet but the claim. */
  static Delivery of(Claim claim) {
    return new Delivery(claim, MappedFields.NONE, KnownTicket.of(claim), Doing.BEGIN, null);
  }

  Delivery mapped(MappedFields mapped) {
    return new Delivery(claim, mapped, ticket, doing, outcome);
  }

  Delivery at(Step step) {
    return doing(new Doing(step, doing.write(), doing.note(), doing.references()));
  }

  Delivery naming(FoundReferences references) {
    return doing(new Doing(doing.step(), doing.write(), doing.note(), references));
  }

  /** To be written, with a work note if {@code note} is not null. */
  Delivery writing(Map<String, String> write, String note) {
    return doing(new Doing(Step.UPDATE, write, note, doing.references()));
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
    return Table.named(claim.ticketType().table());
  }

  Step step() {
    return doing.step();
  }

  Map<String, String> write() {
    return doing.write();
  }

  boolean creating() {
    return step() == Step.CREATE;
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
    return columns;
  }

  /** What the ticket shows by now, as it is recorded. */
  Progress progress() {
    Ticket shown = ticket.shown() == null ? null : ticket.shown().ticket();
    return shown == null
        ? Progress.NONE
        : new Progress(
            shown, ticket.written().sent(), ticket.written().madeOtherwise(), 0, List.of());
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
