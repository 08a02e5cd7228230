package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableRecord;

/** Reads a ticket out of what its instance answered. */
interface TicketReader {

  ShownTicket read(Claim claim, Table table, TableRecord row);

  /** The one ticket that was read or written; an empty success says nothing of it. */
  default ShownTicket read(Delivery delivery, TableAnswer answer) {
    if (answer.row() == null || answer.row().sysId().isEmpty()) {
      throw TableAnswer.unusable("the answer is empty");
    }
    return read(delivery.claim(), delivery.table(), answer.row());
  }
}
