package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ropeway.assignment.attachments.Attachment;
import dev.ropeway.assignment.attachments.Attachments;
import dev.ropeway.assignment.attachments.Evidence;
import dev.ropeway.assignment.notes.Note;
import dev.ropeway.assignment.notes.Notes;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.TicketType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What we want ServiceNow to show, with what it showed last: the answer of the assignments API.
 *
 * @param rule the rule that made it; null when assigned by hand
 * @param environment of the integration: production or test; null when that is no longer there
 * @param reassignment what a person asked for and delivery has not written yet; null for none
 * @param eta when its owner expects to be done; null where nobody said
 * @param heldSince since when its rule's daily limit or its integration holds it back; null when
 *     neither does
 * @param follows the assignment whose ended ticket this one's continues; null for none
 * @param closeReason why it is closed; null while it is not
 * @param timeline null in lists
 * @param notes the newest, the oldest of them first; null in lists
 * @param attachments the newest files of the ticket, the oldest of them first; null in lists
 * @param evidence what callers sent to be attached; null in lists
 */
@RegisterForReflection // JSON of answers
public record Assignment(
    UUID id,
    Status status,
    Recommendation recommendation,
    String integration,
    @JsonInclude(JsonInclude.Include.NON_NULL) String environment,
    TicketType ticketType,
    String rule,
    @JsonUnwrapped AssignmentSpec spec,
    @JsonInclude(JsonInclude.Include.NON_NULL) Eta eta,
    boolean affectsScore,
    String closeReason,
    Ticket ticket,
    FailureNote failure,
    @JsonInclude(JsonInclude.Include.NON_NULL) Reassignment reassignment,
    @JsonInclude(JsonInclude.Include.NON_NULL) Instant heldSince,
    @JsonInclude(JsonInclude.Include.NON_NULL) UUID follows,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<TimelineEntry> timeline,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Note> notes,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Attachment> attachments,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Evidence> evidence) {

  /** What happened, what was said and what is attached. */
  record History(
      List<TimelineEntry> timeline,
      List<Note> notes,
      List<Attachment> attachments,
      List<Evidence> evidence) {

    static History of(Handle handle, Assignment of, TicketPages pages) {
      return new History(
          Timeline.of(handle, of.id()),
          Notes.newest(handle, of.id()),
          Attachments.newest(
              handle, of.id(), sysId -> pages.of(of.integration(), "sys_attachment", sysId)),
          Evidence.of(handle, of.id()));
    }
  }

  Assignment with(History history) {
    return new Assignment(
        id,
        status,
        recommendation,
        integration,
        environment,
        ticketType,
        rule,
        spec,
        eta,
        affectsScore,
        closeReason,
        ticket,
        failure,
        reassignment,
        heldSince,
        follows,
        createdAt,
        updatedAt,
        history.timeline(),
        history.notes(),
        history.attachments(),
        history.evidence());
  }
}
