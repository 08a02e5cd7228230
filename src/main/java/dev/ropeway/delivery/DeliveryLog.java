package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.Status;
import dev.ropeway.store.Text;
import org.jboss.logging.Logger;

/** One plain line for each delivery that did something, ending with what happens next. */
final class DeliveryLog {

  private static final Logger LOG = Logger.getLogger("dev.ropeway.delivery");
  private static final int TITLE = 80;

  private DeliveryLog() {}

  static void tell(Delivery delivery) {
    DeliveryResult result = delivery.result();
    if (result.notes().isEmpty()) {
      return;
    }
    Claim claim = delivery.claim();
    String what =
        "assignment %s · %s · %s"
            .formatted(
                claim.id(),
                claim.recommendation().severity().label(),
                Text.cut(claim.recommendation().title(), TITLE));
    String number = result.ticket() == null ? claim.ticketNumber() : result.ticket().number();
    if (result.status() == Status.PARKED) {
      LOG.warnf(
          "%s · parked: %s; retry with POST /api/v1/assignments/%s/retry",
          what, result.failure().reason(), claim.id());
    } else if (result.failure() != null) {
      LOG.infof("%s · %s; again at %s", what, result.failure().reason(), result.next());
    } else {
      var note = result.notes().get(result.notes().size() - 1);
      LOG.infof("%s → %s · %s", what, number, note.what().word());
    }
  }

  static void lost(DeliveryResult result) {
    LOG.infof(
        "assignment %s: the lease was lost before the result could be recorded; whoever has it now"
            + " looks the ticket up",
        result.claim().id());
  }
}
