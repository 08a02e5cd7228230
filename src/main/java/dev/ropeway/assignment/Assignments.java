package dev.ropeway.assignment;

import static dev.ropeway.assignment.Lifecycle.Event.CHANGED;
import static dev.ropeway.assignment.Lifecycle.Event.DISMISSED;
import static dev.ropeway.assignment.Lifecycle.Event.RETRIED;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.AssignmentRows.TicketKey;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.bulk.Asked;
import dev.ropeway.assignment.bulk.Standing;
import dev.ropeway.assignment.lists.AssignmentFilter;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What people ask of assignments: read, assign, change, withdraw, retry. */
@ApplicationScoped
public class Assignments {

  static final LifecycleSql ASKED =
      Lifecycle.sql("", CHANGED).given(Guard.NO_TICKET, "ticket_sys_id is null");

  private final Database database;
  private final TicketPages pages;
  private final StateLabels labels;
  private final Environments environments;
  private final Clock clock;
  private final Event<WorkArrived> arrivals;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  Assignments(
      Database database,
      TicketPages pages,
      StateLabels labels,
      Environments environments,
      Clock clock,
      Event<WorkArrived> arrivals) {
    this.database = database;
    this.pages = pages;
    this.labels = labels;
    this.environments = environments;
    this.clock = clock;
    this.arrivals = arrivals;
  }

  /** A command that the assignment's state forbids; nothing was changed. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
      super(message);
    }
  }

  /** One assignment with its timeline and notes. */
  public Optional<Assignment> find(UUID id) {
    return find(id, Bounds.EVERYTHING);
  }

  /** The same for a caller, if it lies within what the caller may see. */
  public Optional<Assignment> find(UUID id, Bounds within) {
    return database.inTransaction(handle -> read(handle, id, within));
  }

  private Optional<Assignment> read(Handle handle, UUID id, Bounds within) {
    return handle
        .createQuery(AssignmentRows.SELECT + " where a.id = :id and " + BoundsSql.where(within))
        .bind("id", id)
        .bindMap(BoundsSql.bindings(within))
        .map(
            (rs, context) ->
                AssignmentRows.read(rs, this::page, labels, environments, clock.instant()))
        .findOne()
        .map(found -> found.with(Assignment.History.of(handle, found, pages)));
  }

  private String page(String integration, TicketKey key) {
    return pages.of(integration, key.table(), key.sysId());
  }

  /**
   * Who asked for what, so that a repeated request is answered as the first was.
   *
   * @param within what the caller may see
   */
  public record Idempotency(String caller, String key, byte[] request, Bounds within) {
    private byte[] digest() {
      return Digest.sha256(new String(request, StandardCharsets.UTF_8));
    }
  }

  /**
   * Makes an assignment by hand.
   *
   * @param check throws when the integration is not for the recommendation as it is known here
   * @param once null when the caller gave no key
   * @throws RefusedException when the recommendation has a live assignment on that integration, or
   *     the key was used for another request
   */
  public Assignment assign(
      Recommendation recommendation,
      TicketRequest order,
      Consumer<Recommendation> check,
      String who,
      Idempotency once) {
    Instant now = clock.instant();
    Assignment made =
        database.inTransaction(
            handle -> {
              Optional<UUID> before = once == null ? Optional.empty() : repeated(handle, once);
              if (before.isPresent()) {
                return read(handle, before.get(), once.within())
                    .orElseThrow(
                        () ->
                            new RefusedException(
                                "the assignment that this Idempotency-Key created has been deleted; use"
                                    + " another key"));
              }
              byte[] key = Digest.sha256(recommendation.id());
              Recommendation known =
                  AssignedRecommendations.remember(handle, key, recommendation, now);
              check.accept(known);
              refuseSecond(handle, key, order.integration());
              UUID id = ids.generate();
              NewAssignment.insert(handle, List.of(NewAssignment.at(id, key, known, order)), now);
              Timeline.add(
                  handle,
                  List.of(new Timeline.Line(id, now, who, What.ACCEPTED, "assigned by hand")));
              if (order.hold()) {
                Timeline.add(
                    handle,
                    List.of(
                        new Timeline.Line(id, now, Timeline.ROPEWAY, What.HELD, order.holding())));
              }
              if (once != null) {
                handle
                    .createUpdate(
                        "insert into idempotency (caller, key, request, assignment_id, created_at)"
                            + " values (:caller, :key, :request, :id, :now)")
                    .bind("caller", once.caller())
                    .bind("key", once.key())
                    .bind("request", once.digest())
                    .bind("id", id)
                    .bind("now", now)
                    .execute();
              }
              return read(handle, id, Bounds.EVERYTHING).orElseThrow();
            });
    arrivals.fire(new WorkArrived());
    return made;
  }

  private static Optional<UUID> repeated(Handle handle, Idempotency once) {
    return handle
        .createQuery(
            "select request, assignment_id from idempotency where caller = :caller and key = :key")
        .bind("caller", once.caller())
        .bind("key", once.key())
        .map(
            (rs, context) -> {
              if (!Arrays.equals(once.digest(), rs.getBytes("request"))) {
                throw new RefusedException(
                    "this Idempotency-Key was already used for another request");
              }
              return rs.getObject("assignment_id", UUID.class);
            })
        .findOne();
  }

  private static void refuseSecond(Handle handle, byte[] key, String integration) {
    handle
        .createQuery(
            "select id from assignment where recommendation_key = :key and integration = :integration"
                + " and "
                + Lifecycle.live(""))
        .bind("key", key)
        .bind("integration", integration)
        .mapTo(UUID.class)
        .findOne()
        .ifPresent(
            id -> {
              throw new RefusedException(
                  "the recommendation is already assigned: assignment " + id);
            });
  }

  /**
   * Changes desired fields; a parked assignment is tried again, since that is what a change is for.
   * Empty if none of that id lies within the bounds.
   *
   * @param eta null to leave it as it is
   */
  public Optional<Assignment> change(
      UUID id,
      Bounds within,
      Function<Assignment, AssignmentSpec> change,
      Eta.Change eta,
      String who) {
    return command(
        id,
        within,
        (handle, before) -> {
          Standing.of(before).require(Asked.CHANGE);
          AssignmentSpec old = before.spec();
          AssignmentSpec spec = change.apply(before);
          boolean owned =
              !java.util.Objects.equals(old.assignedTo(), spec.assignedTo())
                  || !java.util.Objects.equals(old.assignmentGroup(), spec.assignmentGroup())
                  || !java.util.Objects.equals(old.caller(), spec.caller());
          if (owned && before.ticket() != null && before.ticketType().isTask()) {
            throw new RefusedException(
                "assignedTo, assignmentGroup and caller are managed in ServiceNow once the ticket exists:"
                    + " change them in "
                    + before.ticket().number()
                    + ", or ask for it with POST /api/v1/assignments/{id}/reassign");
          }
          boolean expected = eta != null && !java.util.Objects.equals(eta.eta(), before.eta());
          Eta wanted = expected ? eta.eta() : before.eta();
          handle
              .createUpdate(
                  """
                  update assignment set terms = cast(:terms as jsonb), assigned_to = :assignedTo, due_at = :due,
                    eta_at = :eta, eta_justification = :why, pending_notes = pending_notes || cast(:notes as text[]),
                    revision = revision + 1, updated_at = :now, attempts = 0,
                    status = %s,
                    next_delivery_at = case when held_since is null or status <> 'pending' then coalesce(next_delivery_at, :now) end
                  where id = :id
                  """
                      .formatted(ASKED.status()))
              .bind("id", id)
              .bind("terms", Json.write(spec))
              .bind("assignedTo", spec.assignedTo())
              .bind("due", spec.dueDate())
              .bind("eta", wanted == null ? null : wanted.date())
              .bind("why", wanted == null ? null : wanted.justification())
              .bind("notes", notes(expected && before.ticketType().isTask(), eta, who))
              .bind("now", clock.instant())
              .execute();
          return new Timeline.Line(
              id, clock.instant(), who, What.CHANGED_HERE, expected ? eta.said() : "terms");
        });
  }

  private static String[] notes(boolean are, Eta.Change eta, String who) {
    return are ? new String[] {eta.note(who)} : new String[0];
  }

  /** Ends what we want; the ticket is canceled or left as it is. */
  public Optional<Assignment> withdraw(UUID id, Bounds within, boolean cancelTicket, String who) {
    return command(
        id,
        within,
        (handle, before) -> {
          // The one guard asks what the caller wishes.
          Lifecycle.Transition row =
              Lifecycle.next(before.status(), DISMISSED, wish -> cancelTicket).orElse(null);
          if (row == null) {
            return null;
          }
          // Closed tickets have their end already. A pending one may still get a ticket from a call
          // in flight, so delivery looks once more in any case.
          boolean cancel = row.desiredState() == DesiredState.CANCELED;
          handle
              .createUpdate(
                  """
                  update assignment set status = :status, goal = :goal, revision = revision + 1, updated_at = :now, reassignment = null,
                    next_delivery_at = case when :cancel then coalesce(next_delivery_at, cast(:now as timestamptz)) else next_delivery_at end
                  where id = :id
                  """)
              .bind("id", id)
              .bind("status", row.to().word())
              .bind("goal", row.desiredState().word())
              .bind("cancel", cancel)
              .bind("now", clock.instant())
              .execute();
          return new Timeline.Line(
              id,
              clock.instant(),
              who,
              What.WITHDRAWN,
              cancel ? "ticket to be canceled" : "ticket kept");
        });
  }

  /** Tries a parked assignment again. */
  public Optional<Assignment> retry(UUID id, Bounds within, String who) {
    return command(
        id,
        within,
        (handle, before) -> {
          Standing.of(before).require(Asked.RETRY);
          Retries.make(handle, List.of(id), clock.instant());
          return new Timeline.Line(id, clock.instant(), who, What.RETRIED, null);
        });
  }

  /** Tries everything parked again that the filter means; says how many. */
  public int retryAll(AssignmentFilter filter, String who) {
    Instant now = clock.instant();
    AssignmentFilter.Sql sql = filter.sql(now);
    int retried =
        database.inTransaction(
            handle -> {
              List<UUID> parked =
                  handle
                      .createQuery(
                          "select a.id from assignment a join recommendation r on r.key = a.recommendation_key"
                              + " where "
                              + Lifecycle.from("a.", RETRIED)
                              + " and "
                              + sql.where()
                              + " for update of a")
                      .bindMap(sql.bindings())
                      .mapTo(UUID.class)
                      .list();
              Retries.make(handle, parked, clock.instant());
              Timeline.add(
                  handle,
                  parked.stream()
                      .map(id -> new Timeline.Line(id, now, who, What.RETRIED, null))
                      .toList());
              return parked.size();
            });
    arrivals.fire(new WorkArrived());
    return retried;
  }

  /** What is done to an assignment under its lock. */
  public interface Command {
    /** What the timeline says of it; null when nothing was to do. */
    Timeline.Line run(Handle handle, Assignment before);
  }

  /** Does something to one assignment under its lock and tells its timeline; empty: no such one. */
  public Optional<Assignment> command(UUID id, Bounds within, Command command) {
    Optional<Assignment> after =
        database.inTransaction(
            handle -> {
              handle
                  .createQuery("select 1 from assignment where id = :id for update")
                  .bind("id", id)
                  .mapTo(Integer.class)
                  .findOne();
              Optional<Assignment> before = read(handle, id, within);
              if (before.isEmpty()) {
                return before;
              }
              Timeline.Line line = command.run(handle, before.get());
              if (line != null) {
                Timeline.add(handle, List.of(line));
              }
              return read(handle, id, Bounds.EVERYTHING);
            });
    arrivals.fire(new WorkArrived());
    return after;
  }

  /**
   * How many there are.
   *
   * @param unmatched recommendations that no rule wanted
   * @param limit where counting stopped: a number above it means "more than that"
   */
  public record Counts(Map<Status, Integer> assignments, int unmatched, int limit) {}

  /**
   * Counts assignments by status, and recommendations that no rule wanted. Without bounds each
   * count walks at most {@code limit} entries of an index, so the price does not grow with the
   * store; within bounds it costs as much as a search.
   */
  public Counts counts(int limit, Bounds within) {
    String assigned =
        within.everything()
            ? "select 1 from assignment a where a.status = '%s'"
            : "select 1 from assignment a join recommendation r on r.key = a.recommendation_key"
                + " where a.status = '%s' and "
                + BoundsSql.where(within);
    Map<Status, Integer> assignments = new EnumMap<>(Status.class);
    int unmatched =
        database.inTransaction(
            handle -> {
              for (Status status : Status.values()) {
                assignments.put(
                    status, counted(handle, assigned.replace("%s", status.word()), limit, within));
              }
              return counted(
                  handle,
                  "select 1 from recommendation r where not matched and " + BoundsSql.where(within),
                  limit,
                  within);
            });
    return new Counts(assignments, unmatched, limit);
  }

  private static int counted(Handle handle, String rows, int limit, Bounds within) {
    return handle
        .createQuery("select count(*) from (" + rows + " limit :limit) as counted")
        .bind("limit", limit + 1)
        .bindMap(BoundsSql.bindings(within))
        .mapTo(Integer.class)
        .one();
  }
}
