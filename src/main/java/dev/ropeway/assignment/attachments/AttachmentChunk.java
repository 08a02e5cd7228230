package dev.ropeway.assignment.attachments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tickets whose attachments are listed together.
 *
 * @param assignments by the sys_ids of their tickets
 * @param until when others may list them again
 * @param reading names this reading
 * @param place the sys_id of the last attachment that was read; null at the beginning
 * @param gaps whether the instance showed less than it counted, or did not count
 */
public record AttachmentChunk(
    String integration,
    Map<String, UUID> assignments,
    Instant until,
    UUID reading,
    String place,
    boolean gaps) {

  public List<String> sysIds() {
    return assignments.keySet().stream().sorted().toList();
  }

  /** The same behind a page. */
  public AttachmentChunk at(String last) {
    return new AttachmentChunk(integration, assignments, until, reading, last, gaps);
  }

  /** The same where not all can be read. */
  public AttachmentChunk withGaps() {
    return new AttachmentChunk(integration, assignments, until, reading, place, true);
  }
}
