package dev.ropeway.assignment;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes of what is parked what it was before, to be delivered at once. */
final class Retries {

  private static final String RETRY =
      """
      update assignment set attempts = 0, failure_reason = null, failure_detail = null, failure_advice = null,
        failed_at = null, next_delivery_at = :now, updated_at = :now,
        status = %s
      where id = any (:ids)
      """
          .formatted(
              Lifecycle.sql("", Event.RETRIED)
                  .given(Guard.CANCELING, "goal = 'canceled'")
                  .given(Guard.NO_TICKET, "ticket_sys_id is null")
                  .status());

  private Retries() {}

  static void make(Handle handle, List<UUID> parked, Instant now) {
    if (parked.isEmpty()) {
      return;
    }
    handle
        .createUpdate(RETRY)
        .bindByType("ids", parked.toArray(UUID[]::new), UUID[].class)
        .bind("now", now)
        .execute();
  }
}
