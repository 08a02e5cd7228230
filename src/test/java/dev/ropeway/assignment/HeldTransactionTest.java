package dev.ropeway.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.Deliveries.ClaimRequest;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import dev.ropeway.store.StoreUnavailableException;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Claims while a transaction is held open: PostgreSQL keeps all that was overwritten since, and a
 * claim does not pass it each time.
 */
@RopewayTest
class HeldTransactionTest {

  private static final String PREFIX = "held-open";

  private static final int OVERWRITTEN = 500;

  @Inject Database database;
  @Inject Deliveries deliveries;
  @Inject AgroalDataSource dataSource;
  @Inject Clock clock;

  /** Nobody delivers there, and nobody claimed there before. */
  private final String integration = PREFIX + UUID.randomUUID();

  private Connection held;

  @BeforeEach
  void begin() throws SQLException {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(() -> database.inTransaction(handle -> handle.execute("select 1")));
    forget();
    held = dataSource.getConnection();
    held.setAutoCommit(false);
    held.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    held.createStatement().executeQuery("select count(*) from assignment").close();
  }

  @AfterEach
  void end() throws SQLException {
    held.rollback();
    held.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    held.close();
    forget();
  }

  private void forget() {
    run("delete from assignment where integration like '" + PREFIX + "%'");
    run("delete from recommendation where id like '" + PREFIX + "%'");
  }

  private void run(String sql) {
    database.inTransaction(handle -> handle.execute(sql));
  }

  @Test
  void a_claim_does_not_pass_again_what_was_taken_from_the_queue() {
    Instant now = clock.instant();
    deliversLongAgo(now);
    long whole = entriesPassed(now);
    UUID due = isDue(now.minusMillis(10));

    long next = entriesPassed(now.plusMillis(10), due);

    assertThat(whole).isGreaterThanOrEqualTo(OVERWRITTEN);
    assertThat(next).isLessThan(20);
  }

  @Test
  void a_backlog_is_claimed_in_order_whatever_was_overwritten_before_it() {
    Instant now = clock.instant();
    deliversLongAgo(now);
    UUID first = isDue(now.minusSeconds(300));
    UUID second = isDue(now.minusSeconds(200));
    UUID third = isDue(now.minusSeconds(100));

    assertThat(claims(now, 1)).containsExactly(first);
    assertThat(claims(now, 1)).containsExactly(second);
    assertThat(claims(now, 1)).containsExactly(third);
    assertThat(claims(now, 1)).isEmpty();
  }

  @Test
  void what_becomes_due_in_the_past_is_claimed_within_seconds() {
    Instant now = clock.instant();
    deliversLongAgo(now);
    assertThat(claims(now, 16)).isEmpty();
    UUID late = isDue(now.minusSeconds(600));

    assertThat(claims(now.plusSeconds(1), 16)).isEmpty();
    assertThat(claims(now.plusSeconds(61), 16)).containsExactly(late);
  }

  @Test
  void what_a_transaction_that_was_rolled_back_had_claimed_is_claimed_at_once() {
    Instant now = clock.instant();
    UUID due = isDue(now.minusSeconds(600));
    claims(now, 16);
    run("update assignment set next_delivery_at = '" + now.minusSeconds(500) + "'" + where(due));
    UUID other = isDue(now.minusSeconds(400));

    // The second demand cannot be bound, so that nothing of the turn is committed.
    ClaimRequest broken = new ClaimRequest(integration, 1, null, null, null, Set.of());
    assertThat(claimsWith(broken, now.plusSeconds(70))).isFalse();

    assertThat(claims(now.plusSeconds(70), 16)).containsExactlyInAnyOrder(due, other);
  }

  private static String where(UUID id) {
    return " where id = '" + id + "'";
  }

  private boolean claimsWith(ClaimRequest broken, Instant now) {
    try {
      deliveries.turn(List.of(), List.of(demand(16), broken), now);
      return true;
    } catch (NullPointerException e) {
      return false;
    }
  }

  private ClaimRequest demand(int places) {
    return new ClaimRequest(
        integration, places, Duration.ofSeconds(65), Duration.ofSeconds(90), null, Set.of());
  }

  private List<UUID> claims(Instant now, int places) {
    return deliveries.turn(List.of(), List.of(demand(places)), now).claims().stream()
        .map(Claim::id)
        .toList();
  }

  /** Index entries that one claim passes. */
  private long entriesPassed(Instant now, UUID... claimed) {
    return database.inTransaction(
        handle -> {
          // As in a table that is not as small as this one.
          handle.execute("set local enable_sort = off");
          long before = entries(handle);
          assertThat(claims(now, 16)).containsExactlyInAnyOrder(claimed);
          return entries(handle) - before;
        });
  }

  private static long entries(Handle handle) {
    return handle
        .select("select pg_stat_get_xact_tuples_returned('assignment_due'::regclass)")
        .mapTo(Long.class)
        .one();
  }

  /** One row that was due, claimed and put off again and again leaves what many leave. */
  private void deliversLongAgo(Instant now) {
    UUID id = isDue(now.minusSeconds(900));
    run(
        """
        do $$ begin
          for i in 1..%d loop
            update assignment set next_delivery_at = timestamptz '%s' + i * interval '1 ms' where id = '%s';
          end loop;
        end $$
        """
            .formatted(OVERWRITTEN, now.minusSeconds(899), id));
    run("update assignment set next_delivery_at = null" + where(id));
  }

  private UUID isDue(Instant at) {
    UUID id = UUID.randomUUID();
    Recommendation finding =
        Recommendation.of(integration + "/" + id, "Lock the gondola")
            .stateChangedAt(at)
            .occurredAt(at)
            .build();
    return database.inTransaction(
        handle -> {
          handle.execute(
              """
              insert into recommendation
                (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
              values (?, ?, 'unhealthy', ?, ?, ?, true, cast(? as jsonb), now(), now())
              """,
              Digest.sha256(finding.id()),
              finding.id(),
              at,
              at,
              Digest.sha256("any"),
              Json.write(finding));
          handle.execute(
              """
              insert into assignment (id, recommendation_key, status, integration, ticket_type, severity, terms,
                next_delivery_at, created_at, updated_at)
              values (?, ?, 'pending', ?, 'incident', 'medium', cast(? as jsonb), ?, now(), now())
              """,
              id,
              Digest.sha256(finding.id()),
              integration,
              Json.write(AssignmentSpec.NONE),
              at);
          return id;
        });
  }
}
