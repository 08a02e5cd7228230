package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How fast tickets are made while a transaction is held open, as pg_dump does: nothing that was
 * overwritten since it began can be removed.
 *
 * <p>Ten minutes of deliveries are written past the application, as fast as PostgreSQL takes them:
 * each ticket is inserted, made due, claimed and recorded, in transactions of their own, so that it
 * leaves the row versions and index entries that a delivery leaves. Both kinds of turn write them,
 * then vacuum; only in one of the two can vacuum remove what is dead.
 */
final class HeldTransaction {

  private static final int LATENCY = 50;
  private static final int TURNS = 2;

  /** What one kind of turn came to. */
  private record Cost(double rate, ClaimCost.Walk claim, ClaimCost.Walk whole) {
    Cost plus(Cost other) {
      return new Cost(rate + other.rate, claim.plus(other.claim), whole.plus(other.whole));
    }
  }

  private final BenchEnvironment world;
  private final PackagedApp app;
  private int stored;

  private HeldTransaction(BenchEnvironment world, PackagedApp app) {
    this.world = world;
    this.app = app;
  }

  static void measure(BenchReport report) throws IOException, SQLException {
    try (BenchEnvironment world = new BenchEnvironment(0);
        PackagedApp app = world.start()) {
      world.deliver(app, "warm", Size.WARM_UP.get());
      world.serviceNow.faults("{\"latencyMs\":" + LATENCY + "}");
      new HeldTransaction(world, app).run(report);
    }
  }

  private void run(BenchReport report) throws SQLException {
    Cost free = null;
    Cost held = null;
    for (int i = 1; i <= TURNS; i++) {
      Cost without = turn("free" + i);
      Cost with = heldTurn("held" + i);
      free = free == null ? without : free.plus(without);
      held = held == null ? with : held.plus(with);
    }
    double rate = held.rate() / free.rate();
    report.add(
        "tickets/s, instance at 50 ms, a transaction held over " + tickets() + " tickets",
        number(held.rate() / TURNS) + " (" + number(rate) + "x)",
        "the same without, in turns: " + number(free.rate() / TURNS),
        ">= 0.9x",
        rate >= 0.9);
    report(report, "claim, nothing due", free.claim(), held.claim(), true);
    report(report, "claim past the whole queue, nothing due", free.whole(), held.whole(), false);
  }

  private static void report(
      BenchReport report, String what, ClaimCost.Walk free, ClaimCost.Walk held, boolean usual) {
    double pages = held.pages() / (double) free.pages();
    report.add(
        what + ", the same transaction held",
        number(held.millis() / TURNS) + " ms, " + held.pages() / TURNS + " pages",
        "without: " + number(free.millis() / TURNS) + " ms, " + free.pages() / TURNS + " pages",
        usual ? "<= 2x the pages" : "none: at most a fiftieth of the time",
        !usual || pages <= 2);
  }

  private static int tickets() {
    return Size.HELD_TICKETS.get();
  }

  /** The snapshot of a session that is idle and of one that dumps is held in the same way. */
  private Cost heldTurn(String prefix) throws SQLException {
    try (Connection session =
            DriverManager.getConnection(world.postgres.jdbcUrl(), "postgres", "postgres");
        Statement statement = session.createStatement()) {
      session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      session.setAutoCommit(false);
      statement.executeQuery("select count(*) from assignment").close();
      Cost cost = turn(prefix);
      session.rollback();
      return cost;
    }
  }

  private Cost turn(String prefix) {
    world.pauseDelivery();
    deliverPast();
    world.store.execute("vacuum analyze");
    world.store.execute("delete from integration_state");
    world.deliver(app, prefix, Size.HELD_TIMED.get());
    double rate = world.rate(prefix);
    ClaimCost.Walk whole = ClaimCost.walk(world.postgres.jdbcUrl(), Instant.EPOCH);
    Instant usual = Instant.now().minus(Duration.ofSeconds(5));
    ClaimCost.Walk claim = ClaimCost.walk(world.postgres.jdbcUrl(), usual);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f tickets/s, claim %s, of the whole %s, dead rows of assignment %s%n",
        prefix,
        rate,
        claim,
        whole,
        world.store.texts(
            "select n_dead_tup from pg_stat_user_tables where relname = 'assignment'"));
    return new Cost(rate, claim, whole);
  }

  /** What the deliveries of ten minutes write to the queue, spread over the last ten minutes. */
  private void deliverPast() {
    int first = stored + 1;
    stored += tickets();
    StoredRows.open(world.store, first, stored);
    String due = "now() - interval '10 minutes' * (1 - ordinal / " + (double) tickets() + ")";
    write(first, "status = 'pending', ticket_sys_id = null, next_delivery_at = " + due);
    write(
        first,
        "fence = fence + 1, unsettled_until = now(), next_delivery_at = next_delivery_at + interval '65 seconds'");
    write(
        first,
        "status = 'open', unsettled_until = null, next_delivery_at = null, ticket_sys_id = md5('ticket' || ordinal)");
  }

  private void write(int first, String what) {
    world.store.execute(
        """
        begin;
        set local synchronous_commit = off;
        update assignment a set %s
        from (select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, n - %d as ordinal, n
              from generate_series(%d, %d) n) numbered
        where a.id = numbered.id;
        commit;
        """
            .formatted(what.replace("'ticket' || ordinal", "'ticket' || n"), first, first, stored));
  }
}
