package dev.ropeway.correlation;

import dev.ropeway.assignment.Deliveries;
import dev.ropeway.correlation.Candidate.Repetition;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * When the alerts of a round were last said to fire. Read after their recommendations were locked,
 * so that whoever repeats an alert and whoever takes it for over see each other. Events of sources
 * that repeat nothing cost no query.
 */
final class AlertSightings {

  /** What is written at most once in this part of the time after which an alert is stale. */
  static final int PARTS = 4;

  private final Instant now;
  private final Map<Digest, Instant> seen;
  private final Set<Digest> repeated = new TreeSet<>();
  private final Set<Digest> over = new TreeSet<>();

  private AlertSightings(Instant now, Map<Digest, Instant> seen) {
    this.now = now;
    this.seen = seen;
  }

  static AlertSightings read(Handle handle, List<IncomingEvent> incomingEvents, Instant now) {
    List<Digest> keys =
        incomingEvents.stream()
            .filter(incoming -> incoming.candidate().repetition() != null)
            .map(IncomingEvent::key)
            .toList();
    Map<Digest, Instant> seen = new HashMap<>();
    if (!keys.isEmpty()) {
      handle
          .createQuery("select key, seen_at from alert_sighting where key = any (:keys)")
          .bindByType("keys", bytes(keys), byte[][].class)
          .map(
              (rs, context) ->
                  seen.put(
                      Digest.of(rs.getBytes("key")),
                      Deliveries.instant(rs.getTimestamp("seen_at"))))
          .list();
    }
    return new AlertSightings(now, seen);
  }

  /** Notes what an event says of its alert; false for a conclusion of ours that no longer holds. */
  boolean take(IncomingEvent incoming, StoredRecommendation before) {
    Repetition repetition = incoming.candidate().repetition();
    if (repetition == null) {
      return true;
    }
    Instant last = seen.get(incoming.key());
    if (incoming.candidate().isConcluded()) {
      boolean holds =
          before != null
              && before.state() == RecommendationState.UNHEALTHY
              && last != null
              && !last.isAfter(repetition.unseenSince());
      if (holds) {
        over.add(incoming.key());
      }
      return holds;
    }
    boolean recent =
        last != null && last.isAfter(now.minus(repetition.staleAfter().dividedBy(PARTS)));
    if (incoming.event().needsWork() && !recent) {
      repeated.add(incoming.key());
    }
    return true;
  }

  /** After the recommendations were written, which the sightings belong to. */
  void flush(Handle handle) {
    if (!repeated.isEmpty()) {
      handle
          .createUpdate(
              """
              insert into alert_sighting (key, seen_at)
              select key, :now from recommendation where key = any (:keys) order by key
              on conflict (key) do update set seen_at = excluded.seen_at
              """)
          .bindByType("keys", bytes(repeated), byte[][].class)
          .bind("now", now)
          .execute();
    }
    if (!over.isEmpty()) {
      handle
          .createUpdate("delete from alert_sighting where key = any (:keys)")
          .bindByType("keys", bytes(over), byte[][].class)
          .execute();
    }
  }

  static byte[][] bytes(Collection<Digest> keys) {
    return keys.stream().map(Digest::bytes).toArray(byte[][]::new);
  }
}
