package dev.ropeway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.StateLabels;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.store.Database;
import dev.ropeway.store.StoreUnavailableException;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is still to be told, while a transaction is held open that keeps what was told. */
@RopewayTest
class FeedRowsTest {

  private static final int TOLD = 500;
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  @Inject Database database;
  @Inject AgroalDataSource dataSource;

  private final Subscriber target =
      new Subscriber(
          "rows-" + UUID.randomUUID(),
          null,
          null,
          "none",
          Set.of(),
          Duration.ofSeconds(5),
          Duration.ofDays(7),
          false);

  private FeedRows rows;
  private Connection held;

  @BeforeEach
  void begin() throws SQLException {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(() -> run("select 1"));
    rows = new FeedRows(database, StateLabels.OF_THE_INSTANCE);
    rows.configure(List.of(target), NOW);
    held = dataSource.getConnection();
    held.setAutoCommit(false);
    held.createStatement().execute("set transaction isolation level repeatable read");
    held.createStatement().executeQuery("select count(*) from feed_event").close();
  }

  @AfterEach
  void end() throws SQLException {
    held.rollback();
    held.close();
    run("delete from feed_target where name = '" + target.name() + "'");
  }

  private void run(String sql) {
    database.inTransaction(handle -> handle.execute(sql));
  }

  private void happen(int first, int last, UUID assignment, Instant next) {
    run(
        """
        insert into feed_event (target, id, assignment_id, at, body, next_at)
        select '%s', n, coalesce(%s, gen_random_uuid()), '%s', '{}', '%s' from generate_series(%d, %d) n
        """
            .formatted(
                target.name(),
                assignment == null ? "null" : "uuid '" + assignment + "'",
                next,
                next,
                first,
                last));
  }

  private void toldLongAgo() {
    happen(1, TOLD, null, NOW.minusSeconds(600));
    run("delete from feed_event where target = '" + target.name() + "'");
  }

  private List<Long> due(Instant now) {
    return rows.due(target, now, 8).stream().map(FeedEvent::id).toList();
  }

  private long entriesPassed(Instant now, Long... due) {
    return database.inTransaction(
        handle -> {
          // As in a table that is not as small as this one.
          handle.execute("set local enable_sort = off");
          long before = entries(handle);
          assertThat(due(now)).containsExactly(due);
          return entries(handle) - before;
        });
  }

  private static long entries(Handle handle) {
    return handle
        .select("select pg_stat_get_xact_tuples_returned('feed_event_due'::regclass)")
        .mapTo(Long.class)
        .one();
  }

  @Test
  void what_was_told_is_not_passed_again() {
    toldLongAgo();
    long whole = entriesPassed(NOW);
    happen(TOLD + 1, TOLD + 1, null, NOW);

    long next = entriesPassed(NOW.plusSeconds(1), TOLD + 1L);

    assertThat(whole).isGreaterThanOrEqualTo(TOLD);
    assertThat(next).isLessThan(20);
  }

  @Test
  void changes_of_one_assignment_are_told_one_after_the_other_however_old_they_are() {
    UUID assignment = UUID.randomUUID();
    happen(1, 3, assignment, NOW.minusSeconds(600));

    for (long id = 1; id <= 3; id++) {
      List<FeedEvent> due = rows.due(target, NOW.plusMillis(id), 8);
      assertThat(due).extracting(FeedEvent::id).containsExactly(id);
      rows.told(due.get(0));
    }
  }

  @Test
  void what_waited_behind_one_that_was_put_off_is_told_within_seconds_after_it() {
    UUID assignment = UUID.randomUUID();
    happen(1, 1, assignment, NOW.plusSeconds(60));
    happen(2, 2, assignment, NOW);
    assertThat(due(NOW.plusSeconds(30))).isEmpty();
    List<FeedEvent> first = rows.due(target, NOW.plusSeconds(61), 8);
    assertThat(first).extracting(FeedEvent::id).containsExactly(1L);
    rows.told(first.get(0));

    assertThat(due(NOW.plusSeconds(67))).containsExactly(2L);
  }
}
