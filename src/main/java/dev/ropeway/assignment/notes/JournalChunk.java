package dev.ropeway.assignment.notes;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Tickets whose journals are read together.
 *
 * @param since older entries were read before; null for all
 * @param place the sys_id of the last entry that was read; null at the beginning
 */
public record JournalChunk(String integration, List<Due> tickets, Instant since, String place) {

  /**
   * A ticket that moved, as it was when its journal was found to be due.
   *
   * @param settling whether it is read for the second time since it moved
   */
  public record Due(
      String ticket,
      UUID assignment,
      Instant updatedOn,
      int modCount,
      Instant readFrom,
      boolean settling) {}

  /** The same behind an entry. */
  public JournalChunk at(String entry) {
    return new JournalChunk(integration, tickets, since, entry);
  }

  public List<String> sysIds() {
    return tickets.stream().map(Due::ticket).toList();
  }
}
