package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Text;
import java.util.List;
import org.jboss.logging.Logger;

/** One plain line for each delivery that did something, ending with what happens next. */
final class DeliveryLog {

  private static final Logger LOG = Logger.getLogger("dev.ropeway.delivery");
  private static final int TITLE = 80;

  private DeliveryLog() {}

  static void tell(DeliveryOutcome result) {
    List<DeliveryOutcome.Line> lines = result.progress().lines();
    if (lines.isEmpty()) {
      return;
    }
    Claim claim = result.claim();
    String what =
        "assignment %s · %s · %s"
            .formatted(
                claim.id(),
                claim.recommendation().severity().label(),
                Text.cut(claim.recommendation().title(), TITLE));
    Ticket ticket = result.progress().ticket();
    String number = ticket == null ? claim.ticketNumber() : ticket.number();
    if (result.event() == Event.REFUSED) {
      LOG.warnf(
          "%s · parked: %s; retry with POST /api/v1/assignments/%s/retry",
          what, result.failure().reason(), claim.id());
    } else if (result.failure() != null) {
      LOG.infof("%s · %s; next attempt at %s", what, result.failure().reason(), result.next());
    } else {
      What last = lines.get(lines.size() - 1).what();
      LOG.infof("%s → %s · %s", what, number, last.word());
    }
  }

  static void lost(DeliveryOutcome result) {
    LOG.infof(
        "assignment %s: the lease was lost before the result could be recorded; the replica that"
            + " holds it now will look up the ticket",
        result.claim().id());
  }
}
