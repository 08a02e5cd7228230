package dev.ropeway.correlation;

import dev.ropeway.assignment.Lifecycle.Event;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes what news of a finding means to an assignment, whatever a verdict would say. */
public final class DeliveredNews {

  private DeliveredNews() {}

  public static void to(Handle handle, UUID assignment, Event event, Instant now) {
    PendingWrites written = new PendingWrites();
    written.change(Change.of(assignment).by(event), null);
    written.flush(handle, now);
  }
}
