package dev.ropeway.assignment;

import static dev.ropeway.assignment.Lifecycle.Event.CHANGED;
import static dev.ropeway.assignment.Lifecycle.Event.DISMISSED;
import static dev.ropeway.assignment.Lifecycle.Event.RETRIED;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.AssignmentRows.TicketKey;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
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

  private static final LifecycleSql ASKED =
      Lifecycle.sql("", CHANGED).given(Guard.NO_TICKET, "ticket_sys_id is null");

  private final Database database;
  private final TicketPages pages;
  private final Clock clock;
  private final Event<WorkArrived> arrivals;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  Assignments(Database database, TicketPages pages, Clock clock, Event<WorkArrived> arrivals) {
    this.database = database;
    this.pages = pages;
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

  public Page<Assignment> list(AssignmentFilter filter, int limit, UUID before) {
    Instant now = clock.instant();
    AssignmentFilter.Sql sql = filter.sql(now);
    PageRows<Assignment> found =
        database.inTransaction(
            handle ->
                PageRows.of(
                    handle
                        .createQuery(
                            AssignmentRows.SELECT
                                + " where "
                                + sql.where()
                                + (before == null ? "" : " and a.id < :before")
                                + " order by a.id desc limit :limit")
                        .bindMap(sql.bindings())
                        .bind("before", before)
                        .bind("limit", limit + 1),
                    limit,
                    (rs, context) -> AssignmentRows.read(rs, this::page, now),
                    Assignment::recommendation));
    return new Page<>(found.rows(), found.more() ? found.last().id().toString() : null);
  }

  /** One assignment with its timeline. */
  public Optional<Assignment> find(UUID id) {
    return database.inTransaction(handle -> read(handle, id));
  }

  private Optional<Assignment> read(Handle handle, UUID id) {
    return handle
        .createQuery(AssignmentRows.SELECT + " where a.id = :id")
        .bind("id", id)
        .map((rs, context) -> AssignmentRows.read(rs, this::page, clock.instant()))
        .findOne()
        .map(found -> found.withTimeline(Timeline.of(handle, id)));
  }

  private String page(String integration, TicketKey key) {
    return pages.of(integration, key.table(), key.sysId());
  }

  /** Who asked for what, so that a repeated request is answered as the first was. */
  public record Idempotency(String caller, String key, byte[] request) {
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
                return read(handle, before.get())
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
              NewAssignment.at(id, key, known, order)
                  .bind(handle.createUpdate(NewAssignment.INSERT), now)
                  .execute();
              Timeline.add(
                  handle,
                  List.of(new Timeline.Line(id, now, who, What.ACCEPTED, "assigned by hand")));
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
              return read(handle, id).orElseThrow();
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
   */
  public Optional<Assignment> change(
      UUID id, Function<Assignment, AssignmentSpec> change, String who) {
    return command(
        id,
        (handle, before) -> {
          if (!Lifecycle.takes(before.status(), CHANGED)) {
            throw new RefusedException("the assignment is " + before.status().word());
          }
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
                    + before.ticket().number());
          }
          handle
              .createUpdate(
                  """
                  update assignment set terms = cast(:terms as jsonb), assigned_to = :assignedTo, due_at = :due,
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
              .bind("now", clock.instant())
              .execute();
          return new Timeline.Line(id, clock.instant(), who, What.CHANGED_HERE, "terms");
        });
  }

  /** Ends what we want; the ticket is canceled or left as it is. */
  public Optional<Assignment> withdraw(UUID id, boolean cancelTicket, String who) {
    return command(
        id,
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
                  update assignment set status = :status, goal = :goal, revision = revision + 1, updated_at = :now,
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
  public Optional<Assignment> retry(UUID id, String who) {
    return command(
        id,
        (handle, before) -> {
          if (!Lifecycle.takes(before.status(), RETRIED)) {
            throw new RefusedException(
                "the assignment is " + before.status().word() + ", not parked");
          }
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

  private interface Command {
    /** What the timeline says of it; null when nothing was to do. */
    Timeline.Line run(Handle handle, Assignment before);
  }

  private Optional<Assignment> command(UUID id, Command command) {
    Optional<Assignment> after =
        database.inTransaction(
            handle -> {
              handle
                  .createQuery("select 1 from assignment where id = :id for update")
                  .bind("id", id)
                  .mapTo(Integer.class)
                  .findOne();
              Optional<Assignment> before = read(handle, id);
              if (before.isEmpty()) {
                return before;
              }
              Timeline.Line line = command.run(handle, before.get());
              if (line != null) {
                Timeline.add(handle, List.of(line));
              }
              return read(handle, id);
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
   * Counts assignments by status, and recommendations that no rule wanted. Each count walks at most
   * {@code limit} entries of an index, so the price does not grow with the store.
   */
  public Counts counts(int limit) {
    Map<Status, Integer> assignments = new EnumMap<>(Status.class);
    int unmatched =
        database.inTransaction(
            handle -> {
              for (Status status : Status.values()) {
                assignments.put(
                    status,
                    counted(
                        handle,
                        "select 1 from assignment where status = '" + status.word() + "'",
                        limit));
              }
              return counted(handle, "select 1 from recommendation where not matched", limit);
            });
    return new Counts(assignments, unmatched, limit);
  }

  private static int counted(Handle handle, String rows, int limit) {
    return handle
        .createQuery("select count(*) from (" + rows + " limit :limit) as counted")
        .bind("limit", limit + 1)
        .mapTo(Integer.class)
        .one();
  }

  /** A recommendation as it was last heard. */
  @RegisterForReflection // JSON of answers
  public record RecommendationRow(
      boolean matched, Instant updatedAt, Recommendation recommendation) {}

  /** Recommendations as last heard, newest first. */
  public Page<RecommendationRow> recommendations(Boolean matched, int limit, String after) {
    String[] cursor = after == null ? null : after.split(" ", 2);
    PageRows<KeyedHeard> found =
        database.inTransaction(
            handle ->
                PageRows.of(
                    handle
                        .createQuery(
                            "select key, matched, updated_at, document from recommendation where true"
                                + (matched == null
                                    ? ""
                                    : matched ? " and matched" : " and not matched")
                                + (cursor == null ? "" : " and (updated_at, key) < (:at, :key)")
                                + " order by updated_at desc, key desc limit :limit")
                        .bind("limit", limit + 1)
                        .bind("at", cursor == null ? null : Instant.parse(cursor[0]))
                        .bind(
                            "key",
                            cursor == null ? null : java.util.HexFormat.of().parseHex(cursor[1])),
                    limit,
                    (rs, context) ->
                        new KeyedHeard(
                            java.util.HexFormat.of().formatHex(rs.getBytes("key")),
                            new RecommendationRow(
                                rs.getBoolean("matched"),
                                rs.getTimestamp("updated_at").toInstant(),
                                Json.read(rs.getString("document"), Recommendation.class))),
                    one -> one.row().recommendation()));
    return new Page<>(
        found.rows().stream().map(KeyedHeard::row).toList(),
        found.more() ? found.last().row().updatedAt() + " " + found.last().key() : null);
  }

  private record KeyedHeard(String key, RecommendationRow row) {}
}
