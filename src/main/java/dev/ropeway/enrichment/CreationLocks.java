package dev.ropeway.enrichment;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who may make a configuration item now: one worker of all replicas, and none while an earlier
 * create may still be committed (decision 0017). It never lets one be made twice.
 */
@ApplicationScoped
class CreationLocks {

  /** Creates without a known end, after which it is left to people. */
  private static final int MOST_LOST = 3;

  /** Looks again while another makes it; that takes one call. */
  private static final Duration BUSY = Duration.ofSeconds(2);

  /** By how much the clocks of replicas may disagree, and more. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final Database database;

  CreationLocks(Database database) {
    this.database = database;
  }

  /** Which item: its integration and the mark that it is found again by. */
  record Item(String integration, String mark) {}

  /** What may be done. */
  sealed interface Permit {

    /** Make it, and tell the end under this fence. */
    record Make(long fence) implements Permit {}

    /** It was made since it was looked for. */
    record Made(String sysId) implements Permit {}

    /** Another makes it, or a lost create may still appear. */
    record Wait(Instant until) implements Permit {}

    /** What is known of it is older than the time when a lost create was sure to have appeared. */
    record LookAgain() implements Permit {}

    /** Not to be made, and why. */
    record No(String why) implements Permit {}
  }

  private record Row(
      String sysId,
      Instant madeAt,
      long fence,
      Instant leasedUntil,
      Instant unsettledUntil,
      int lost) {}

  /**
   * Asks to make it; a permit is recorded before it is given.
   *
   * @param absentSince when it was looked for in vain
   * @param until when the permit ends
   * @param settled when a create that is lost under it can no longer appear
   */
  Permit ask(Item item, Instant absentSince, Instant now, Instant until, Instant settled) {
    return database.inTransaction(
        handle -> {
          Row row = row(handle, item);
          Permit permit = decide(row, absentSince, now);
          if (permit instanceof Permit.Make make) {
            handle
                .createUpdate(
                    """
                    update configuration_item set fence = :fence, leased_until = :until,
                      unsettled_until = :settled, lost = :lost
                    where integration = :integration and mark = :mark
                    """)
                .bind("integration", item.integration())
                .bind("mark", item.mark())
                .bind("fence", make.fence())
                .bind("until", until)
                .bind("settled", settled)
                // Counted now: whoever is killed in the middle tells no end.
                .bind("lost", row.lost() + 1)
                .execute();
          }
          return permit;
        });
  }

  private static Permit decide(Row row, Instant absentSince, Instant now) {
    if (row.sysId() != null) {
      return row.madeAt().isAfter(absentSince.minus(SKEW))
          ? new Permit.Made(row.sysId())
          : new Permit.No(
              "Ropeway created "
                  + row.sysId()
                  + " before, which is now deleted or hidden; it is not created again");
    }
    if (row.leasedUntil() != null && row.leasedUntil().isAfter(now)) {
      Instant soon = now.plus(BUSY);
      return new Permit.Wait(soon.isBefore(row.leasedUntil()) ? soon : row.leasedUntil());
    }
    if (row.unsettledUntil() != null) {
      if (row.unsettledUntil().isAfter(now)) {
        return new Permit.Wait(row.unsettledUntil());
      }
      if (absentSince.isBefore(row.unsettledUntil())) {
        return new Permit.LookAgain();
      }
    }
    return row.lost() >= MOST_LOST
        ? new Permit.No("its creation had no known result, and it cannot be seen")
        : new Permit.Make(row.fence() + 1);
  }

  private static Row row(Handle handle, Item item) {
    handle
        .createUpdate(
            """
            insert into configuration_item (integration, mark, fence) values (:integration, :mark, 0)
            on conflict do nothing
            """)
        .bind("integration", item.integration())
        .bind("mark", item.mark())
        .execute();
    Optional<Row> row =
        handle
            .createQuery(
                """
                select sys_id, made_at, fence, leased_until, unsettled_until, lost from configuration_item
                where integration = :integration and mark = :mark for update
                """)
            .bind("integration", item.integration())
            .bind("mark", item.mark())
            .map(
                (rs, context) ->
                    new Row(
                        rs.getString("sys_id"),
                        instant(rs.getTimestamp("made_at")),
                        rs.getLong("fence"),
                        instant(rs.getTimestamp("leased_until")),
                        instant(rs.getTimestamp("unsettled_until")),
                        rs.getInt("lost")))
            .findOne();
    return row.orElseThrow();
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  /** It exists; true whoever has the permit by now. */
  void made(Item item, String sysId, Instant now) {
    run(
        "update configuration_item set sys_id = coalesce(sys_id, :text), made_at = :at, leased_until = null,"
            + " unsettled_until = null, lost = 0 where integration = :integration and mark = :mark",
        item,
        0,
        sysId,
        now);
  }

  /** The create was refused, or never sent: another may try at once. */
  void givenBack(Item item, long fence) {
    run(
        "update configuration_item set leased_until = null, unsettled_until = null, lost = lost - 1"
            + " where integration = :integration and mark = :mark and fence = :fence",
        item,
        fence,
        null,
        null);
  }

  /** Nobody knows what became of the create; it can appear until then. */
  void lost(Item item, long fence, Instant until) {
    run(
        "update configuration_item set leased_until = null, unsettled_until = :at"
            + " where integration = :integration and mark = :mark and fence = :fence",
        item,
        fence,
        null,
        until);
  }

  /**
   * It may exist and be hidden from us: it is looked for when that is sure, and never made again.
   */
  void hidden(Item item, long fence, Instant until) {
    run(
        "update configuration_item set leased_until = null, unsettled_until = :at, lost = "
            + MOST_LOST
            + " where integration = :integration and mark = :mark and fence = :fence",
        item,
        fence,
        null,
        until);
  }

  private void run(String sql, Item item, long fence, String text, Instant at) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(sql)
                .bind("integration", item.integration())
                .bind("mark", item.mark())
                .bind("fence", fence)
                .bind("text", text)
                .bind("at", at)
                .execute());
  }
}
