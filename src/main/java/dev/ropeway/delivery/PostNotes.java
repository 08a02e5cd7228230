package dev.ropeway.delivery;

import dev.ropeway.assignment.notes.NoteText;
import dev.ropeway.assignment.notes.NotesToSend;
import dev.ropeway.assignment.notes.NotesToSend.Waiting;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Writes the notes that callers posted, each by itself and once. One whose end is not known waits
 * until it can no longer be committed, and is then looked for in the journal by its mark.
 */
@ApplicationScoped
@Named("postNotes")
@RegisterForReflection // routes call it by name
public class PostNotes {

  /** Of an instance that does not look for the mark, so many entries are searched here. */
  private static final int SEARCHED = 500;

  private static final String UNKNOWN =
      "the answer was lost, and sys_journal_field cannot be read: look whether the ticket has it";

  private final NotesToSend toSend;
  private final UpdateTicket update;
  private final WriteGuard guard;
  private final Integrations integrations;
  private final Stopping stopping;
  private final Clock clock;

  PostNotes(
      NotesToSend toSend,
      UpdateTicket update,
      WriteGuard guard,
      Integrations integrations,
      Stopping stopping,
      Clock clock) {
    this.toSend = toSend;
    this.update = update;
    this.guard = guard;
    this.integrations = integrations;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Whether a ticket is there for notes that wait. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone()
        && delivery.claim().posts()
        && delivery.table().isTask()
        && delivery.ticket().sysId() != null;
  }

  /** The note that is next; null when none waits. */
  public Waiting next(@Variable("delivery") Delivery delivery) {
    return delivery.isDone() ? null : toSend.next(delivery.claim().id()).orElse(null);
  }

  public boolean isUnfinished(
      @Variable("delivery") Delivery delivery, @Variable("note") Waiting note) {
    return !delivery.isDone() && note != null;
  }

  /** What may still be committed is waited for. */
  public Delivery plan(@Variable("delivery") Delivery delivery, @Variable("note") Waiting note) {
    if (note.triedAt() == null) {
      return delivery.at(Step.POST_NOTE);
    }
    Integration integration = integrations.named(delivery.claim().integration());
    Instant settled = note.triedAt().plus(integration.timeout()).plus(integration.settle());
    return settled.isAfter(clock.instant())
        ? delivery.done(delivery.postponed(settled))
        : delivery.at(Step.FIND_NOTE);
  }

  /** Whether the note may stand on the ticket already. */
  public boolean mayBeThere(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone() && delivery.step() == Step.FIND_NOTE;
  }

  public TableCall search(@Variable("delivery") Delivery delivery, @Variable("note") Waiting note) {
    return delivery.call(
        TableCall.list(
            delivery.claim().integration(),
            Table.SYS_JOURNAL_FIELD,
            new EncodedQuery()
                .is("element_id", delivery.ticket().sysId())
                .is("element", note.kind().element())
                .where("value", "LIKE", mark(note)),
            List.of("sys_id", "value"),
            SEARCHED));
  }

  private static String mark(Waiting note) {
    return "#" + NoteText.code(note.id());
  }

  /** Found, it is over with the note; not found, it is to be written. */
  public Delivery onSearch(
      @Variable("delivery") Delivery delivery,
      @Variable("note") Waiting note,
      @Variable("answer") TableAnswer answer) {
    boolean found = answer.rows().stream().anyMatch(row -> row.text("value").contains(mark(note)));
    if (found) {
      toSend.written(delivery.claim().id(), note.id());
      return delivery.afresh();
    }
    Long total = answer.headers().total();
    boolean hidden = answer.rows().size() < (total == null ? answer.received() : total);
    if (hidden || answer.received() >= SEARCHED) {
      toSend.refused(delivery.claim().id(), note.id(), UNKNOWN);
      return delivery;
    }
    return delivery.at(Step.POST_NOTE);
  }

  public boolean isToBeWritten(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone() && delivery.step() == Step.POST_NOTE;
  }

  /** Records that it is about to be written; late in the lease that is left to the next claim. */
  public Delivery record(@Variable("delivery") Delivery delivery, @Variable("note") Waiting note) {
    Instant now = clock.instant();
    boolean may =
        !stopping.isOrdered()
            && !guard.isTooLate(delivery.claim(), now)
            && toSend.tries(delivery.claim(), note.id());
    return may ? delivery : delivery.done(delivery.postponed(now));
  }

  public TableCall call(@Variable("delivery") Delivery delivery, @Variable("note") Waiting note) {
    return delivery.call(
        TableCall.update(
            delivery.claim().integration(),
            delivery.table(),
            delivery.ticket().sysId(),
            Map.of(note.kind().element(), note.text()),
            delivery.columns()));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery,
      @Variable("note") Waiting note,
      @Variable("answer") TableAnswer answer) {
    Delivery written = update.written(delivery, answer);
    toSend.written(delivery.claim().id(), note.id());
    return written.afresh();
  }
}
