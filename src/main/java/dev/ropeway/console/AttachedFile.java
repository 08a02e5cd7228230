package dev.ropeway.console;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.attachments.Attachment;
import dev.ropeway.assignment.attachments.Evidence;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of a ticket, or one that the ticket is to get.
 *
 * @param link its page in ServiceNow; null for none
 * @param size null where it is not known
 * @param state of one that the ticket has not; null for others
 */
@RegisterForReflection // included parts of pages ask it by name
record AttachedFile(
    String name, WebLink link, ShownTime at, String who, String size, String sha256, String state) {

  /** The page is asked for every few seconds. */
  private static final int MOST = 50;

  /** What waits or was refused, and the newest attachments, the newest of them first. */
  static List<AttachedFile> of(Assignment assignment, Instant now) {
    List<AttachedFile> files = new ArrayList<>();
    for (Evidence evidence : assignment.evidence()) {
      if (evidence.state() != Evidence.State.ATTACHED) {
        files.add(of(evidence, now));
      }
    }
    List<Attachment> attachments = assignment.attachments();
    for (int i = attachments.size() - 1; i >= Math.max(0, attachments.size() - MOST); i--) {
      files.add(of(attachments.get(i), now));
    }
    return files;
  }

  private static AttachedFile of(Evidence evidence, Instant now) {
    String why = evidence.detail() == null ? "" : ": " + evidence.detail();
    return new AttachedFile(
        evidence.name(),
        null,
        ShownTime.of(evidence.at(), now),
        evidence.by(),
        evidence.size() + " bytes",
        evidence.sha256(),
        evidence.state().word() + why);
  }

  private static AttachedFile of(Attachment attachment, Instant now) {
    return new AttachedFile(
        attachment.name(),
        WebLink.of(attachment.url()),
        ShownTime.of(attachment.at(), now),
        attachment.by(),
        attachment.size() == null ? null : attachment.size() + " bytes",
        attachment.sha256(),
        null);
  }
}
