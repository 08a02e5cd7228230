package dev.ropeway.assignment;

/**
 * Which ticket a finding becomes: what a rule, or a person, says.
 *
 * @param rule the rule's name; null when a person ordered it
 */
public record Order(String integration, TicketType ticketType, String rule, Terms terms) {}
