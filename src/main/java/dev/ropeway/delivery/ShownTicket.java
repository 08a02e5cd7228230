package dev.ropeway.delivery;

import dev.ropeway.assignment.Ticket;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;

/**
 * A ticket as ServiceNow showed it.
 *
 * @param row all that was read
 * @param ticket what people are shown of it
 * @param state what its state means on that instance
 * @param label what people call that state
 */
record ShownTicket(TableRecord row, Ticket ticket, TicketState state, String label) {}
