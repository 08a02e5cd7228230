package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.bulk.Asked;
import dev.ropeway.assignment.bulk.Standing;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** What people ask of the owners and groups of tickets, which belong to ServiceNow otherwise. */
@ApplicationScoped
public class Reassignments {

  private final Assignments assignments;
  private final Clock clock;

  Reassignments(Assignments assignments, Clock clock) {
    this.assignments = assignments;
    this.clock = clock;
  }

  /**
   * Asks for another owner or group of a ticket that somebody may be at work on; where there is no
   * ticket yet, it gets them when it is made. Empty if none of that id lies within the bounds.
   *
   * @param owner null leaves the owner
   * @param group null leaves the group
   */
  public Optional<Assignment> reassign(
      UUID id, Bounds within, String owner, String group, String who) {
    return assignments.command(
        id,
        within,
        (handle, before) -> {
          Standing.of(before).require(Asked.ASSIGN);
          Reassignment asked = new Reassignment(owner, group, null, null, who, clock.instant());
          handle
              .createUpdate(
                  """
                  update assignment set
                    terms = terms || jsonb_strip_nulls(jsonb_build_object(
                      'assignedTo', cast(:owner as text), 'assignmentGroup', cast(:group as text))),
                    assigned_to = case when ticket_sys_id is null then coalesce(:owner, assigned_to) else assigned_to end,
                    reassignment = case when ticket_sys_id is not null then cast(:asked as jsonb)
                      || jsonb_strip_nulls(jsonb_build_object(
                        'ownerBefore', ticket_owner, 'groupBefore', ticket_group)) end,
                    revision = revision + 1, updated_at = :now, attempts = 0,
                    status = %s,
                    next_delivery_at = case when held_since is null or status <> 'pending' then coalesce(next_delivery_at, :now) end
                  where id = :id
                  """
                      .formatted(Assignments.ASKED.status()))
              .bind("id", id)
              .bind("owner", owner)
              .bind("group", group)
              .bind("asked", Json.write(asked))
              .bind("now", clock.instant())
              .execute();
          return new Timeline.Line(id, clock.instant(), who, What.CHANGED_HERE, asked.told());
        });
  }
}
