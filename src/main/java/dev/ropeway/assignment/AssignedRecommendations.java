package dev.ropeway.assignment;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Recommendations that people assign: new ones are remembered, of known ones what is known stands.
 */
final class AssignedRecommendations {

  private AssignedRecommendations() {}

  /**
   * What is known of the recommendation then; it is initiated by whoever assigns it if by nobody
   * yet.
   */
  static Recommendation remember(
      Handle handle, byte[] key, Recommendation recommendation, Instant now) {
    Instant changed =
        recommendation.stateChangedAt() == null ? now : recommendation.stateChangedAt();
    Recommendation dated =
        recommendation.dated(
            changed, recommendation.occurredAt() == null ? now : recommendation.occurredAt());
    return handle
        .createQuery(
            """
            insert into recommendation
              (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
            values (:key, :id, :state, :changed, :occurred, :fingerprint, true, cast(:document as jsonb), :now, :now)
            on conflict (key) do update set matched = true,
              document = recommendation.document || case when recommendation.document ->> 'initiatedBy' is null
                then jsonb_strip_nulls(jsonb_build_object('initiatedBy', cast(:initiator as text))) else '{}' end
            returning document
            """)
        .bind("key", key)
        .bind("id", recommendation.id())
        .bind("state", recommendation.state().word())
        .bind("changed", dated.stateChangedAt())
        .bind("occurred", dated.occurredAt())
        .bind(
            "fingerprint",
            Digest.sha256(Json.write(recommendation.dated(recommendation.stateChangedAt(), null))))
        .bind("document", Json.write(dated))
        .bind("initiator", recommendation.initiatedBy())
        .bind("now", now)
        .map((rs, context) -> Json.read(rs.getString(1), Recommendation.class))
        .one();
  }
}
