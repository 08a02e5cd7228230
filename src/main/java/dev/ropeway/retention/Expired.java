package dev.ropeway.retention;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what was kept long enough, a batch in each transaction. What somebody works on at the
 * moment is left to the next time.
 */
@ApplicationScoped
class Expired {

  /** Before everything, for the first batch. */
  static final Place START = new Place(Instant.EPOCH, new byte[0]);

  /**
   * The last word on a recommendation that still needs work stays, or its next repetition would
   * open a ticket that a person has ended. An alert is not repeated for years.
   */
  private static final String DELETE_ASSIGNMENTS =
      """
      delete from assignment where id in (
        select a.id from assignment a join recommendation r on r.key = a.recommendation_key
        where a.id = any (:ids) and a.status in ('closed', 'withdrawn') and a.updated_at < :before
          and a.next_delivery_at is null
          and (r.state <> 'unhealthy' or r.document ->> 'kind' in ('alert', 'activity')
            or exists (select 1 from assignment newer where newer.recommendation_key = r.key and newer.id > a.id))
        for update of r, a skip locked)
      """;

  /** Who stands for a group stays as long as its members do. */
  private static final String DELETE_RECOMMENDATIONS =
      """
      delete from recommendation where key in (
        select r.key from recommendation r
        where r.key = any (:keys) and r.updated_at < :before
          and (r.state <> 'unhealthy' or (r.document ->> 'kind' in ('alert', 'activity') and r.group_key is null))
          and not exists (select 1 from assignment a where a.recommendation_key = r.key)
          and not exists (select 1 from recommendation member where member.group_key = r.key)
        for update skip locked)
      """;

  private static final String FORGET_RAW =
      """
      update recommendation set raw = null where key in (
        select key from recommendation where raw is not null and updated_at < :before
        order by updated_at limit :limit for update skip locked)
      """;

  private static final String DELETE_KEYS =
      """
      delete from idempotency where (caller, key) in (
        select caller, key from idempotency where created_at < :before
        order by created_at limit :limit for update skip locked)
      """;

  private static final String DELETE_BULK_ITEMS =
      """
      delete from bulk_item where (run, place) in (
        select i.run, i.place from bulk_item i join bulk_run r on r.id = i.run
        where r.ended_at < :before limit :limit)
      """;

  private static final String DELETE_BULK_RUNS =
      """
      delete from bulk_run where id in (
        select r.id from bulk_run r where r.ended_at < :before
          and not exists (select 1 from bulk_item i where i.run = r.id)
        limit :limit for update skip locked)
      """;

  private static final String DELETE_DIGESTS =
      """
      delete from digest where id in (
        select id from digest where planned_at < :before and status not in ('planned', 'sending') order by planned_at limit :limit for update skip locked)
      """;

  private final Database database;

  Expired(Database database) {
    this.database = database;
  }

  /** How far a walk over what may be expired has come. */
  record Place(Instant at, byte[] key) {}

  /**
   * What a batch came to.
   *
   * @param next where the next batch begins; null after the last one
   */
  record Batch(int deleted, Place next) {}

  /** Ended assignments that nothing changed since then. */
  Batch assignments(Instant before, Place after, int limit) {
    return database.inTransaction(
        handle -> {
          List<Place> over =
              page(
                  handle,
                  """
                  select coalesce(ended_at, created_at) as at, uuid_send(id) as key from assignment
                  where status in ('closed', 'withdrawn') and coalesce(ended_at, created_at) < :before
                    and (coalesce(ended_at, created_at), id) > (:at, :id)
                  order by coalesce(ended_at, created_at), id limit :limit
                  """,
                  before,
                  after,
                  limit);
          int deleted =
              over.isEmpty()
                  ? 0
                  : handle
                      .createUpdate(DELETE_ASSIGNMENTS)
                      .bindByType(
                          "ids", over.stream().map(Expired::id).toArray(UUID[]::new), UUID[].class)
                      .bind("before", before)
                      .execute();
          return batch(deleted, over, limit);
        });
  }

  /** Recommendations that need no work, and that nothing was heard of since then. */
  Batch recommendations(Instant before, Place after, int limit) {
    return database.inTransaction(
        handle -> {
          List<Place> over =
              page(
                  handle,
                  """
                  select updated_at as at, key from recommendation
                  where (state <> 'unhealthy' or document ->> 'kind' in ('alert', 'activity')) and updated_at < :before
                    and (updated_at, key) > (:at, :key)
                  order by updated_at, key limit :limit
                  """,
                  before,
                  after,
                  limit);
          int deleted =
              over.isEmpty()
                  ? 0
                  : handle
                      .createUpdate(DELETE_RECOMMENDATIONS)
                      .bindByType(
                          "keys",
                          over.stream().map(Place::key).toArray(byte[][]::new),
                          byte[][].class)
                      .bind("before", before)
                      .execute();
          return batch(deleted, over, limit);
        });
  }

  private static List<Place> page(
      Handle handle, String sql, Instant before, Place after, int limit) {
    return handle
        .createQuery(sql)
        .bind("before", before)
        .bind("at", after.at())
        .bind("key", after.key())
        .bind("id", id(after))
        .bind("limit", limit)
        .map((rs, context) -> new Place(rs.getTimestamp("at").toInstant(), rs.getBytes("key")))
        .list();
  }

  private static UUID id(Place place) {
    if (place.key().length == 0) {
      return new UUID(0, 0);
    }
    var bits = java.nio.ByteBuffer.wrap(place.key());
    return new UUID(bits.getLong(), bits.getLong());
  }

  private static Batch batch(int deleted, List<Place> over, int limit) {
    return new Batch(deleted, over.size() < limit ? null : over.get(over.size() - 1));
  }

  /** Events as they came, of recommendations that did not change since then. */
  Batch rawEvents(Instant before, int limit) {
    return oldest(FORGET_RAW, before, limit);
  }

  /** Idempotency-Keys that were used before then. */
  Batch idempotencyKeys(Instant before, int limit) {
    return oldest(DELETE_KEYS, before, limit);
  }

  /** What became of the assignments of bulk runs that ended before then. */
  Batch bulkItems(Instant before, int limit) {
    return oldest(DELETE_BULK_ITEMS, before, limit);
  }

  /** Bulk runs that ended before then and have no such items any more. */
  Batch bulkRuns(Instant before, int limit) {
    return oldest(DELETE_BULK_RUNS, before, limit);
  }

  /** Records of mails that were planned before then. */
  Batch digests(Instant before, int limit) {
    return oldest(DELETE_DIGESTS, before, limit);
  }

  private Batch oldest(String statement, Instant before, int limit) {
    int deleted =
        database.inTransaction(
            handle ->
                handle
                    .createUpdate(statement)
                    .bind("before", before)
                    .bind("limit", limit)
                    .execute());
    return new Batch(deleted, deleted < limit ? null : START);
  }
}
