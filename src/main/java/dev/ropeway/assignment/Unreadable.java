package dev.ropeway.assignment;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.TimelineEntry.What;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A row that this version cannot read must not keep the others from being delivered. */
final class Unreadable {

  private static final String PARK =
      """
      update assignment set status = %s, next_delivery_at = null, failure_reason = 'internal',
        failure_detail = :why, failure_advice = :advice, failed_at = :now, updated_at = :now
      where id = :id
      """
          .formatted(Lifecycle.sql("", Event.UNREADABLE).status());

  private Unreadable() {}

  static void park(Handle handle, UUID id, String why, Instant now) {
    handle
        .createUpdate(PARK)
        .bind("id", id)
        .bind("why", DeliveryOutcomes.detail(why))
        .bind("advice", "The stored data of this assignment cannot be read: repair it, then retry.")
        .bind("now", now)
        .execute();
    Timeline.add(
        handle,
        List.of(new Timeline.Line(id, now, Timeline.ROPEWAY, What.PARKED, "internal · " + why)));
  }
}
