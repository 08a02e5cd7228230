package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Deliveries;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Goal;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.Draft;
import dev.ropeway.mapping.Mapping;
import dev.ropeway.mapping.MappingDocument;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.mapping.Mark;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.throttling.Pauses;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * What is asked of ServiceNow to make one ticket equal to its assignment, and what the answers
 * mean. The route {@code deliver-assignment} carries it on until it is done; {@link Failures} reads
 * what went wrong.
 */
@ApplicationScoped
@Named("conversation")
@RegisterForReflection // routes call it by name
public class Conversation {

  private static final String NOTES = "work_notes";

  /** Among so many of the newest an entry of ours must be. */
  private static final int LAST_NOTES = 20;

  private static final String LEFT = "the ticket is left to its owner, as the rule wants it";

  private static final String TO_A_PERSON = "the ticket is left to a person";

  private final Integrations integrations;
  private final Mappings mappings;
  private final Connections connections;
  private final Resolving resolving;
  private final Choices choices;
  private final Deliveries deliveries;
  private final Pauses pauses;
  private final Stopping stopping;
  private final Clock clock;

  Conversation(
      Integrations integrations,
      Mappings mappings,
      Connections connections,
      Resolving resolving,
      Choices choices,
      Deliveries deliveries,
      Pauses pauses,
      Stopping stopping,
      Clock clock) {
    this.integrations = integrations;
    this.mappings = mappings;
    this.connections = connections;
    this.resolving = resolving;
    this.choices = choices;
    this.deliveries = deliveries;
    this.pauses = pauses;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Opens the conversation about a claim; it may be over before it began. */
  public Delivery begin(@Body Claim claim) {
    Table table = Table.named(claim.ticketType().table());
    Delivery delivery =
        new Delivery(
            claim,
            table,
            draft(claim),
            Step.DONE,
            claim.ticketSysId(),
            Base.of(claim),
            Resolved.NOTHING,
            null,
            null,
            null,
            null,
            null);
    Instant now = clock.instant();
    Instant paused = pauses.until(claim.integration(), now);
    if (paused != null) {
      return delivery.done(DeliveryResult.postponed(claim, paused));
    }
    if (tooLate(claim, now)) {
      return delivery.done(DeliveryResult.postponed(claim, now));
    }
    boolean nothingWanted =
        (claim.status() == Status.CLOSED && claim.notes().isEmpty())
            || (claim.status() == Status.WITHDRAWN && !claim.goal().isEnd());
    if (nothingWanted) {
      return delivery.done(delivery.equal(null));
    }
    if (claim.unsettledUntil() == null) {
      return proceed(delivery);
    }
    return claim.unsettledUntil().isAfter(now)
        ? delivery.done(DeliveryResult.postponed(claim, claim.unsettledUntil()))
        : delivery.at(Step.LOOK_UP);
  }

  /** A ticket that is ended, or only to be, needs no words: no mapping keeps it open. */
  private Draft draft(Claim claim) {
    Draft worded = worded(claim);
    return claim.ticketType() == TicketType.EVENT ? Events.draft(claim, worded) : worded;
  }

  private Draft worded(Claim claim) {
    try {
      return mappings.draft(claim);
    } catch (UnmappableException e) {
      boolean goesOn = claim.status() != Status.CLOSED && claim.status() != Status.WITHDRAWN;
      if (goesOn && !claim.goal().isEnd()) {
        throw e;
      }
      return claim.ticketType().isTask() ? Draft.NONE : Mapping.draft(claim);
    }
  }

  /**
   * No call may be begun that could outlast the lease: another worker may have the claim by then.
   */
  private boolean tooLate(Claim claim, Instant now) {
    Integration integration = integrations.named(claim.integration());
    return now.plus(integration.timeout()).isAfter(claim.leaseEnd());
  }

  /** What is to be asked next, from what is known; asks nothing that is known already. */
  private Delivery proceed(Delivery delivery) {
    Claim claim = delivery.claim();
    boolean rests = claim.dampedUntil() != null && clock.instant().isBefore(claim.dampedUntil());
    if (rests || claim.status() == Status.CLOSED) {
      return beforeNotes(delivery, rests);
    }
    if (delivery.table() == Table.EM_EVENT) {
      return beforeEvent(delivery);
    }
    if (delivery.ticketSysId() == null) {
      return delivery.ending() ? delivery.done(neverMade(delivery)) : resolving.next(delivery);
    }
    return delivery.ending() ? beforeEnd(delivery) : beforeUpdate(delivery);
  }

  /** Another event, unless the last one tells what is wanted. */
  private Delivery beforeEvent(Delivery delivery) {
    if (delivery.ending() && delivery.ticketSysId() == null) {
      return delivery.done(neverMade(delivery));
    }
    if (delivery.ending() && ending(delivery) != Policy.Ending.RESOLVE) {
      // Nobody can end events, so that there is nothing to wait for.
      return delivery.done(
          delivery
              .equal(null)
              .noted()
              .ended(EndedBy.ROPEWAY, reason(delivery))
              .noting(What.CLOSED, "no event clears it, as the rule wants it"));
    }
    boolean told =
        delivery.ticketSysId() != null
            && Changes.wanted(delivery.draft().lasting(), delivery.base()).isEmpty();
    return told ? delivery.done(told(delivery)) : delivery.at(Step.CREATE);
  }

  private DeliveryResult told(Delivery delivery) {
    DeliveryResult equal = delivery.equal(ticket(delivery)).noted();
    return delivery.ending() ? equal.ended(EndedBy.ROPEWAY, reason(delivery)) : equal;
  }

  private static DeliveryResult neverMade(Delivery delivery) {
    return delivery.equal(null).ended(EndedBy.ROPEWAY, reason(delivery));
  }

  private static String reason(Delivery delivery) {
    return "the finding is " + delivery.claim().recommendation().state().word();
  }

  /** A finding that flaps and a ticket that is ended get their notes, and nothing else. */
  private Delivery beforeNotes(Delivery delivery, boolean rests) {
    if (delivery.ticketSysId() != null && !delivery.claim().notes().isEmpty()) {
      return withNotes(delivery, Map.of(), null);
    }
    DeliveryResult equal = delivery.equal(null).noted();
    return delivery.done(rests ? equal.again(delivery.claim().dampedUntil()) : equal);
  }

  /**
   * Writes fields and whatever notes wait. A note whose end is not known, and one that says the
   * end, is looked for in the journal first: a journal takes everything twice.
   */
  private Delivery withNotes(Delivery delivery, Map<String, String> fields, String more) {
    if (!delivery.table().isTask()) {
      return fields.isEmpty() ? updated(delivery) : delivery.writing(fields);
    }
    Claim claim = delivery.claim();
    boolean mayBeThere =
        (claim.tried() != null && claim.tried().containsKey(NOTES))
            || (delivery.ending() && more != null);
    boolean hidden = Failure.JOURNAL_HIDDEN.reason().equals(claim.lastFailure());
    if (mayBeThere && !hidden && delivery.journal() == null) {
      return delivery.at(Step.READ_NOTES);
    }
    Map<String, String> write = new LinkedHashMap<>(fields);
    String entry = WorkNotes.entry(claim.notes(), more, delivery.journal());
    if (entry != null) {
      write.put(NOTES, entry);
    }
    return write.isEmpty() ? updated(delivery) : delivery.writing(write);
  }

  private Delivery beforeUpdate(Delivery delivery) {
    Map<String, String> desired = delivery.draft().lasting();
    if (Changes.wanted(desired, delivery.base()).isEmpty() && !delivery.reopening()) {
      return delivery.claim().notes().isEmpty()
          ? delivery.done(delivery.equal(ticket(delivery)))
          : withNotes(delivery, Map.of(), null);
    }
    if (delivery.shown() == null) {
      return delivery.at(Step.READ);
    }
    Changes changes = Changes.between(desired, delivery.base(), delivery.shown().fields());
    if (delivery.reopening() && isOver(delivery)) {
      return beforeReopening(delivery, changes);
    }
    if (!changes.write().isEmpty() || !delivery.claim().notes().isEmpty()) {
      return withNotes(delivery, changes.write(), null);
    }
    DeliveryResult equal = settled(delivery, desired, changes).equal(ticket(delivery));
    return delivery.done(
        changes.kept().isEmpty() ? equal : equal.noting(What.CHANGED_HERE, kept(changes)));
  }

  /** What was closed for good in the meantime is continued by another ticket. */
  private Delivery beforeReopening(Delivery delivery, Changes changes) {
    Map<String, String> standard = Ending.reopening(delivery.table());
    if (standard.isEmpty()
        || !delivery.claim().ticketType().mayBeReopened(state(delivery).label())) {
      return delivery.done(continued(delivery));
    }
    Map<String, String> write =
        mappings.ending(delivery.claim(), MappingDocument.Ending.REOPENED, standard);
    write.putAll(changes.write());
    return withNotes(delivery, write, WorkNotes.back(delivery.claim()));
  }

  private DeliveryResult continued(Delivery delivery) {
    Ticket ticket = ticket(delivery);
    return delivery
        .equal(ticket)
        .ended(EndedBy.PERSON, "the ticket is " + ticket.stateLabel())
        .continuedElsewhere()
        .noted();
  }

  private TicketState state(Delivery delivery) {
    return mappings.meaning(
        delivery.claim().integration(),
        delivery.table(),
        TicketState.of(delivery.table(), delivery.shown().text("state"), states(delivery)));
  }

  private boolean isOver(Delivery delivery) {
    return state(delivery).over();
  }

  /** What the ticket shows as we want it, we need not write again, whoever wrote it. */
  private static Delivery settled(Delivery delivery, Map<String, String> desired, Changes changes) {
    Map<String, String> there = new LinkedHashMap<>(Changes.wanted(desired, delivery.base()));
    there.keySet().removeAll(changes.kept());
    return delivery.found(delivery.ticketSysId(), delivery.base().wrote(there, there));
  }

  private static String kept(Changes changes) {
    return "left as a person edited it: " + String.join(", ", changes.kept());
  }

  private Delivery beforeEnd(Delivery delivery) {
    if (delivery.shown() == null) {
      return delivery.at(Step.READ);
    }
    if (isOver(delivery)) {
      // A person was first: their end stands.
      Ticket ticket = ticket(delivery);
      return delivery.done(
          delivery
              .equal(ticket)
              .ended(EndedBy.PERSON, reason(delivery))
              .noted()
              .noting(What.CLOSED, "the ticket was " + ticket.stateLabel() + " already"));
    }
    Claim claim = delivery.claim();
    return switch (ending(delivery)) {
      case LEAVE ->
          claim.notes().isEmpty() || !delivery.table().isTask()
              ? delivery.done(
                  delivery.equal(ticket(delivery)).noted().noting(What.CHANGED_HERE, LEFT))
              : withNotes(delivery, Map.of(), null);
      case NOTE ->
          delivery.table().isTask()
              ? withNotes(delivery, Map.of(), WorkNotes.end(claim))
              : delivery.done(
                  delivery.equal(ticket(delivery)).noted().noting(What.CHANGED_HERE, TO_A_PERSON));
      case RESOLVE -> {
        boolean coded = Ending.codeField(delivery.table()) != null;
        Map<String, String> codes = coded ? choices.of(codeField(delivery)) : Map.of();
        yield codes == null
            ? delivery.at(Step.READ_CODES)
            : delivery.writing(ended(delivery, codes));
      }
    };
  }

  /** What the policy wants of this ticket, as far as the instance lets us. */
  private Policy.Ending ending(Delivery delivery) {
    Claim claim = delivery.claim();
    Policy policy = claim.policy();
    if (Failure.STATE_REFUSED.reason().equals(claim.lastFailure())) {
      return Policy.Ending.NOTE;
    }
    if (claim.goal() == Goal.CANCELED) {
      return Policy.Ending.RESOLVE;
    }
    Policy.Ending wanted = policy.of(claim.recommendation().state());
    if (!delivery.table().isTask()) {
      return wanted;
    }
    boolean waits = wanted == Policy.Ending.RESOLVE && state(delivery).isOnHold();
    return waits ? policy.healedOnHold() : wanted;
  }

  private Map<String, String> ended(Delivery delivery, Map<String, String> codes) {
    Claim claim = delivery.claim();
    Policy policy = claim.policy();
    boolean heals = claim.goal() == Goal.RESOLVED;
    String code = heals ? policy.closeCode() : null;
    String note = heals && policy.closeNote() != null ? policy.closeNote() : WorkNotes.end(claim);
    Map<String, String> standard = Ending.fields(delivery.table(), claim.goal(), code, note, codes);
    Map<String, String> fields =
        mappings.ending(
            claim,
            heals ? MappingDocument.Ending.RESOLVED : MappingDocument.Ending.CANCELED,
            standard);
    if (code != null) {
      // A rule knows its findings better than a mapping knows its table.
      fields.put(
          Ending.codeField(delivery.table()), standard.get(Ending.codeField(delivery.table())));
    }
    String entry = WorkNotes.entry(claim.notes(), fields.get(NOTES), null);
    if (entry != null && delivery.table().isTask()) {
      fields.put(NOTES, entry);
    }
    return fields;
  }

  /** False when the result is known. */
  public boolean unfinished(@ExchangeProperty("delivery") Delivery delivery) {
    return delivery.step() != Step.DONE;
  }

  /** The call that answers the next question. */
  public TableCall ask(@ExchangeProperty("delivery") Delivery delivery) {
    return question(delivery).as(Lent.purpose(delivery.claim()));
  }

  private TableCall question(Delivery delivery) {
    Claim claim = delivery.claim();
    String integration = claim.integration();
    return switch (delivery.step()) {
      case LOOK_UP -> lookUp(delivery);
      case RESOLVE_REFERENCE -> delivery.asked().call();
      case READ_CODES -> Choices.question(codeField(delivery));
      case READ_NOTES ->
          TableCall.list(
              integration,
              Table.SYS_JOURNAL_FIELD,
              new EncodedQuery()
                  .is("element_id", delivery.ticketSysId())
                  .is("element", NOTES)
                  .newestFirst("sys_created_on"),
              List.of("sys_id", "value"),
              LAST_NOTES);
      case READ ->
          TableCall.one(integration, delivery.table(), delivery.ticketSysId(), fields(delivery));
      case CREATE ->
          TableCall.create(integration, delivery.table(), newRecord(delivery), fields(delivery));
      case UPDATE ->
          TableCall.update(
              integration,
              delivery.table(),
              delivery.ticketSysId(),
              new HashMap<>(delivery.write()),
              fields(delivery));
      case DONE -> throw new IllegalStateException("the conversation is over");
    };
  }

  private static TableCall lookUp(Delivery delivery) {
    boolean events = delivery.table() == Table.EM_EVENT;
    EncodedQuery its = Mark.of(delivery.table(), delivery.claim().id());
    return TableCall.list(
        delivery.claim().integration(),
        delivery.table(),
        events ? its.newestFirst("sys_created_on") : its.orderBy("sys_created_on"),
        fields(delivery),
        events ? Events.LAST : 2);
  }

  private static Map<String, Object> newRecord(Delivery delivery) {
    Map<String, Object> record = new LinkedHashMap<>(delivery.draft().lasting());
    record.values().removeIf(""::equals);
    record.putAll(delivery.draft().initial());
    record.putAll(delivery.references().fields());
    String follows = WorkNotes.follows(delivery.claim());
    if (follows != null && delivery.table().isTask()) {
      record.put(NOTES, follows);
    }
    return record;
  }

  private static List<String> fields(Delivery delivery) {
    List<String> fields = new ArrayList<>(Ticketing.fields(delivery.table()));
    fields.addAll(delivery.draft().lasting().keySet());
    return fields;
  }

  private static Choices.Field codeField(Delivery delivery) {
    return new Choices.Field(
        delivery.claim().integration(), delivery.table(), Ending.codeField(delivery.table()));
  }

  /** Takes an answer in and decides what it leaves to ask. */
  public Delivery hear(@ExchangeProperty("delivery") Delivery delivery, @Body TableAnswer answer) {
    Delivery next =
        switch (delivery.step()) {
          case LOOK_UP -> lookedUp(delivery, answer);
          case RESOLVE_REFERENCE -> resolving.hear(delivery, answer);
          case READ_CODES -> {
            choices.learn(codeField(delivery), answer);
            yield proceed(delivery);
          }
          case READ_NOTES ->
              proceed(
                  delivery.remembering(
                      answer.rows().stream().map(row -> row.text("value")).toList()));
          case READ -> proceed(delivery.reading(present(answer)));
          case CREATE -> created(delivery, present(answer));
          case UPDATE -> updated(delivery, present(answer));
          case DONE -> throw new IllegalStateException("the conversation is over");
        };
    return guarded(next);
  }

  /**
   * A write late in the lease, or while we go down, is left to the next claim; a create after a
   * look-up is recorded first.
   */
  private Delivery guarded(Delivery delivery) {
    Claim claim = delivery.claim();
    boolean writes = delivery.step() == Step.CREATE || delivery.step() == Step.UPDATE;
    if (writes && (stopping.isOrdered() || tooLate(claim, clock.instant()))) {
      return delivery.done(DeliveryResult.postponed(claim, clock.instant()));
    }
    if (delivery.creating() && claim.unsettledUntil() != null) {
      Instant until = claim.leaseEnd().plus(integrations.named(claim.integration()).settle());
      if (!deliveries.recordAttempt(claim, until)) {
        return delivery.done(DeliveryResult.postponed(claim, clock.instant()));
      }
    }
    boolean notes = delivery.write() != null && delivery.write().containsKey(NOTES);
    if (delivery.step() == Step.UPDATE && (!delivery.ending() || notes)) {
      Map<String, String> ours =
          delivery.shown() == null || delivery.ending()
              ? Map.of()
              : delivery.shown().only(List.copyOf(lasting(delivery).keySet()));
      Map<String, String> echoed = Base.with(delivery.base().echoed(), ours);
      if (!deliveries.recordTry(claim, echoed, delivery.write())) {
        return delivery.done(DeliveryResult.postponed(claim, clock.instant()));
      }
    }
    return delivery;
  }

  private Delivery lookedUp(Delivery delivery, TableAnswer answer) {
    boolean events = delivery.table() == Table.EM_EVENT;
    TableRecord row = events ? Events.latest(answer.rows()) : answer.row();
    // Of events the one before the lost one may be all that is there.
    if (row == null || (events && row.sysId().equals(delivery.ticketSysId()))) {
      if (Failure.MAYBE_HIDDEN.reason().equals(delivery.claim().lastFailure())) {
        throw new Failure.StillHiddenException();
      }
      return proceed(delivery);
    }
    return proceed(delivery.found(row.sysId(), lost(delivery, row)).reading(row));
  }

  /**
   * What a lost create wrote is what stands there, unless somebody touched it before we found it:
   * then their version stands and only later wishes are written. Of an event its revision says
   * whether it tells what is wanted now.
   */
  private static Base lost(Delivery delivery, TableRecord row) {
    Map<String, String> wanted = delivery.draft().lasting();
    Map<String, String> there = row.only(List.copyOf(wanted.keySet()));
    boolean isAllWeWant =
        delivery.table() == Table.EM_EVENT
            ? Events.revision(row) == delivery.claim().revision()
            : row.modCount() > 0;
    return new Base(isAllWeWant ? wanted : there, there, null);
  }

  /** An empty success says nothing of the record; it counts as no answer. */
  private static TableRecord present(TableAnswer answer) {
    if (answer.row() == null || answer.row().sysId().isEmpty()) {
      throw TableAnswer.unusable("the answer is empty");
    }
    return answer.row();
  }

  private Delivery created(Delivery delivery, TableRecord row) {
    Map<String, String> wrote = delivery.draft().lasting();
    Base base = new Base(wrote, row.only(List.copyOf(wrote.keySet())), null);
    Delivery now = delivery.found(row.sysId(), base).reading(row);
    Ticket ticket = ticket(now);
    if (delivery.table() == Table.EM_EVENT) {
      return now.done(told(now).noting(happened(delivery), event(wrote)));
    }
    // What notes would say, the new ticket says of itself.
    return now.done(now.warned(now.equal(ticket).noted()).noting(What.CREATED, ticket.number()));
  }

  private static What happened(Delivery delivery) {
    if (delivery.ending()) {
      return What.CLOSED;
    }
    return delivery.ticketSysId() == null ? What.CREATED : What.CHANGED_HERE;
  }

  private static String event(Map<String, String> wrote) {
    return "event of severity " + wrote.get("severity");
  }

  private Delivery updated(Delivery delivery, TableRecord row) {
    Map<String, String> written = lasting(delivery);
    Map<String, String> answered = row.only(List.copyOf(written.keySet()));
    Delivery now =
        delivery.found(row.sysId(), delivery.base().wrote(written, answered)).reading(row);
    if (delivery.ending()) {
      boolean noteOfARest =
          delivery.claim().dampedUntil() != null && !delivery.write().containsKey("state");
      return noteOfARest ? now.done(rested(now)) : ended(now);
    }
    if (delivery.reopening() && delivery.write().containsKey("state") && isOver(now)) {
      return now.done(continued(now));
    }
    return updated(now);
  }

  /** The part of what is written that is compared again. */
  private static Map<String, String> lasting(Delivery delivery) {
    Map<String, String> lasting = new LinkedHashMap<>(delivery.write());
    lasting.keySet().retainAll(delivery.draft().lasting().keySet());
    return lasting;
  }

  /** Everything that was to be written is there. */
  private Delivery updated(Delivery delivery) {
    Instant rests = delivery.claim().dampedUntil();
    DeliveryResult equal = delivery.equal(ticket(delivery)).noted();
    if (delivery.write() != null) {
      equal = equal.noting(What.CHANGED_HERE, String.join(", ", delivery.write().keySet()));
    }
    return delivery.done(
        rests != null && clock.instant().isBefore(rests) ? equal.again(rests) : equal);
  }

  /** The end itself is still to come, once the finding has come to rest. */
  private DeliveryResult rested(Delivery delivery) {
    Instant now = clock.instant();
    Instant until = delivery.claim().dampedUntil();
    return delivery.equal(ticket(delivery)).noted().again(until.isAfter(now) ? until : now);
  }

  private Delivery ended(Delivery delivery) {
    Ticket ticket = ticket(delivery);
    if (isOver(delivery)) {
      return delivery.done(
          delivery
              .equal(ticket)
              .ended(EndedBy.ROPEWAY, reason(delivery))
              .noted()
              .noting(
                  delivery.claim().goal() == Goal.RESOLVED ? What.CLOSED : What.CHANGED_HERE,
                  ticket.stateLabel()));
    }
    if (!delivery.write().containsKey("state")) {
      return delivery.done(
          delivery
              .equal(ticket)
              .noted()
              .noting(What.CHANGED_HERE, "a work note was written; " + TO_A_PERSON));
    }
    // 200, and yet the state is what it was: an ACL or a choice kept it (servicenow-wire § 1.6).
    return delivery.done(
        DeliveryResult.postponed(delivery.claim(), clock.instant())
            .failing(
                Failures.note(
                    Failure.STATE_REFUSED,
                    "the state stayed " + ticket.stateLabel(),
                    clock.instant(),
                    0,
                    clock.instant()),
                clock.instant(),
                null,
                delivery.claim().attempts(),
                null));
  }

  private Ticket ticket(Delivery delivery) {
    return delivery.shown() == null
        ? null
        : Ticketing.read(
            connections.named(delivery.claim().integration()),
            delivery.table(),
            delivery.shown(),
            states(delivery));
  }

  private Map<String, String> states(Delivery delivery) {
    return choices.of(new Choices.Field(delivery.claim().integration(), delivery.table(), "state"));
  }
}
