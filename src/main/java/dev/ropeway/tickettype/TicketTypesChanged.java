package dev.ropeway.tickettype;

/** The kinds of ticket are others than before, or are said otherwise. */
public record TicketTypesChanged() {}
