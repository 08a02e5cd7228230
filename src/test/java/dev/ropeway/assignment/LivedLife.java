package dev.ropeway.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.FollowedUp;
import dev.ropeway.assignment.DeliveryOutcome.Parked;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.Tickets.Seen;
import dev.ropeway.correlation.DeliveredNews;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Lets what really happens happen to one stored assignment, and says where it is then. */
@ApplicationScoped
class LivedLife {

  /** Nobody delivers there. */
  static final String INTEGRATION = "nowhere";

  private static final String WHO = "test";
  private static final TicketRequest ORDER =
      TicketRequest.single(INTEGRATION, TicketType.INCIDENT, null, AssignmentSpec.NONE);

  private final Database database;
  private final Deliveries deliveries;
  private final Tickets tickets;
  private final Assignments assignments;
  private final Withdrawals withdrawals;
  private final Clock clock;

  LivedLife(
      Database database,
      Deliveries deliveries,
      Tickets tickets,
      Assignments assignments,
      Withdrawals withdrawals,
      Clock clock) {
    this.database = database;
    this.deliveries = deliveries;
    this.tickets = tickets;
    this.assignments = assignments;
    this.withdrawals = withdrawals;
    this.clock = clock;
  }

  /** Where an assignment is. */
  record Place(Status status, DesiredState desiredState) {}

  /**
   * An assignment, and all that guards ask for.
   *
   * @param ticket it has one
   * @param wish whoever ends it wants its ticket canceled
   * @param others another assignment of its finding is live
   * @param newer something was wanted since the claim
   * @param ours we ended the ticket, and no person
   */
  record Situation(
      Place place, boolean ticket, boolean wish, boolean others, boolean newer, boolean ours) {

    boolean holds(Guard guard) {
      return switch (guard) {
        case ALWAYS -> true;
        case NO_TICKET -> !ticket;
        case CANCELING -> place.desiredState() == DesiredState.CANCELED;
        case CANCEL_WISHED -> wish;
        case NO_OTHER_LIVE -> !others;
        case BACK_MEANWHILE -> ours && ticket && newer && place.desiredState() == DesiredState.OPEN;
        case REOPENED_NOW -> !newer && place.desiredState() == DesiredState.REOPENED;
        case NOT_REOPENING -> place.desiredState() != DesiredState.REOPENED;
      };
    }

    /** A finding has one live assignment on an integration. */
    boolean isPossible() {
      return !others || place.status() == Status.CLOSED || place.status() == Status.WITHDRAWN;
    }
  }

  /** Forgets all that was lived. */
  void forget() {
    database.inTransaction(
        handle ->
            handle.execute("delete from assignment where integration = ?", INTEGRATION)
                + handle.execute("delete from integration_state where name = ?", INTEGRATION)
                + handle.execute("delete from recommendation where id like 'lived/%'"));
  }

  Place after(Event event, Situation situation) {
    UUID id = UUID.randomUUID();
    Recommendation finding = finding(id);
    database.inTransaction(
        handle -> {
          store(handle, finding);
          store(handle, id, finding, situation, event == Event.UNREADABLE);
          if (situation.others()) {
            another(handle, finding);
          }
          return null;
        });
    try {
      happens(event, id, finding, situation);
    } catch (RefusedException e) {
      assertThat(Lifecycle.takes(situation.place().status(), event)).as(e.getMessage()).isFalse();
    }
    Place after = place("id = ?", id);
    forget();
    return after;
  }

  private static Recommendation finding(UUID id) {
    Instant at = Instant.parse("2026-05-01T10:00:00Z");
    return Recommendation.of("lived/" + id, "Lock the gondola")
        .stateChangedAt(at)
        .occurredAt(at)
        .build();
  }

  private Place place(String where, UUID id) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select status, goal from assignment where " + where)
                .bind(0, id)
                .map(
                    (rs, context) ->
                        new Place(Status.of(rs.getString(1)), DesiredState.of(rs.getString(2))))
                .findOne()
                .orElse(null));
  }

  private void store(Handle handle, Recommendation finding) {
    handle.execute(
        """
        insert into recommendation
          (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
        values (?, ?, 'unhealthy', ?, ?, ?, true, cast(? as jsonb), now(), now())
        """,
        Digest.sha256(finding.id()),
        finding.id(),
        finding.stateChangedAt(),
        finding.occurredAt(),
        Digest.sha256("any"),
        Json.write(finding));
  }

  private void another(Handle handle, Recommendation finding) {
    NewAssignment.insert(
        handle,
        List.of(NewAssignment.at(UUID.randomUUID(), Digest.sha256(finding.id()), finding, ORDER)),
        clock.instant());
    handle.execute(
        "update assignment set next_delivery_at = null where integration = ?", INTEGRATION);
  }

  private void store(
      Handle handle, UUID id, Recommendation finding, Situation situation, boolean unreadable) {
    handle.execute(
        """
        insert into assignment (id, recommendation_key, status, goal, integration, ticket_type, severity, terms,
          revision, fence, ticket_table, ticket_sys_id, ticket_number, next_delivery_at, created_at, updated_at)
        values (?, ?, ?, ?, ?, 'incident', 'medium', cast(? as jsonb), ?, 7, 'incident', ?, ?, ?, now(), now())
        """,
        id,
        Digest.sha256(finding.id()),
        situation.place().status().word(),
        situation.place().desiredState().word(),
        INTEGRATION,
        unreadable ? "[]" : Json.write(AssignmentSpec.NONE),
        situation.newer() ? 2 : 1,
        situation.ticket() ? id.toString() : null,
        situation.ticket() ? "INC1" : null,
        unreadable ? clock.instant() : null);
  }

  private void happens(Event event, UUID id, Recommendation finding, Situation situation) {
    Claim claim = claim(id, finding, situation);
    Progress shown = new Progress(ticket(id), null, null, 0, null, List.of());
    Progress reached = situation.ticket() ? shown : Progress.NONE;
    switch (event) {
      case ASSIGNED, ORDERED, FOLLOWED -> throw new IllegalArgumentException("it begins");
      case HEARD, RETURNED, HEALED ->
          database.inTransaction(
              handle -> {
                DeliveredNews.to(handle, id, event, clock.instant());
                return null;
              });
      case CHANGED -> assignments.change(id, Bounds.EVERYTHING, Assignment::spec, null, WHO);
      case RETRIED -> assignments.retry(id, Bounds.EVERYTHING, WHO);
      case DISMISSED -> assignments.withdraw(id, Bounds.EVERYTHING, situation.wish(), WHO);
      case REMOVED -> withdrawals.withdraw(INTEGRATION, situation.wish(), WHO, 10);
      case MADE -> ends(new Postponed(claim, shown, clock.instant()));
      case REFUSED -> ends(new Parked(claim, Progress.NONE, failure(), null, null));
      case ENDED ->
          ends(
              situation.ours()
                  ? new Closed(claim, reached, EndedBy.ROPEWAY, "over")
                  : new FollowedUp(claim, reached, "over"));
      case SHOWN -> ends(new Delivered(claim, Progress.NONE));
      case UNREADABLE -> deliveries.turn(List.of(), List.of(demand()), clock.instant());
      case FINISHED, RESUMED ->
          tickets.apply(
              INTEGRATION,
              "incident",
              List.of(
                  new Seen(ticket(id), null, event == Event.FINISHED, "a person", false, false)),
              null);
      case GONE -> tickets.gone(INTEGRATION, List.of(id.toString()));
    }
  }

  /** What an assignment is that follows one whose ticket is ended for good; null when none does. */
  Place follower(Situation situation) {
    UUID id = UUID.randomUUID();
    Recommendation finding = finding(id);
    database.inTransaction(
        handle -> {
          store(handle, finding);
          store(handle, id, finding, situation, false);
          if (situation.others()) {
            another(handle, finding);
          }
          return null;
        });
    ends(new FollowedUp(claim(id, finding, situation), Progress.NONE, "over"));
    Place follower = place("follows = ?", id);
    forget();
    return follower;
  }

  /** What an assignment is that a person ordered. */
  Place ordered() {
    UUID made = assignments.assign(finding(UUID.randomUUID()), ORDER, known -> {}, WHO, null).id();
    Place place = place("id = ?", made);
    forget();
    return place;
  }

  private void ends(DeliveryOutcome outcome) {
    assertThat(deliveries.turn(List.of(outcome), List.of(), clock.instant()).stale()).isEmpty();
  }

  private static Deliveries.ClaimRequest demand() {
    Duration minute = Duration.ofMinutes(1);
    return new Deliveries.ClaimRequest(INTEGRATION, 1, minute, minute, null, Set.of());
  }

  private FailureNote failure() {
    return new FailureNote("business-rule", "no", "look", clock.instant(), 1, null);
  }

  private static Ticket ticket(UUID id) {
    Instant at = Instant.parse("2026-05-01T10:00:00Z");
    return new Ticket("incident", id.toString(), "INC1", null, "6", "Resolved", null, null, at, 3);
  }

  private Claim claim(UUID id, Recommendation finding, Situation situation) {
    return new Claim(
        id,
        7,
        1,
        clock.instant().plusSeconds(60),
        INTEGRATION,
        Shipped.INCIDENT,
        situation.place().status(),
        situation.place().desiredState(),
        finding,
        AssignmentSpec.NONE,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        situation.ticket() ? id.toString() : null,
        situation.ticket() ? "INC1" : null,
        Policy.DEFAULT,
        null,
        List.of(),
        null,
        null,
        false);
  }
}
