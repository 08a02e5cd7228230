package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.FailureNote;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What list and page show alike of an assignment.
 *
 * @param owner who has the work: as ServiceNow shows it once there is a ticket, before that whom we
 *     want; null for nobody
 * @param overdue how late the work is, in words; null when it is not, or is over
 * @param failure null while there is nothing to say
 */
@RegisterForReflection // included parts of pages ask it by name
record Shown(
    String id,
    String status,
    String statusLabel,
    String severity,
    String severityLabel,
    String title,
    String resource,
    String owner,
    ShownTime due,
    String overdue,
    String integration,
    boolean test,
    String ticketNumber,
    String ticketState,
    WebLink ticketPage,
    Trouble failure) {

  /**
   * Why the ticket is not yet what we want.
   *
   * @param next when it is tried again, in words; null for parked ones
   */
  record Trouble(boolean parked, String reason, String detail, String advice, String next) {}

  static Shown of(Assignment assignment, Instant now) {
    Recommendation recommendation = assignment.recommendation();
    AssignmentSpec spec = assignment.spec();
    Ticket ticket = assignment.ticket();
    boolean late =
        isLive(assignment.status()) && spec.dueDate() != null && now.isAfter(spec.dueDate());
    return new Shown(
        assignment.id().toString(),
        assignment.status().word(),
        Words.label(assignment.status()),
        recommendation.severity().word(),
        recommendation.severity().label(),
        recommendation.title() == null ? recommendation.id() : recommendation.title(),
        resource(recommendation.resource()),
        ticket == null ? firstOf(spec.assignedTo(), spec.assignmentGroup()) : ticket.assignedTo(),
        ShownTime.of(spec.dueDate(), now),
        late ? Words.overdue(spec.dueDate(), now) : null,
        assignment.integration(),
        "test".equals(assignment.environment()),
        ticket == null ? null : firstOf(ticket.number(), ticket.sysId()),
        ticket == null ? null : firstOf(ticket.stateLabel(), ticket.state()),
        ticket == null ? null : WebLink.of(ticket.url()),
        trouble(assignment, now));
  }

  /** The same of an assignment as the API lists it. */
  static Shown of(JsonNode assignment, Instant now) {
    JsonNode recommendation = assignment.path("recommendation");
    JsonNode ticket = assignment.path("ticket");
    Status status = Status.of(assignment.path("status").asText());
    Severity severity = Severity.named(recommendation.path("severity").asText()).orElseThrow();
    Instant due = moment(assignment, "dueDate");
    boolean late = isLive(status) && due != null && now.isAfter(due);
    return new Shown(
        assignment.path("id").asText(),
        status.word(),
        Words.label(status),
        severity.word(),
        severity.label(),
        firstOf(text(recommendation, "title"), text(recommendation, "id")),
        firstOf(
            text(recommendation.path("resource"), "name"),
            text(recommendation.path("resource"), "id")),
        ticket.isObject()
            ? text(ticket, "assignedTo")
            : firstOf(text(assignment, "assignedTo"), text(assignment, "assignmentGroup")),
        ShownTime.of(due, now),
        late ? Words.overdue(due, now) : null,
        text(assignment, "integration"),
        "test".equals(text(assignment, "environment")),
        firstOf(text(ticket, "number"), text(ticket, "sysId")),
        firstOf(text(ticket, "stateLabel"), text(ticket, "state")),
        ticket.isObject() ? WebLink.of(text(ticket, "url")) : null,
        trouble(assignment.path("failure"), status, now));
  }

  private static Trouble trouble(JsonNode failure, Status status, Instant now) {
    if (!failure.isObject() || !isLive(status)) {
      return null;
    }
    boolean parked = status == Status.PARKED;
    Instant next = moment(failure, "nextAttemptAt");
    return new Trouble(
        parked,
        Words.reason(failure.path("reason").asText()),
        text(failure, "detail"),
        text(failure, "advice"),
        parked || next == null ? null : Words.distance(next, now));
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asText(null);
  }

  private static Instant moment(JsonNode object, String field) {
    String text = text(object, field);
    return text == null ? null : Instant.parse(text);
  }

  /** The resource in a line: of a long path the end, which tells it from its neighbours. */
  public String resourceTail() {
    return resource == null ? null : Words.tail(resource);
  }

  /** The owner up to the sign where an e-mail address may be broken to fit. */
  public String ownerName() {
    return owner == null || owner.indexOf('@') < 0 ? owner : owner.substring(0, owner.indexOf('@'));
  }

  /** The rest of an e-mail address; null for other owners. */
  public String ownerDomain() {
    return owner == null || owner.indexOf('@') < 0 ? null : owner.substring(owner.indexOf('@'));
  }

  private static boolean isLive(Status status) {
    return status == Status.PENDING || status == Status.OPEN || status == Status.PARKED;
  }

  private static String resource(Recommendation.Resource resource) {
    return resource == null ? null : firstOf(resource.name(), resource.id());
  }

  private static Trouble trouble(Assignment assignment, Instant now) {
    FailureNote failure = assignment.failure();
    if (failure == null || !isLive(assignment.status())) {
      return null;
    }
    boolean parked = assignment.status() == Status.PARKED;
    return new Trouble(
        parked,
        Words.reason(failure.reason()),
        failure.detail(),
        failure.advice(),
        parked || failure.nextAttemptAt() == null
            ? null
            : Words.distance(failure.nextAttemptAt(), now));
  }

  private static String firstOf(String first, String second) {
    return first == null || first.isBlank() ? second : first;
  }
}
