package dev.ropeway.notification;

import java.time.Instant;
import java.util.UUID;

/**
 * Something a target is still to be told.
 *
 * @param body the CloudEvent in its structured form
 */
public record FeedEvent(
    Subscriber target, long id, UUID assignment, Instant at, String body, int attempts) {

  /** The id of the CloudEvent: the same however often it is told. */
  String eventId() {
    return assignment + "/" + id;
  }
}
