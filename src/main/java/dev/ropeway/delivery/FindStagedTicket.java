package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.delivery.FindLostTicket.AmbiguousCreateException;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * Looks among the rows of an import table for what became of a lost one: a transform need not pass
 * the key on to the ticket that it makes (promise 2).
 */
@ApplicationScoped
@Named("findStagedTicket")
@RegisterForReflection // routes call it by name
public class FindStagedTicket {

  private static final int ROWS = 20;
  private static final String TARGET = "sys_target_sys_id";
  private static final String STATE = "sys_import_state";

  private final Integrations integrations;
  private final Clock clock;

  FindStagedTicket(Integrations integrations, Clock clock) {
    this.integrations = integrations;
    this.clock = clock;
  }

  /** Whether the ticket goes through an import table, and was not found by its key. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone()
        && delivery.ticket().shown() == null
        && delivery.claim().ticketType().creation().way() == Way.IMPORT_SET;
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    Claim claim = delivery.claim();
    TicketTypeDefinition type = claim.ticketType();
    return delivery.call(
        TableCall.list(
            claim.integration(),
            Table.ofImports(type.creation().from()),
            new EncodedQuery().is(type.correlation(), claim.id().toString()),
            List.of("sys_id", STATE, TARGET),
            ROWS));
  }

  /** The ticket that was made of the row; or that it waits; or that there is none to be found. */
  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    Optional<String> made =
        answer.rows().stream()
            .map(row -> row.text(TARGET))
            .filter(target -> !target.isEmpty())
            .findFirst();
    if (made.isPresent()) {
      return AdoptTicket.adopting(delivery, made.get());
    }
    if (answer.rows().stream().anyMatch(FindStagedTicket::isPending)) {
      Claim claim = delivery.claim();
      return delivery.done(
          delivery.postponed(
              clock.instant().plus(integrations.named(claim.integration()).settle())));
    }
    Long total = answer.headers().total();
    if (answer.received() > answer.rows().size()
        || (answer.rows().isEmpty() && (total == null || total > 0))) {
      // Rows that an ACL hides may be ours.
      throw new AmbiguousCreateException(delivery.claim().ticketType());
    }
    return delivery;
  }

  private static boolean isPending(TableRecord row) {
    return row.text(STATE).isEmpty() || row.text(STATE).equals("pending");
  }

  /** Whether a ticket was found among the rows, and is still to be read. */
  public boolean isFound(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone()
        && delivery.ticket().sysId() != null
        && delivery.ticket().shown() == null;
  }
}
