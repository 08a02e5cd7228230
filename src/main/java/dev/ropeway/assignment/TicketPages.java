package dev.ropeway.assignment;

/**
 * Knows where a person opens a record; asked by the store, answered by whoever knows the instances.
 */
public interface TicketPages {

  /** The address of a record's page, or null when its integration is no longer there. */
  String of(String integration, String table, String sysId);
}
