package dev.ropeway.assignment;

import com.fasterxml.uuid.Generators;
import dev.ropeway.assignment.TimelineEntry.What;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Makes the assignment that goes on with a recommendation whose ticket turned out to be ended for
 * good.
 */
final class Successors {

  /** Another assignment has the recommendation by now. */
  static final String OTHER_LIVE =
      """
      exists (select 1 from assignment live
        where live.recommendation_key = a.recommendation_key and live.integration = a.integration
          and %s)"""
          .formatted(Lifecycle.live("live."));

  private static final String INSERT =
      """
      insert into assignment
        (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, assigned_to, due_at, policy,
         ordered_owner, follows, next_delivery_at, created_at, updated_at)
      select :id, recommendation_key, %s, integration, ticket_type, rule, severity, terms, ordered_owner, due_at,
         policy, ordered_owner, id, :now, :now, :now
      from assignment a where id = :of and not %s
      """
          .formatted(Lifecycle.first(Lifecycle.Event.FOLLOWED), OTHER_LIVE);

  private Successors() {}

  /** What the timeline says of it; nothing if another assignment goes on already. */
  static List<Timeline.Line> make(Handle handle, Claim ended, Instant now) {
    // Made here: a static one would be made while a native image is built, its random bits with it.
    UUID id = Generators.timeBasedEpochGenerator().generate();
    int made =
        handle
            .createUpdate(INSERT)
            .bind("id", id)
            .bind("of", ended.id())
            .bind("now", now)
            .execute();
    return made == 0
        ? List.of()
        : List.of(
            new Timeline.Line(
                id,
                now,
                Timeline.ROPEWAY,
                What.ACCEPTED,
                "follows " + ended.ticketNumber() + ", which cannot be worked on again"));
  }
}
