package dev.ropeway.correlation;

import dev.ropeway.assignment.DailyLimit;
import dev.ropeway.assignment.Lifecycle;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.LifecycleSql;
import dev.ropeway.assignment.NewAssignment;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What a round of events writes, gathered so that each statement is sent once for all of them. */
final class PendingWrites {

  private static final Columns<Remembered> NEWEST =
      new Columns<Remembered>()
          .with("key", "bytea", one -> one.incoming.key().bytes())
          .with("id", "text", one -> one.event().id())
          .with("state", "text", one -> one.event().state().word())
          .with("changed", "timestamptz", one -> one.event().stateChangedAt())
          .with("occurred", "timestamptz", one -> one.event().occurredAt())
          .with("fingerprint", "bytea", one -> one.incoming.fingerprint())
          .with("matched", "boolean", one -> one.matched || !one.event().needsWork())
          .with("document", "jsonb", one -> Json.write(one.event()))
          .with("raw", "text", one -> one.event().raw())
          .with("group_key", "bytea", Remembered::group)
          .with("turns", "int", one -> one.turns.count())
          .with("since", "timestamptz", one -> one.turns.since())
          .with("sender", "text", one -> one.incoming.sender());

  // A key that another transaction inserts meanwhile breaks this one, and Database runs it again.
  private static final String INSERT_FINDING =
      """
      insert into recommendation
        (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, raw, group_key, turns,
         turning_since, sender, created_at, updated_at)
      select n.*, :now, :now from\s"""
          + NEWEST.unnest("n");

  private static final String UPDATE_FINDING =
      """
      update recommendation r set state = n.state, state_changed_at = n.changed, occurred_at = n.occurred,
        fingerprint = n.fingerprint,
        matched = n.matched or exists (select 1 from assignment where recommendation_key = r.key),
        document = n.document, raw = n.raw, group_key = coalesce(n.group_key, r.group_key), turns = n.turns,
        turning_since = n.since, sender = coalesce(n.sender, r.sender), updated_at = :now
      from\s"""
          + NEWEST.unnest("n")
          + " where r.key = n.key";

  private static final LifecycleSql NEWS =
      Lifecycle.sql("", Event.HEARD, Event.RETURNED, Event.HEALED).told(":event");

  private static final String CHANGE =
      """
      update assignment set status = %1$s, goal = %2$s,
        revision = revision + 1, updated_at = :now,
        close_reason = case when :event = 'returned' then null else close_reason end,
        ended_by = case when :event = 'returned' then null else ended_by end,
        ended_at = case when :event = 'returned' then null else ended_at end,
        damped_until = cast(:damped as timestamptz),
        terms = coalesce(cast(:terms as jsonb), terms),
        assigned_to = case when :terms is null then assigned_to else :owner end,
        ordered_owner = coalesce(:owner, ordered_owner),
        pending_notes = case when cardinality(pending_notes) < 100 then pending_notes || cast(:notes as text[])
          else pending_notes end,
        severity = (select document ->> 'severity' from recommendation where key = recommendation_key),
        next_delivery_at = case when status = 'parked' or (held_since is not null and (%2$s) = 'open') then null
          when status in ('closed', 'withdrawn') and (%2$s) <> 'reopened' and cardinality(cast(:notes as text[])) = 0
            then next_delivery_at
          else coalesce(next_delivery_at, cast(:now as timestamptz)) end
      where id = :id
      """
          .formatted(NEWS.status(), NEWS.desiredState());

  private record Remembered(IncomingEvent incoming, FlapCount turns, boolean matched) {
    Recommendation event() {
      return incoming.event();
    }

    byte[] group() {
      return incoming.group() == null ? null : incoming.group().bytes();
    }
  }

  private final List<Remembered> unseen = new ArrayList<>();
  private final List<Remembered> changed = new ArrayList<>();
  private final List<NewAssignment> assigned = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Timeline.Line> lines = new ArrayList<>();

  /** The event is the newest word on its recommendation. */
  void remember(
      IncomingEvent incoming, StoredRecommendation before, FlapCount turns, boolean matched) {
    (before == null ? unseen : changed).add(new Remembered(incoming, turns, matched));
  }

  void assign(NewAssignment assignment) {
    assigned.add(assignment);
  }

  /**
   * @param line what the timeline says of it; null for nothing
   */
  void change(Change change, Timeline.Line line) {
    changes.add(change);
    if (line != null) {
      lines.add(line);
    }
  }

  void tell(Timeline.Line line) {
    lines.add(line);
  }

  /** Sends all that was gathered, and forgets it. */
  void flush(Handle handle, Instant now) {
    findings(handle, INSERT_FINDING, unseen, now);
    findings(handle, UPDATE_FINDING, changed, now);
    if (!assigned.isEmpty()) {
      NewAssignment.insert(handle, withinLimits(handle, now), now);
    }
    changes(handle, now);
    Timeline.add(handle, lines);
    unseen.clear();
    changed.clear();
    assigned.clear();
    changes.clear();
    lines.clear();
  }

  private static void findings(
      Handle handle, String statement, List<Remembered> remembered, Instant now) {
    if (!remembered.isEmpty()) {
      NEWEST.bind(handle.createUpdate(statement), remembered).bind("now", now).execute();
    }
  }

  /**
   * Holds back what is to wait for a person, and what is more than a rule may open today, the least
   * severe first.
   */
  private List<NewAssignment> withinLimits(Handle handle, Instant now) {
    List<NewAssignment> all = new ArrayList<>();
    Map<String, List<NewAssignment>> limited =
        assigned.stream()
            .filter(PendingWrites::isLimited)
            .sorted(Comparator.comparing(one -> one.recommendation().severity()))
            .collect(
                Collectors.groupingBy(
                    one -> one.order().rule(), TreeMap::new, Collectors.toList()));
    for (NewAssignment one : assigned) {
      if (one.order().hold()) {
        all.add(one.heldBack());
        hold(one, now, one.order().holding());
      } else if (!isLimited(one)) {
        all.add(one);
      }
    }
    limited.forEach(
        (rule, wanted) -> {
          int limit = wanted.get(0).order().newPerDay();
          int taken = Math.min(wanted.size(), DailyLimit.room(handle, rule, limit, now));
          DailyLimit.spend(handle, rule, taken, now);
          all.addAll(wanted.subList(0, taken));
          for (NewAssignment held : wanted.subList(taken, wanted.size())) {
            all.add(held.heldBack());
            hold(held, now, "rule " + rule + " opens no more than " + limit + " tickets a day");
          }
        });
    return all;
  }

  private static boolean isLimited(NewAssignment one) {
    return one.order().newPerDay() != null && !one.order().hold();
  }

  private void hold(NewAssignment held, Instant now, String why) {
    lines.add(new Timeline.Line(held.id(), now, Timeline.ROPEWAY, What.HELD, why));
  }

  private void changes(Handle handle, Instant now) {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(CHANGE)) {
      // In one order, or two transactions could block each other.
      changes.stream()
          .sorted(Comparator.comparing(Change::id))
          .forEach(
              change ->
                  batch
                      .bind("id", change.id())
                      .bindByType(
                          "event",
                          change.event() == null ? null : change.event().word(),
                          String.class)
                      .bind("damped", change.dampedUntil())
                      .bindByType(
                          "terms",
                          change.spec() == null ? null : Json.write(change.spec()),
                          String.class)
                      .bindByType("owner", change.orderedOwner(), String.class)
                      .bindByType("notes", change.notes().toArray(String[]::new), String[].class)
                      .bind("now", now)
                      .add());
      batch.execute();
    }
  }
}
