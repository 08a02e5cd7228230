package dev.ropeway.assignment.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.bulk.BulkItem.Outcome;
import dev.ropeway.assignment.bulk.BulkRun.Status;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.store.Json;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Runs over many assignments, and what each is over. One replica at a time is at work on a run,
 * under a lease and a fence.
 */
final class BulkRows {

  /** Longer than one assignment takes; another replica goes on where one died. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** A caller that is limited to paths sees its own runs, as long as it has their paths. */
  private static final String SEEN =
      " and (:everything or (asked_by = :viewer and bounds <@ cast(:paths as text[])))";

  private BulkRows() {}

  /** A run that this replica holds. */
  record Held(UUID id, BulkAction action, String askedBy, Bounds within, long fence) {}

  /** Who asks to see runs. */
  record Viewer(String name, Bounds within) {

    private Map<String, Object> bindings() {
      return Map.of(
          "everything", within.everything(),
          "viewer", name,
          "paths", within.paths().toArray(String[]::new));
    }
  }

  /** How many runs have not ended. */
  static int atWork(Handle handle) {
    return handle
        .createQuery("select count(*) from bulk_run where status = 'running'")
        .mapTo(Integer.class)
        .one();
  }

  /** Fixes which assignments a run is over, at most so many; how many these are. */
  static int fix(Handle handle, UUID run, Selection selection, int most, Instant now) {
    if (selection.ids() != null) {
      return handle
          .createUpdate(
              """
              insert into bulk_item (run, place, assignment_id)
              select :run, row_number() over () - 1, id from (select distinct id from unnest(:ids) as named (id)) as once
              """)
          .bind("run", run)
          .bind("ids", selection.ids().toArray(UUID[]::new))
          .execute();
    }
    Selection.Sql selected = selection.sql(now);
    return handle
        .createUpdate(
            "insert into bulk_item (run, place, assignment_id)"
                + " select :run, row_number() over (order by id) - 1, id from (select a.id from "
                + selected.from()
                + " limit :most) as selected")
        .bindMap(selected.bindings())
        .bind("run", run)
        .bind("most", most)
        .execute();
  }

  static void add(
      Handle handle,
      UUID run,
      BulkAction action,
      JsonNode filter,
      int total,
      Viewer asker,
      Instant now) {
    boolean limited = !asker.within().everything();
    handle
        .createUpdate(
            """
            insert into bulk_run (id, action, filter, asked_by, bounds, status, total, started_at, leased_until)
            values (:id, cast(:action as jsonb), cast(:filter as jsonb), :who, cast(:bounds as text[]), 'running',
              :total, :now, :now)
            """)
        .bind("id", run)
        .bind("action", Json.write(action))
        .bind("filter", filter == null ? null : Json.write(filter))
        .bind("who", asker.name())
        .bind("bounds", limited ? asker.within().paths().toArray(String[]::new) : null)
        .bind("total", total)
        .bind("now", now)
        .execute();
  }

  /** Takes a run that nobody is at work on; the one that waits longest comes first. */
  static Optional<Held> claim(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            update bulk_run set fence = fence + 1, leased_until = :until
            where id = (select id from bulk_run where status = 'running' and leased_until <= :now
                        order by leased_until, id limit 1 for update skip locked)
            returning id, action, asked_by, bounds, fence
            """)
        .bind("now", now)
        .bind("until", now.plus(LEASE))
        .map(
            (rs, context) ->
                new Held(
                    rs.getObject("id", UUID.class),
                    Json.read(rs.getString("action"), BulkAction.class),
                    rs.getString("asked_by"),
                    bounds(rs.getArray("bounds")),
                    rs.getLong("fence")))
        .findOne();
  }

  private static Bounds bounds(Array paths) throws SQLException {
    return paths == null
        ? Bounds.EVERYTHING
        : new Bounds(false, Set.of((String[]) paths.getArray()));
  }

  /** Keeps a run and locks it; how many had their turn, or empty when it is no longer ours. */
  static Optional<Integer> keep(Handle handle, Held run, Instant now) {
    return handle
        .createQuery(
            """
            update bulk_run set leased_until = :until where id = :id and fence = :fence and status = 'running'
            returning done + failed + skipped
            """)
        .bind("id", run.id())
        .bind("fence", run.fence())
        .bind("until", now.plus(LEASE))
        .mapTo(Integer.class)
        .findOne();
  }

  /** The assignment at a place of a run; empty behind the last one. */
  static Optional<UUID> at(Handle handle, Held run, int place) {
    return handle
        .createQuery("select assignment_id from bulk_item where run = :run and place = :place")
        .bind("run", run.id())
        .bind("place", place)
        .mapTo(UUID.class)
        .findOne();
  }

  /** Records what became of one, in the transaction in which it was done. */
  static void record(
      Handle handle, Held run, int place, Outcome outcome, String reason, Instant now) {
    handle
        .createUpdate(
            """
            with item as (update bulk_item set outcome = :outcome, reason = :reason, at = :now
              where run = :run and place = :place)
            update bulk_run set done = done + cast(:outcome = 'done' as int),
              failed = failed + cast(:outcome = 'failed' as int),
              skipped = skipped + cast(:outcome = 'skipped' as int)
            where id = :run
            """)
        .bind("run", run.id())
        .bind("place", place)
        .bind("outcome", outcome.word())
        .bind("reason", reason)
        .bind("now", now)
        .execute();
  }

  /** Lets another replica go on at once. */
  static void giveBack(Handle handle, Held run, Instant now) {
    handle
        .createUpdate("update bulk_run set leased_until = :now where id = :id and fence = :fence")
        .bind("id", run.id())
        .bind("fence", run.fence())
        .bind("now", now)
        .execute();
  }

  static void end(Handle handle, Held run, Status status, String why, Instant now) {
    handle
        .createUpdate(
            """
            update bulk_run set status = :status, why = :why, ended_at = :now
            where id = :id and fence = :fence and status = 'running'
            """)
        .bind("id", run.id())
        .bind("fence", run.fence())
        .bind("status", status.word())
        .bind("why", why)
        .bind("now", now)
        .execute();
  }

  /** False when it is over already. What is being done at the moment is finished first. */
  static boolean stop(Handle handle, UUID run, String who, Instant now) {
    return handle
            .createUpdate(
                "update bulk_run set status = 'stopped', stopped_by = :who, ended_at = :now"
                    + " where id = :id and status = 'running'")
            .bind("id", run)
            .bind("who", who)
            .bind("now", now)
            .execute()
        == 1;
  }

  static Optional<BulkRun> find(Handle handle, UUID run, Viewer viewer) {
    return handle
        .createQuery("select *, action as shown from bulk_run where id = :id" + SEEN)
        .bind("id", run)
        .bindMap(viewer.bindings())
        .map((rs, context) -> run(rs))
        .findOne();
  }

  /** The newest first, without the texts of notes: a page of the longest would not fit. */
  static List<BulkRun> list(Handle handle, Viewer viewer, UUID before, int limit) {
    return handle
        .createQuery(
            "select *, action - 'text' as shown from bulk_run where true"
                + SEEN
                + (before == null ? "" : " and id < :before")
                + " order by id desc limit :limit")
        .bindMap(viewer.bindings())
        .bind("before", before)
        .bind("limit", limit)
        .map((rs, context) -> run(rs))
        .list();
  }

  private static BulkRun run(ResultSet rs) throws SQLException {
    String filter = rs.getString("filter");
    Timestamp ended = rs.getTimestamp("ended_at");
    return new BulkRun(
        rs.getObject("id", UUID.class),
        Json.read(rs.getString("shown"), BulkAction.class),
        filter == null ? null : Json.tree(filter),
        Status.of(rs.getString("status")),
        rs.getString("why"),
        rs.getInt("total"),
        rs.getInt("done"),
        rs.getInt("failed"),
        rs.getInt("skipped"),
        rs.getString("asked_by"),
        rs.getTimestamp("started_at").toInstant(),
        ended == null ? null : ended.toInstant(),
        rs.getString("stopped_by"));
  }

  /** An assignment of a run and its place. */
  record Placed(int place, BulkItem item) {}

  /** In the order of their turns; of one outcome, or of all where it is null. */
  static List<Placed> items(Handle handle, UUID run, Outcome outcome, int after, int limit) {
    String of =
        outcome == null
            ? ""
            : outcome == Outcome.WAITING ? " and outcome is null" : " and outcome = :outcome";
    return handle
        .createQuery(
            "select * from bulk_item where run = :run and place > :after"
                + of
                + " order by place limit :limit")
        .bind("run", run)
        .bind("after", after)
        .bind("outcome", outcome == null ? null : outcome.word())
        .bind("limit", limit)
        .map((rs, context) -> new Placed(rs.getInt("place"), item(rs)))
        .list();
  }

  private static BulkItem item(ResultSet rs) throws SQLException {
    String outcome = rs.getString("outcome");
    Timestamp at = rs.getTimestamp("at");
    return new BulkItem(
        rs.getObject("assignment_id", UUID.class),
        outcome == null ? Outcome.WAITING : Outcome.of(outcome),
        rs.getString("reason"),
        at == null ? null : at.toInstant());
  }
}
