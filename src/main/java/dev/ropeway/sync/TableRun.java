package dev.ropeway.sync;

import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.workitem.ReadUpTo;
import java.time.Instant;

/**
 * The reading of one table on its way, in the order of changes.
 *
 * @param stored where the stored cursor stands
 * @param place the last record read; null before the first page
 * @param since where a forward reading begins, and where a backfill ends
 * @param hidden records behind the place that match and cannot be read, and are left out
 */
record TableRun(
    String type, Table table, ReadUpTo stored, ReadUpTo place, Instant since, int hidden) {

  private static final String CHANGED = "sys_updated_on";

  TableRun at(ReadUpTo newStored, ReadUpTo newPlace) {
    return new TableRun(type, table, newStored, newPlace, since, 0);
  }

  TableRun hiding(int more) {
    return new TableRun(type, table, stored, place, since, hidden + more);
  }

  /** What changed after the place, the oldest change first. */
  EncodedQuery forward() {
    EncodedQuery query = new EncodedQuery();
    if (place == null) {
      query.since(CHANGED, since);
    } else {
      String second = Stamp.of(place.updatedOn());
      query
          .where(CHANGED, ">", second)
          .orAll(new EncodedQuery().is(CHANGED, second).where("sys_id", ">", place.sysId()));
    }
    return query.orderBy(CHANGED, "sys_id");
  }

  /** What changed before the place and not before the end, the newest change first. */
  EncodedQuery backward() {
    EncodedQuery query = new EncodedQuery();
    String second = Stamp.of(place.updatedOn());
    if (place.sysId().isEmpty()) {
      query.where(CHANGED, "<=", second).since(CHANGED, since);
    } else {
      query
          .where(CHANGED, "<", second)
          .since(CHANGED, since)
          .orAll(new EncodedQuery().is(CHANGED, second).where("sys_id", "<", place.sysId()));
    }
    return query.newestFirst(CHANGED).newestFirst("sys_id");
  }

  /** Whether a record lies behind the place, in the direction of reading. */
  boolean isAhead(ReadUpTo next, boolean backwards) {
    if (place == null || backwards && place.sysId().isEmpty()) {
      return true;
    }
    int order = next.updatedOn().compareTo(place.updatedOn());
    order = order == 0 ? next.sysId().compareTo(place.sysId()) : order;
    return backwards ? order < 0 : order > 0;
  }
}
