package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Eta;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Writes the work notes that wait, with whatever else is written or by themselves. One whose loss
 * is possible is looked for in the journal first: a journal takes everything twice.
 */
@ApplicationScoped
@Named("writeWorkNotes")
@RegisterForReflection // routes call it by name
public class WriteWorkNotes {

  /** Among so many of the newest an entry of ours must be. */
  private static final int LAST_NOTES = 20;

  private final UpdateTicket update;
  private final EndTicket end;
  private final Clock clock;

  WriteWorkNotes(UpdateTicket update, EndTicket end, Clock clock) {
    this.update = update;
    this.end = end;
    this.clock = clock;
  }

  /** Whether there are notes that no other write has taken along. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone()
        && delivery.ticket().sysId() != null
        && !delivery.claim().notes().isEmpty();
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.writing(Map.of(), null);
  }

  /** Whether a note that is to be written may be in the journal already. */
  public boolean mayBeThere(@Variable("delivery") Delivery delivery) {
    if (delivery.isDone() || journal(delivery) == null || saysItItself(delivery)) {
      return false;
    }
    Map<String, String> tried = delivery.claim().tried();
    boolean lost =
        (tried != null && tried.containsKey(journal(delivery)))
            || mayBeOfTheCreate(delivery.claim());
    boolean saysTheEnd = delivery.ending() && delivery.doing().note() != null;
    boolean hidden = Failure.JOURNAL_HIDDEN.reason().equals(delivery.claim().lastFailure());
    return (lost || saysTheEnd) && !hidden;
  }

  /** What was said of the end of the work goes with the create, whose answer may be lost. */
  private static boolean mayBeOfTheCreate(Claim claim) {
    return claim.unsettledUntil() != null && claim.notes().stream().anyMatch(Eta::isNote);
  }

  private static String journal(Delivery delivery) {
    return delivery.claim().ticketType().journal();
  }

  /** An end is written once: the state of the ticket shows whether it was. */
  private static boolean saysItItself(Delivery delivery) {
    return delivery.ending() && delivery.changesState();
  }

  public Delivery readJournal(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.READ_NOTES);
  }

  public TableCall journalCall(@Variable("delivery") Delivery delivery) {
    return delivery.call(
        TableCall.list(
            delivery.claim().integration(),
            Table.SYS_JOURNAL_FIELD,
            new EncodedQuery()
                .is("element_id", delivery.ticket().sysId())
                .is("element", journal(delivery))
                .newestFirst("sys_created_on"),
            List.of("sys_id", "value"),
            LAST_NOTES));
  }

  public Delivery onJournal(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    return delivery.knowing(
        delivery.ticket().journal(answer.rows().stream().map(row -> row.text("value")).toList()));
  }

  /** The write with the notes that the journal lacks; it is over if that leaves nothing. */
  public Delivery add(@Variable("delivery") Delivery delivery) {
    if (delivery.isDone()) {
      return delivery;
    }
    Map<String, String> write = new LinkedHashMap<>(delivery.write());
    String journal = journal(delivery);
    if (journal != null) {
      String more = saysItItself(delivery) ? write.get(journal) : delivery.doing().note();
      String entry = WorkNotes.entry(delivery.claim().notes(), more, delivery.ticket().journal());
      if (entry != null) {
        write.put(journal, entry);
      }
    }
    return write.isEmpty()
        ? UpdateTicket.complete(delivery, clock.instant())
        : delivery.writing(write, null);
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    return delivery.ending() ? end.onAnswer(delivery, answer) : update.onAnswer(delivery, answer);
  }
}
