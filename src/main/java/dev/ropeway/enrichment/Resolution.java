package dev.ropeway.enrichment;

import dev.ropeway.servicenow.TableCall;
import java.time.Instant;

/**
 * How far the look-ups for one new ticket are: one of them is to be made, or all is found, or the
 * ticket has to wait.
 *
 * @param asked the look-up that is to be made, or was made last; null for none
 * @param found null while something is still to be looked up
 * @param waitUntil when to begin again; null unless the ticket has to wait
 */
public record Resolution(
    TicketReferences wanted, LookUp asked, FoundReferences found, Instant waitUntil) {

  static Resolution of(TicketReferences wanted) {
    return new Resolution(wanted, null, null, null);
  }

  Resolution asking(LookUp lookUp) {
    return new Resolution(wanted, lookUp, null, null);
  }

  Resolution finding(FoundReferences all) {
    return new Resolution(wanted, asked, all, null);
  }

  Resolution waiting(Instant until) {
    return new Resolution(wanted, asked, null, until);
  }

  /** Whether another look-up is to be made. */
  public boolean isAsking() {
    return found == null && waitUntil == null;
  }

  /** The call of the look-up that is to be made. */
  public TableCall call() {
    return asked.call();
  }

  /** Whether the call makes a configuration item. */
  public boolean creates() {
    return asked instanceof LookUp.Make;
  }
}
