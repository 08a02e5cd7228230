package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.servicenow.TableRecord;
import java.util.List;
import java.util.Map;

/**
 * What is known of a ticket.
 *
 * @param sysId null while there is none
 * @param written what we wrote last
 * @param shown as it was read in this delivery; null while it was not
 * @param journal its last work notes; null while they were not read
 */
record KnownTicket(String sysId, LastWritten written, ShownTicket shown, List<String> journal) {

  static final String STATE = "state";

  static KnownTicket of(Claim claim) {
    return new KnownTicket(claim.ticketSysId(), LastWritten.of(claim), null, null);
  }

  KnownTicket found(ShownTicket ticket, LastWritten last) {
    return new KnownTicket(ticket.row().sysId(), last, ticket, journal);
  }

  /** One that is there and was not read yet. */
  KnownTicket made(String newSysId) {
    return new KnownTicket(newSysId, written, null, journal);
  }

  KnownTicket reading(ShownTicket ticket) {
    return new KnownTicket(sysId, written, ticket, journal);
  }

  KnownTicket written(LastWritten last) {
    return new KnownTicket(sysId, last, shown, journal);
  }

  KnownTicket journal(List<String> entries) {
    return new KnownTicket(sysId, written, shown, entries);
  }

  /** Whether the work on it is over, as far as it was read. */
  boolean isOver() {
    return shown != null && shown.state().over();
  }

  /** After these fields were written, and answered with this row. */
  KnownTicket wrote(Map<String, String> fields, ShownTicket answered) {
    TableRecord row = answered.row();
    return found(answered, written.wrote(fields, row.only(List.copyOf(fields.keySet()))));
  }
}
