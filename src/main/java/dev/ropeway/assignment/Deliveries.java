package dev.ropeway.assignment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.assignment.notes.NotesToSend;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.QueueStarts;
import dev.ropeway.store.QueueStarts.Reading;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
        select id, unsettled_until, next_delivery_at from assignment
        where integration = :integration and next_delivery_at between :from and :now and id <> all(cast(:held as uuid[]))
          and ticket_type = any(:types) %s
        order by next_delivery_at limit :limit for update skip locked)
      update assignment a set fence = a.fence + 1, next_delivery_at = :leaseEnd,
        unsettled_until = case when (a.ticket_sys_id is null and a.goal = 'open') or a.ticket_type = 'event'
          then coalesce(a.unsettled_until, :settled) else a.unsettled_until end
      from due, recommendation r
      where a.id = due.id and r.key = a.recommendation_key
      returning a.id, a.fence, a.revision, a.integration, a.ticket_type, a.status, a.goal, r.document, a.terms, a.due_at,
        due.unsettled_until as unsettled, due.next_delivery_at as was_due, a.attempts, a.sent, a.echoed, a.tried, a.failure_reason, a.ticket_sys_id,
        a.ticket_number, a.policy, a.damped_until, a.pending_notes, a.reassignment,
        a.notes_waiting + a.evidence_waiting as posts,
        (select coalesce(f.ticket_number, f.ticket_sys_id) from assignment f where f.id = a.follows) as follows
      """
        .formatted(kind);
  }

  private final Database database;

  private final TicketTypes types;

  private final QueueStarts<Queue> starts = new QueueStarts<>();

  /** What one integration is lent by one kind of claim. */
  private record Queue(String integration, String statement) {}

  Deliveries(Database database, TicketTypes types) {
    this.database = database;
    this.types = types;
  }

  /**
   * What one integration may be lent now.
   *
   * @param allowance where its calls are counted, how many of each kind; null where they are not
   * @param held assignments that workers of ours are still at: they are lent to nobody here, though
   *     another replica takes them when their lease is over
   */
  public record ClaimRequest(
      String integration,
      int places,
      Duration lease,
      Duration settle,
      Allowance allowance,
      Set<UUID> held) {}

  /** Claims that a rate budget has room for. */
  public record Allowance(int creates, int closes, int updates) {}

  /** What a turn of the loop brought: results without a claim lost their lease and were dropped. */
  public record ClaimBatch(
      List<Claim> claims, List<DeliveryOutcome> stale, Map<String, InstanceState> states) {}

  /** Records results and claims what is due, in one transaction. */
  public ClaimBatch turn(List<DeliveryOutcome> results, List<ClaimRequest> demands, Instant now) {
    List<Reading<Queue>> readings = new ArrayList<>();
    ClaimBatch turn = turn(results, demands, now, readings);
    readings.forEach(starts::learn);
    return turn;
  }

  private ClaimBatch turn(
      List<DeliveryOutcome> results,
      List<ClaimRequest> demands,
      Instant now,
      List<Reading<Queue>> readings) {
    return database.inTransaction(
        handle -> {
          readings.clear();
          DeliveryOutcomes.Recorded recorded = DeliveryOutcomes.record(handle, results, now);
          Map<String, InstanceState> states =
              DeliveryOutcomes.instances(handle, recorded.working(), now);
          List<Claim> claims = new ArrayList<>();
          for (ClaimRequest demand : demands) {
            InstanceState state = states.getOrDefault(demand.integration(), InstanceState.NEW);
            claims.addAll(claim(handle, demand, state, now, readings));
          }
          return new ClaimBatch(claims, recorded.stale(), states);
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
        handle -> {
          NotesToSend.remember(handle, claim.id(), said(tried));
          return handle
                  .createUpdate(
                      "update assignment set echoed = cast(:echoed as jsonb), tried = cast(:tried as jsonb)"
                          + " where id = :id and fence = :fence")
                  .bind("echoed", Json.write(echoed))
                  .bind("tried", Json.write(tried))
                  .bind("id", claim.id())
                  .bind("fence", claim.fence())
                  .execute()
              == 1;
        });
  }

  /** Remembers what a create is about to say on its ticket. */
  public void recordSaid(Claim claim, Map<String, String> fields) {
    List<String> texts = said(fields);
    if (!texts.isEmpty()) {
      database.inTransaction(
          handle -> {
            NotesToSend.remember(handle, claim.id(), texts);
            return null;
          });
    }
  }

  /** What of some fields goes into a journal. */
  private static List<String> said(Map<String, String> fields) {
    return fields.entrySet().stream()
        .filter(field -> NoteKind.ofElement(field.getKey()).isPresent())
        .map(Map.Entry::getValue)
        .toList();
  }

  private List<Claim> claim(
      Handle handle,
      ClaimRequest demand,
      InstanceState state,
      Instant now,
      List<Reading<Queue>> readings) {
    if (state.isPausedAt(now)) {
      return List.of();
    }
    // After an outage one call goes first; the others follow when it came back.
    int places = state.failures() > 0 ? Math.min(1, demand.places()) : demand.places();
    Allowance allowance = demand.allowance();
    if (allowance == null) {
      return claim(handle, CLAIM, demand, places, now, readings);
    }
    // One kind a turn: what it takes is taken from the others before these are lent anything.
    List<Claim> claims =
        claim(handle, CLAIM_CREATES, demand, Math.min(places, allowance.creates), now, readings);
    if (claims.isEmpty()) {
      claims =
          claim(handle, CLAIM_CLOSES, demand, Math.min(places, allowance.closes), now, readings);
    }
    if (claims.isEmpty()) {
      claims =
          claim(handle, CLAIM_UPDATES, demand, Math.min(places, allowance.updates), now, readings);
    }
    return claims;
  }

  private List<Claim> claim(
      Handle handle,
      String statement,
      ClaimRequest demand,
      int places,
      Instant now,
      List<Reading<Queue>> readings) {
    if (places <= 0) {
      return List.of();
    }
    Queue queue = new Queue(demand.integration(), statement);
    Instant from = starts.of(queue, now);
    List<Instant> found = new ArrayList<>();
    long begin = System.nanoTime();
    Instant leaseEnd = now.plus(demand.lease());
    Map<UUID, String> unreadable = new HashMap<>();
    List<Claim> claims = new ArrayList<>();
    handle
        .createQuery(statement)
        .bind("integration", demand.integration())
        .bind("from", from)
        .bind("now", now)
        .bind("limit", places)
        // A type that another replica or a newer version knows is left to those that know it.
        .bindByType("types", types.words().toArray(String[]::new), String[].class)
        .bindByType(
            "held",
            demand.held().stream().map(UUID::toString).toArray(String[]::new),
            String[].class)
        .bind("leaseEnd", leaseEnd)
        .bind("settled", leaseEnd.plus(demand.settle()))
        .map(
            (rs, context) -> {
              found.add(instant(rs.getTimestamp("was_due")));
              try {
                claims.add(claim(rs, leaseEnd));
              } catch (UncheckedIOException | IllegalArgumentException e) {
                UUID id = rs.getObject("id", UUID.class);
                LOG.errorf(e, "assignment %s: its stored data cannot be read", id);
                unreadable.put(id, "its stored data cannot be read; the log says why");
              }
              return null;
            })
        .list();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    readings.add(new Reading<>(queue, from, now, found, took));
    unreadable.forEach((id, why) -> Unreadable.park(handle, id, why, now));
    return claims;
  }

  private Claim claim(ResultSet rs, Instant leaseEnd) throws SQLException {
    return new Claim(
        rs.getObject("id", UUID.class),
        rs.getLong("fence"),
        rs.getLong("revision"),
        leaseEnd,
        rs.getString("integration"),
        types.of(TicketType.of(rs.getString("ticket_type"))),
        Status.of(rs.getString("status")),
        DesiredState.of(rs.getString("goal")),
        Json.read(rs.getString("document"), Recommendation.class),
        Json.read(rs.getString("terms"), AssignmentSpec.class),
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
        rs.getString("follows"),
        AssignmentRows.reassignment(rs),
        rs.getInt("posts") > 0);
  }

  private static Map<String, String> fields(String json) {
    return json == null ? null : Json.MAPPER.convertValue(Json.tree(json), FIELDS);
  }

  public static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
