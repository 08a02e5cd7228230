package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.store.Horizon.Dead;
import dev.ropeway.store.Horizon.Held;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who holds back PostgreSQL's clean-up, as a database user without any rights sees it. */
@RopewayTest
class HorizonTest {

  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  @Inject Database database;
  @Inject AgroalDataSource dataSource;

  private Horizon horizon;

  @BeforeEach
  void begin() {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(() -> run("select 1"));
    run("drop role if exists anybody");
    run("create role anybody");
    horizon = new Horizon(database);
  }

  @AfterEach
  void end() {
    run("drop role if exists anybody");
  }

  private void run(String sql) {
    database.inTransaction(handle -> handle.execute(sql));
  }

  /** What a user sees who may neither read statistics nor anything else. */
  private Held sessions(Instant now) {
    return database.inTransaction(
        handle -> {
          handle.execute("set local role anybody");
          return horizon.held(now).stream()
              .filter(held -> held.holder().equals("session"))
              .findFirst()
              .orElseThrow();
        });
  }

  private boolean seesWhenOthersBegan() {
    return database.inTransaction(
        handle -> {
          handle.execute("set local role anybody");
          return handle
              .select(
                  "select exists (select from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid())")
              .mapTo(Boolean.class)
              .one();
        });
  }

  private void othersWrite(int times) {
    for (int i = 0; i < times; i++) {
      database.inTransaction(handle -> handle.execute("select pg_current_xact_id()"));
    }
  }

  @Test
  void a_snapshot_that_another_session_holds_is_seen_and_grows_older() throws SQLException {
    sessions(NOW);
    try (Connection other = snapshot()) {
      othersWrite(100);

      Held held = sessions(NOW.plusSeconds(600));

      assertThat(seesWhenOthersBegan()).isFalse();
      assertThat(held.xids()).isGreaterThanOrEqualTo(100);
      assertThat(held.seconds()).isEqualTo(600);
      other.rollback();
    }

    Held after = sessions(NOW.plusSeconds(610));

    assertThat(after.xids()).isLessThan(100);
    assertThat(after.seconds()).isLessThan(600);
  }

  private Connection snapshot() throws SQLException {
    Connection other = dataSource.getConnection();
    other.setAutoCommit(false);
    other.createStatement().execute("set transaction isolation level repeatable read");
    other.createStatement().executeQuery("select count(*) from assignment").close();
    return other;
  }

  @Test
  void a_transaction_that_wrote_and_waits_is_seen() throws SQLException {
    try (Connection other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("select pg_current_xact_id()");
      othersWrite(50);

      assertThat(sessions(NOW).xids()).isGreaterThanOrEqualTo(50);
      other.rollback();
    }
  }

  @Test
  void prepared_transactions_and_slots_are_told_where_there_are_none() {
    assertThat(horizon.held(NOW))
        .extracting(Held::holder)
        .containsExactlyInAnyOrder("session", "prepared", "slot");
    assertThat(horizon.held(NOW))
        .filteredOn(held -> !held.holder().equals("session"))
        .allSatisfy(held -> assertThat(held.xids() + held.seconds()).isZero());
  }

  @Test
  void dead_rows_of_the_queues_are_counted() {
    long before = dead("bulk_run");
    run(
        """
        insert into bulk_run (id, action, asked_by, status, total, started_at, leased_until)
        select gen_random_uuid(), '{}', 'horizon', 'ended', 0, now(), now() from generate_series(1, 40)
        """);
    run("delete from bulk_run where asked_by = 'horizon'");

    await("the statistics")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(dead("bulk_run")).isGreaterThanOrEqualTo(before + 40));
  }

  private long dead(String table) {
    return horizon.dead().stream()
        .filter(one -> one.table().equals(table))
        .mapToLong(Dead::rows)
        .sum();
  }
}
