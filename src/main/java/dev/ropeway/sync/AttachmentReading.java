package dev.ropeway.sync;

import dev.ropeway.assignment.attachments.AttachmentChunk;
import dev.ropeway.servicenow.Purpose;

/**
 * The listing of attachments on its way: a chunk of tickets after the other, each page by page.
 *
 * @param chunk what is being listed; null when nothing is left
 * @param purpose what the calls count as
 * @param calls made so far
 */
record AttachmentReading(String integration, AttachmentChunk chunk, Purpose purpose, int calls) {

  AttachmentReading answered() {
    return new AttachmentReading(integration, chunk, purpose, calls + 1);
  }

  AttachmentReading next(AttachmentChunk following) {
    return new AttachmentReading(integration, following, purpose, calls);
  }
}
