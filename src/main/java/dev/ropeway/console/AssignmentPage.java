package dev.ropeway.console;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Eta;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TimelineEntry;
import dev.ropeway.assignment.notes.Note;
import dev.ropeway.mapping.ReadableText;
import dev.ropeway.recommendation.Recommendation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** One assignment as it is shown, with its timeline. */
@RegisterForReflection // included parts of pages ask it by name
record AssignmentPage(
    Shown shown,
    List<Field> assignment,
    List<Field> ticket,
    List<Field> recommendation,
    String description,
    String remediation,
    int attempts,
    ShownTime failedAt,
    List<Happening> timeline,
    List<Said> notes,
    boolean held,
    boolean live,
    boolean owned,
    String once,
    List<AttachedFile> attachments,
    int refresh) {

  private static final int REFRESH_SECONDS = 5;

  /** The page is asked for every few seconds. */
  private static final int NOTES = 50;

  /** A name and what it is; {@code link} and {@code moment} are null for plain texts. */
  record Field(String name, String value, WebLink link, ShownTime moment) {}

  /** One thing that happened. */
  record Happening(String kind, String label, ShownTime at, String who, String detail) {}

  /** A note; {@code state} is null for those that nobody posted here. */
  record Said(String kind, ShownTime at, String who, String text, String state) {}

  static AssignmentPage of(Assignment assignment, Instant now) {
    Recommendation recommendation = assignment.recommendation();
    return new AssignmentPage(
        Shown.of(assignment, now),
        assignment(assignment, now),
        ticket(assignment.ticket(), assignment.ticketType().isTask(), now),
        recommendation(recommendation, now),
        ReadableText.of(recommendation.description()),
        ReadableText.of(recommendation.remediation()),
        assignment.failure() == null ? 0 : assignment.failure().attempts(),
        assignment.failure() == null ? null : ShownTime.of(assignment.failure().at(), now),
        timeline(assignment.timeline(), now),
        notes(assignment.notes(), now),
        assignment.heldSince() != null,
        isLive(assignment.status()),
        assignment.ticketType().isTask(),
        UUID.randomUUID().toString(),
        AttachedFile.of(assignment, now),
        REFRESH_SECONDS);
  }

  private static boolean isLive(Status status) {
    return status != Status.CLOSED && status != Status.WITHDRAWN;
  }

  private static List<Field> assignment(Assignment assignment, Instant now) {
    AssignmentSpec spec = assignment.spec();
    Eta eta = assignment.eta();
    return present(
        text("Integration", assignment.integration()),
        text("Environment", assignment.environment()),
        text("Ticket type", assignment.ticketType().word()),
        text("Created by", assignment.rule() == null ? "a person" : "rule " + assignment.rule()),
        text("Assigned to", spec.assignedTo()),
        text("Assignment group", spec.assignmentGroup()),
        text("Caller", spec.caller()),
        text("Short description", spec.shortDescription()),
        text("Description", spec.description()),
        text("Priority", spec.priority()),
        text("Impact", spec.impact()),
        text("Urgency", spec.urgency()),
        moment("Due", spec.dueDate(), now),
        moment("ETA", eta == null ? null : eta.date(), now),
        text("ETA justification", eta == null ? null : eta.justification()),
        text("Remediation timeframe", Words.timeframe(spec.remediationTimeframe())),
        text("Grace period", spec.gracePeriod() == null ? null : yes(spec.gracePeriod())),
        text("Affects the score", yes(assignment.affectsScore())),
        text("Close reason", assignment.closeReason()),
        moment("Created", assignment.createdAt(), now),
        moment("Updated", assignment.updatedAt(), now),
        text("Id", assignment.id()));
  }

  private static String yes(boolean fact) {
    return fact ? "yes" : "no";
  }

  private static List<Field> ticket(Ticket ticket, boolean owned, Instant now) {
    return ticket == null
        ? List.of()
        : present(
            text("State", ticket.stateLabel()),
            owned ? text("Owner", owner(ticket)) : null,
            text("Table", ticket.table()),
            text("sys_id", ticket.sysId()),
            moment("Updated", ticket.updatedAt(), now));
  }

  private static String owner(Ticket ticket) {
    return ticket.assignedTo() == null ? "not assigned" : ticket.assignedTo();
  }

  private static List<Field> recommendation(Recommendation recommendation, Instant now) {
    Recommendation.Resource resource = recommendation.resource();
    List<Field> fields =
        new ArrayList<>(
            present(
                text("Resource", resource == null ? null : resource.name()),
                text("Resource type", resource == null ? null : resource.type()),
                text("Resource id", resource == null ? null : resource.id()),
                text("Scope", resource == null ? null : resource.scope()),
                text("State", recommendation.state().word()),
                moment("State changed", recommendation.stateChangedAt(), now),
                text("Category", recommendation.category()),
                text("Source", recommendation.source()),
                text("Initiated by", recommendation.initiatedBy()),
                moment("Last received", recommendation.occurredAt(), now),
                link("Link", WebLink.of(recommendation.url())),
                text("Id", recommendation.id())));
    recommendation.tags().forEach((name, value) -> fields.add(text("Tag " + name, value)));
    return fields;
  }

  private static List<Happening> timeline(List<TimelineEntry> entries, Instant now) {
    List<Happening> newestFirst = new ArrayList<>();
    for (TimelineEntry entry : entries) {
      newestFirst.add(
          0,
          new Happening(
              entry.what().word(),
              Words.label(entry.what()),
              ShownTime.of(entry.at(), now),
              entry.who(),
              entry.detail()));
    }
    return newestFirst;
  }

  private static List<Said> notes(List<Note> notes, Instant now) {
    List<Said> newestFirst = new ArrayList<>();
    for (Note note : notes.subList(Math.max(0, notes.size() - NOTES), notes.size())) {
      String state =
          note.state() == null || note.state() == Note.State.WRITTEN ? null : note.state().word();
      newestFirst.add(
          0,
          new Said(
              Words.label(note.kind()),
              ShownTime.of(note.at(), now),
              note.by().name(),
              note.text(),
              state));
    }
    return newestFirst;
  }

  private static Field text(String name, Object value) {
    return value == null || value.toString().isBlank()
        ? null
        : new Field(name, value.toString(), null, null);
  }

  private static Field link(String name, WebLink link) {
    return link == null ? null : new Field(name, null, link, null);
  }

  private static Field moment(String name, Instant at, Instant now) {
    return at == null ? null : new Field(name, null, null, ShownTime.of(at, now));
  }

  private static List<Field> present(Field... fields) {
    return Arrays.stream(fields).filter(Objects::nonNull).toList();
  }
}
