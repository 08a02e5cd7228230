package dev.ropeway.assignment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * The queue of what ServiceNow does not show yet: claims with lease and fencing, and results. One
 * transaction records what ended and claims what is due.
 */
@ApplicationScoped
public class Deliveries {

  private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};

  private static final Logger LOG = Logger.getLogger(Deliveries.class);
  private static final int MAX_DETAIL = 2000;

  /** Failures that say nothing bad of the instance. */
  private static final Set<String> LIMITS = Set.of("rate-limited", "crowded");

  private static final String CLAIM = claimOf("");

  /**
   * Where calls are counted, one kind of claim at a time, in the order in which they are spared.
   */
  private static final String CLAIM_CREATES =
      claimOf("and goal = 'open' and ticket_sys_id is null");

  private static final String CLAIM_CLOSES = claimOf("and goal <> 'open'");
  private static final String CLAIM_UPDATES =
      claimOf("and goal = 'open' and ticket_sys_id is not null");

  private static String claimOf(String kind) {
    return """
      with due as (
        select id, unsettled_until from assignment
        where integration = :integration and next_delivery_at <= :now and id <> all(cast(:held as uuid[]))
          %s
        order by next_delivery_at limit :limit for update skip locked)
      update assignment a set fence = a.fence + 1, next_delivery_at = :leaseEnd,
        unsettled_until = case when (a.ticket_sys_id is null and a.goal = 'open') or a.ticket_type = 'event'
          then coalesce(a.unsettled_until, :settled) else a.unsettled_until end
      from due, recommendation r
      where a.id = due.id and r.key = a.recommendation_key
      returning a.id, a.fence, a.revision, a.integration, a.ticket_type, a.status, a.goal, r.document, a.terms, a.due_at,
        due.unsettled_until as unsettled, a.attempts, a.sent, a.echoed, a.tried, a.failure_reason, a.ticket_sys_id,
        a.ticket_number, a.policy, a.damped_until, a.pending_notes,
        (select coalesce(f.ticket_number, f.ticket_sys_id) from assignment f where f.id = a.follows) as follows
      """
        .formatted(kind);
  }

  private static final Columns<DeliveryOutcome> RESULT =
      new Columns<DeliveryOutcome>()
          .with("id", "uuid", result -> result.claim().id())
          .with("fence", "bigint", result -> result.claim().fence())
          .with(
              "delivered", "bigint", result -> result.isDelivered() ? result.claim().revision() : 0)
          .with("event", "text", of(DeliveryOutcome::event, Event::word))
          .with("close_reason", "text", DeliveryOutcome::closeReason)
          .with("ended_by", "text", of(DeliveryOutcome::endedBy, EndedBy::word))
          .with("noted", "int", of(DeliveryOutcome::progress, Progress::notesWritten))
          .with("next", "timestamptz", DeliveryOutcome::next)
          .with("unsettled", "timestamptz", DeliveryOutcome::unsettledUntil)
          .with("attempts", "int", DeliveryOutcome::attempts)
          .with("reason", "text", of(DeliveryOutcome::failure, FailureNote::reason))
          .with("detail", "text", of(DeliveryOutcome::failure, Deliveries::detail))
          .with("advice", "text", of(DeliveryOutcome::failure, FailureNote::advice))
          .with("failed_at", "timestamptz", of(DeliveryOutcome::failure, FailureNote::at))
          .with("sent", "jsonb", result -> json(result.progress().sent()))
          .with("echoed", "jsonb", result -> json(result.progress().echoed()))
          .with("ticket_table", "text", of(Deliveries::ticket, Ticket::table))
          .with("sys_id", "text", of(Deliveries::ticket, Ticket::sysId))
          .with("number", "text", of(Deliveries::ticket, Ticket::number))
          .with("state", "text", of(Deliveries::ticket, Ticket::state))
          .with("state_label", "text", of(Deliveries::ticket, Ticket::stateLabel))
          .with("owner", "text", of(Deliveries::ticket, Ticket::assignedTo))
          .with("updated_on", "timestamptz", of(Deliveries::ticket, Ticket::updatedAt))
          .with("mod_count", "int", of(Deliveries::ticket, Ticket::modCount));

  private static final LifecycleSql OUTCOME =
      Lifecycle.sql("a.", Event.MADE, Event.REFUSED, Event.ENDED, Event.SHOWN)
          .told(Event.SHOWN, "u.delivered > 0")
          .told("u.event")
          .given(Guard.NO_OTHER_LIVE, "not " + Successors.OTHER_LIVE)
          .given(
              Guard.BACK_MEANWHILE,
              "u.ended_by = 'ropeway' and a.goal = 'open' and a.revision > u.delivered and u.sys_id is not null")
          .given(Guard.REOPENED_NOW, "a.goal = 'reopened' and a.revision = u.delivered");

  private static final String RECORD =
      """
      update assignment a set
        delivered_revision = greatest(a.delivered_revision, u.delivered),
        status = %s,
        goal = %s,
        close_reason = case when u.event = 'ended' and a.status <> 'withdrawn' then u.close_reason
                            else a.close_reason end,
        ended_by = case when u.event = 'ended' and a.status <> 'withdrawn' then u.ended_by else a.ended_by end,
        ended_at = case when u.event = 'ended' and a.status <> 'withdrawn' then cast(:now as timestamptz) else a.ended_at end,
        pending_notes = a.pending_notes[u.noted + 1:],
        next_delivery_at = case when u.event = 'refused' then null
                                when u.next is not null then u.next
                                when a.revision > u.delivered
                                  and (a.status <> 'closed' or cardinality(a.pending_notes) > u.noted) then :now end,
        unsettled_until = u.unsettled, attempts = u.attempts,
        failure_reason = u.reason, failure_detail = u.detail, failure_advice = u.advice, failed_at = u.failed_at,
        sent = coalesce(u.sent, a.sent), echoed = coalesce(u.echoed, a.echoed),
        tried = case when u.delivered = 0 then a.tried end,
        ticket_table = coalesce(u.ticket_table, a.ticket_table), ticket_sys_id = coalesce(u.sys_id, a.ticket_sys_id),
        ticket_number = coalesce(u.number, a.ticket_number), ticket_state = coalesce(u.state, a.ticket_state),
        ticket_state_label = coalesce(u.state_label, a.ticket_state_label),
        ticket_owner = case when u.sys_id is null then a.ticket_owner else u.owner end,
        ticket_updated_at = coalesce(u.updated_on, a.ticket_updated_at),
        ticket_mod_count = coalesce(u.mod_count, a.ticket_mod_count),
        updated_at = :now
      from"""
              .formatted(OUTCOME.status(), OUTCOME.goal())
          + " "
          + RESULT.unnest("u")
          + " where a.id = u.id and a.fence = u.fence returning a.id";

  private final Database database;

  Deliveries(Database database) {
    this.database = database;
  }

  private static <T> Function<DeliveryOutcome, Object> of(
      Function<DeliveryOutcome, T> part, Function<T, ?> value) {
    return result -> {
      T there = part.apply(result);
      return there == null ? null : value.apply(there);
    };
  }

  private static Ticket ticket(DeliveryOutcome result) {
    return result.progress().ticket();
  }

  private static String json(Map<String, String> fields) {
    return fields == null ? null : Json.write(fields);
  }

  private static String detail(FailureNote failure) {
    return Text.cut(Text.clean(failure.detail()), MAX_DETAIL);
  }

  /**
   * What one integration may be lent now.
   *
   * @param allowance where its calls are counted, how many of each kind; null where they are not
   * @param held assignments that workers of ours are still at: they are lent to nobody here, though
   *     another replica takes them when their lease is over
   */
  public record Demand(
      String integration,
      int places,
      Duration lease,
      Duration settle,
      Allowance allowance,
      Set<UUID> held) {}

  /** Claims that a rate budget has room for. */
  public record Allowance(int creates, int closes, int updates) {}

  /** What a turn of the loop brought: results without a claim lost their lease and were dropped. */
  public record Turn(
      List<Claim> claims, List<DeliveryOutcome> stale, Map<String, InstanceState> states) {}

  /** Records results and claims what is due, in one transaction. */
  public Turn turn(List<DeliveryOutcome> results, List<Demand> demands, Instant now) {
    return database.inTransaction(
        handle -> {
          List<DeliveryOutcome> stale = record(handle, results, now);
          Map<String, InstanceState> states = InstanceStates.all(handle);
          List<Claim> claims = new ArrayList<>();
          for (Demand demand : demands) {
            InstanceState state = states.getOrDefault(demand.integration(), InstanceState.NEW);
            claims.addAll(claim(handle, demand, state, now));
          }
          return new Turn(claims, stale, states);
        });
  }

  /** Moves the time until which a create may be in flight, before it is sent (promise 2). */
  public boolean recordAttempt(Claim claim, Instant unsettledUntil) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        "update assignment set unsettled_until = :until where id = :id and fence = :fence")
                    .bind("until", unsettledUntil)
                    .bind("id", claim.id())
                    .bind("fence", claim.fence())
                    .execute()
                == 1);
  }

  /**
   * Remembers what an update is about to write, so that a lost one is not taken for a person's
   * edit.
   */
  public boolean recordTry(Claim claim, Map<String, String> echoed, Map<String, String> tried) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        "update assignment set echoed = cast(:echoed as jsonb), tried = cast(:tried as jsonb)"
                            + " where id = :id and fence = :fence")
                    .bind("echoed", Json.write(echoed))
                    .bind("tried", Json.write(tried))
                    .bind("id", claim.id())
                    .bind("fence", claim.fence())
                    .execute()
                == 1);
  }

  private static List<Claim> claim(Handle handle, Demand demand, InstanceState state, Instant now) {
    if (state.isPausedAt(now)) {
      return List.of();
    }
    // After an outage one call goes first; the others follow when it came back.
    int places = state.failures() > 0 ? Math.min(1, demand.places()) : demand.places();
    Allowance allowance = demand.allowance();
    if (allowance == null) {
      return claim(handle, CLAIM, demand, places, now);
    }
    // One kind a turn: what it takes is taken from the others before these are lent anything.
    List<Claim> claims =
        claim(handle, CLAIM_CREATES, demand, Math.min(places, allowance.creates), now);
    if (claims.isEmpty()) {
      claims = claim(handle, CLAIM_CLOSES, demand, Math.min(places, allowance.closes), now);
    }
    if (claims.isEmpty()) {
      claims = claim(handle, CLAIM_UPDATES, demand, Math.min(places, allowance.updates), now);
    }
    return claims;
  }

  private static List<Claim> claim(
      Handle handle, String statement, Demand demand, int places, Instant now) {
    if (places <= 0) {
      return List.of();
    }
    Instant leaseEnd = now.plus(demand.lease());
    Map<UUID, String> unreadable = new HashMap<>();
    List<Claim> claims = new ArrayList<>();
    handle
        .createQuery(statement)
        .bind("integration", demand.integration())
        .bind("now", now)
        .bind("limit", places)
        .bindByType(
            "held",
            demand.held().stream().map(UUID::toString).toArray(String[]::new),
            String[].class)
        .bind("leaseEnd", leaseEnd)
        .bind("settled", leaseEnd.plus(demand.settle()))
        .map(
            (rs, context) -> {
              try {
                claims.add(claim(rs, leaseEnd));
              } catch (UncheckedIOException | IllegalArgumentException e) {
                UUID id = rs.getObject("id", UUID.class);
                LOG.errorf(e, "assignment %s: what is stored of it cannot be read", id);
                unreadable.put(id, "what is stored of it cannot be read; the log says why");
              }
              return null;
            })
        .list();
    unreadable.forEach((id, why) -> park(handle, id, why, now));
    return claims;
  }

  /** A row that this version cannot read must not keep the others from being delivered. */
  private static void park(Handle handle, UUID id, String why, Instant now) {
    handle
        .createUpdate(
            """
            update assignment set status = %s, next_delivery_at = null, failure_reason = 'internal',
              failure_detail = :why, failure_advice = :advice, failed_at = :now, updated_at = :now
            where id = :id
            """
                .formatted(Lifecycle.sql("", Event.UNREADABLE).status()))
        .bind("id", id)
        .bind("why", Text.cut(Text.clean(why), MAX_DETAIL))
        .bind("advice", "What is stored of this assignment cannot be read: mend it, then retry.")
        .bind("now", now)
        .execute();
    Timeline.add(
        handle,
        List.of(new Timeline.Line(id, now, Timeline.ROPEWAY, What.PARKED, "internal · " + why)));
  }

  private static Claim claim(ResultSet rs, Instant leaseEnd) throws SQLException {
    return new Claim(
        rs.getObject("id", UUID.class),
        rs.getLong("fence"),
        rs.getLong("revision"),
        leaseEnd,
        rs.getString("integration"),
        TicketType.of(rs.getString("ticket_type")),
        Status.of(rs.getString("status")),
        Goal.of(rs.getString("goal")),
        Json.read(rs.getString("document"), Recommendation.class),
        Json.read(rs.getString("terms"), Terms.class),
        instant(rs.getTimestamp("due_at")),
        instant(rs.getTimestamp("unsettled")),
        rs.getInt("attempts"),
        fields(rs.getString("sent")),
        fields(rs.getString("echoed")),
        fields(rs.getString("tried")),
        rs.getString("failure_reason"),
        rs.getString("ticket_sys_id"),
        rs.getString("ticket_number"),
        Json.read(rs.getString("policy"), Policy.class),
        instant(rs.getTimestamp("damped_until")),
        List.of((String[]) rs.getArray("pending_notes").getArray()),
        rs.getString("follows"));
  }

  private static Map<String, String> fields(String json) {
    return json == null ? null : Json.MAPPER.convertValue(Json.tree(json), FIELDS);
  }

  public static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  private static List<DeliveryOutcome> record(
      Handle handle, List<DeliveryOutcome> results, Instant now) {
    if (results.isEmpty()) {
      return List.of();
    }
    Set<UUID> over = over(handle, results);
    Set<UUID> recorded =
        RESULT.bind(handle.createQuery(RECORD), results).bind("now", now).mapTo(UUID.class).set();
    List<DeliveryOutcome> stale = new ArrayList<>();
    List<Timeline.Line> lines = new ArrayList<>();
    Map<String, DeliveryOutcome> outages = new HashMap<>();
    Set<String> working = new HashSet<>();
    for (DeliveryOutcome result : results) {
      if (!recorded.contains(result.claim().id())) {
        stale.add(result);
        continue;
      }
      UUID id = result.claim().id();
      if (result.findsTicket()) {
        lines.add(line(id, now, new DeliveryOutcome.Line(What.CREATED, ticket(result).number())));
      }
      result.progress().lines().stream()
          .filter(note -> note.what() != What.CLOSED || !over.contains(id))
          .forEach(note -> lines.add(line(id, now, note)));
      if (result.pauseUntil() != null) {
        outages.merge(
            result.claim().integration(),
            result,
            (a, b) -> a.pauseUntil().isAfter(b.pauseUntil()) ? a : b);
      } else if (ticket(result) != null) {
        working.add(result.claim().integration());
      }
    }
    results.stream()
        .filter(
            result ->
                result instanceof DeliveryOutcome.FollowedUp
                    && recorded.contains(result.claim().id()))
        .forEach(result -> lines.addAll(Successors.make(handle, result.claim(), now)));
    Timeline.add(handle, lines);
    outages.forEach((integration, result) -> outage(handle, integration, result, now));
    working.removeAll(outages.keySet());
    if (!working.isEmpty()) {
      Map<String, InstanceState> before = InstanceStates.all(handle);
      working.stream()
          .filter(one -> isNews(before.getOrDefault(one, InstanceState.NEW), now))
          .forEach(one -> InstanceStates.works(handle, one, now));
    }
    return stale;
  }

  /** Those whose end a poll saw, and wrote down, before the answer to our call was. */
  private static Set<UUID> over(Handle handle, List<DeliveryOutcome> results) {
    String[] ending =
        results.stream()
            .filter(result -> result.event() == Event.ENDED)
            .map(result -> result.claim().id().toString())
            .toArray(String[]::new);
    if (ending.length == 0) {
      return Set.of();
    }
    return handle
        .createQuery(
            "select id from assignment where id = any(cast(:ids as uuid[])) and status = 'closed'"
                + " order by id for update")
        .bindByType("ids", ending, String[].class)
        .mapTo(UUID.class)
        .set();
  }

  private static Timeline.Line line(UUID id, Instant now, DeliveryOutcome.Line note) {
    String who = note.what() == What.CHANGED_THERE ? "servicenow" : Timeline.ROPEWAY;
    return new Timeline.Line(id, now, who, note.what(), note.detail());
  }

  /** What was sent before a pause began, and went well, does not end it. */
  private static boolean isNews(InstanceState state, Instant now) {
    boolean well = state.status() == InstanceState.Status.CONNECTED && state.failures() == 0;
    return !well && !state.isPausedAt(now);
  }

  /** An instance that limits us is as it should be. */
  private static void outage(
      Handle handle, String integration, DeliveryOutcome result, Instant now) {
    InstanceStates.pause(handle, integration, result.pauseUntil(), now);
    FailureNote failure = result.failure();
    if (failure != null && !LIMITS.contains(failure.reason())) {
      boolean login = failure.reason().equals("not-authorized");
      InstanceStates.fails(
          handle,
          integration,
          login ? InstanceState.Status.NOT_AUTHORIZED : InstanceState.Status.FAILING,
          failure.detail(),
          now);
    }
  }
}
