package dev.ropeway.assignment;

import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.DeliveryOutcome.Reassigned;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Records how deliveries ended: many outcomes as one statement, each under its claim's fence. */
final class DeliveryOutcomes {

  private static final int MAX_DETAIL = 2000;

  /** Failures that say nothing bad of the instance. */
  private static final Set<String> LIMITS = Set.of("rate-limited", "crowded");

  private static final Columns<DeliveryOutcome> RESULT =
      new Columns<DeliveryOutcome>()
          .with("id", "uuid", result -> result.claim().id())
          .with("fence", "bigint", result -> result.claim().fence())
          .with(
              "delivered", "bigint", result -> result.isDelivered() ? result.claim().revision() : 0)
          .with("event", "text", of(DeliveryOutcome::event, Event::word))
          .with("close_reason", "text", DeliveryOutcome::closeReason)
          .with("ended_by", "text", of(DeliveryOutcome::endedBy, EndedBy::word))
          .with("noted", "int", of(DeliveryOutcome::progress, Progress::notesWritten))
          .with("next", "timestamptz", DeliveryOutcome::next)
          .with("unsettled", "timestamptz", DeliveryOutcome::unsettledUntil)
          .with("attempts", "int", DeliveryOutcome::attempts)
          .with("reason", "text", of(DeliveryOutcome::failure, FailureNote::reason))
          .with("detail", "text", of(DeliveryOutcome::failure, failure -> detail(failure.detail())))
          .with("advice", "text", of(DeliveryOutcome::failure, FailureNote::advice))
          .with("failed_at", "timestamptz", of(DeliveryOutcome::failure, FailureNote::at))
          .with("sent", "jsonb", result -> json(result.progress().sent()))
          .with("echoed", "jsonb", result -> json(result.progress().echoed()))
          .with("ticket_table", "text", of(DeliveryOutcomes::ticket, Ticket::table))
          .with("sys_id", "text", of(DeliveryOutcomes::ticket, Ticket::sysId))
          .with("number", "text", of(DeliveryOutcomes::ticket, Ticket::number))
          .with("state", "text", of(DeliveryOutcomes::ticket, Ticket::state))
          .with("state_label", "text", of(DeliveryOutcomes::ticket, Ticket::stateLabel))
          .with("owner", "text", of(DeliveryOutcomes::ticket, Ticket::assignedTo))
          .with("ticket_group", "text", of(DeliveryOutcomes::ticket, Ticket::assignmentGroup))
          .with(
              "reassigned", "jsonb", of(DeliveryOutcomes::reassigned, it -> Json.write(it.asked())))
          .with("handed_over", "boolean", of(DeliveryOutcomes::reassigned, Reassigned::made))
          .with("new_owner", "text", of(DeliveryOutcomes::reassigned, Reassigned::owner))
          .with("updated_on", "timestamptz", of(DeliveryOutcomes::ticket, Ticket::updatedAt))
          .with("mod_count", "int", of(DeliveryOutcomes::ticket, Ticket::modCount));

  private static final LifecycleSql OUTCOME =
      Lifecycle.sql("a.", Event.MADE, Event.REFUSED, Event.ENDED, Event.SHOWN)
          .told(Event.SHOWN, "u.delivered > 0")
          .told("u.event")
          .given(Guard.NO_OTHER_LIVE, "not " + Successors.OTHER_LIVE)
          .given(
              Guard.BACK_MEANWHILE,
              "u.ended_by = 'ropeway' and a.goal = 'open' and a.revision > u.delivered and u.sys_id is not null")
          .given(Guard.REOPENED_NOW, "a.goal = 'reopened' and a.revision = u.delivered");

  /** Whether the ticket shows a state that this delivery did not write. */
  private static final String STATE_MOVED =
      """
      (u.event is distinct from 'ended' and not (a.goal = 'reopened' and a.revision = u.delivered)
        and u.state is distinct from a.ticket_state)""";

  /** Likewise an owner or a group. */
  private static final String OWNER_MOVED =
      """
      (u.handed_over is not true and (u.owner is distinct from a.ticket_owner
        or (a.ticket_group is not null and u.ticket_group is not null and u.ticket_group <> a.ticket_group)))""";

  /**
   * Whether people changed what a poll is still to tell: it would take what is recorded here for
   * known, and nobody would hear of it (promise 4).
   */
  private static final String NEWS =
      "(a.ticket_sys_id = u.sys_id and (%s or %s))".formatted(STATE_MOVED, OWNER_MOVED);

  /** Of a ticket that this delivery showed: as it was known, or as it is shown. */
  private static String shown(String moved, String column, String shown) {
    return "%s = case when u.sys_id is null or (a.ticket_sys_id = u.sys_id and %s) then a.%s else %s end"
        .formatted(column, moved, column, shown);
  }

  private static final String RECORD =
      """
      update assignment a set
        delivered_revision = greatest(a.delivered_revision, u.delivered),
        status = %s,
        goal = %s,
        close_reason = case when u.event = 'ended' and a.status <> 'withdrawn' then u.close_reason
                            else a.close_reason end,
        ended_by = case when u.event = 'ended' and a.status <> 'withdrawn' then u.ended_by else a.ended_by end,
        ended_at = case when u.event = 'ended' and a.status <> 'withdrawn' then cast(:now as timestamptz) else a.ended_at end,
        pending_notes = a.pending_notes[u.noted + 1:],
        next_delivery_at = case when u.event = 'refused' then null
                                when u.next is not null then u.next
                                when a.revision > u.delivered
                                  and (a.status <> 'closed' or cardinality(a.pending_notes) > u.noted) then :now
                                when a.notes_waiting + a.evidence_waiting > 0 and a.status <> 'withdrawn'
                                  and coalesce(u.sys_id, a.ticket_sys_id) is not null then cast(:now as timestamptz) + interval '2 seconds' end,
        unsettled_until = u.unsettled, attempts = u.attempts,
        failure_reason = u.reason, failure_detail = u.detail, failure_advice = u.advice, failed_at = u.failed_at,
        sent = coalesce(u.sent, a.sent), echoed = coalesce(u.echoed, a.echoed),
        tried = case when u.delivered = 0 then a.tried end,
        ticket_table = coalesce(u.ticket_table, a.ticket_table), ticket_sys_id = coalesce(u.sys_id, a.ticket_sys_id),
        ticket_number = coalesce(u.number, a.ticket_number),
        %s, %s, %s, %s, %s, %s,
        assigned_to = case when u.handed_over then u.new_owner else a.assigned_to end,
        reassignment = case when u.event = 'ended' or a.reassignment = u.reassigned then null else a.reassignment end,
        updated_at = :now
      from"""
              .formatted(
                  OUTCOME.status(),
                  OUTCOME.desiredState(),
                  shown(STATE_MOVED, "ticket_state", "coalesce(u.state, a.ticket_state)"),
                  shown(
                      STATE_MOVED,
                      "ticket_state_label",
                      "coalesce(u.state_label, a.ticket_state_label)"),
                  shown(OWNER_MOVED, "ticket_owner", "u.owner"),
                  shown(OWNER_MOVED, "ticket_group", "coalesce(u.ticket_group, a.ticket_group)"),
                  shown(NEWS, "ticket_updated_at", "coalesce(u.updated_on, a.ticket_updated_at)"),
                  shown(NEWS, "ticket_mod_count", "coalesce(u.mod_count, a.ticket_mod_count)"))
          + " "
          + RESULT.unnest("u")
          + " where a.id = u.id and a.fence = u.fence returning a.id";

  /**
   * What was recorded.
   *
   * @param stale those whose claim has another fence by now; nothing of them is
   * @param working the integrations whose instances did what they were asked for
   */
  record Recorded(List<DeliveryOutcome> stale, Set<String> working) {}

  private DeliveryOutcomes() {}

  private static <T> Function<DeliveryOutcome, Object> of(
      Function<DeliveryOutcome, T> part, Function<T, ?> value) {
    return result -> {
      T there = part.apply(result);
      return there == null ? null : value.apply(there);
    };
  }

  private static Ticket ticket(DeliveryOutcome result) {
    return result.progress().ticket();
  }

  private static Reassigned reassigned(DeliveryOutcome result) {
    return result.progress().reassigned();
  }

  private static String json(Map<String, String> fields) {
    return fields == null ? null : Json.write(fields);
  }

  /** What went wrong, as it is stored. */
  static String detail(String said) {
    return Text.cut(Text.clean(said), MAX_DETAIL);
  }

  /** Records outcomes whose claims hold, and that their instances failed. */
  static Recorded record(Handle handle, List<DeliveryOutcome> results, Instant now) {
    if (results.isEmpty()) {
      return new Recorded(List.of(), Set.of());
    }
    Set<UUID> over = over(handle, results);
    Set<UUID> recorded =
        RESULT.bind(handle.createQuery(RECORD), results).bind("now", now).mapTo(UUID.class).set();
    List<DeliveryOutcome> stale = new ArrayList<>();
    List<Timeline.Line> lines = new ArrayList<>();
    Map<String, DeliveryOutcome> outages = new HashMap<>();
    Set<String> working = new HashSet<>();
    for (DeliveryOutcome result : results) {
      if (!recorded.contains(result.claim().id())) {
        stale.add(result);
        continue;
      }
      UUID id = result.claim().id();
      if (result.findsTicket()) {
        lines.add(line(id, now, new DeliveryOutcome.Line(What.CREATED, found(result))));
      }
      result.progress().lines().stream()
          .filter(note -> note.what() != What.CLOSED || !over.contains(id))
          .forEach(note -> lines.add(line(id, now, note)));
      if (result.pauseUntil() != null) {
        outages.merge(
            result.claim().integration(),
            result,
            (a, b) -> a.pauseUntil().isAfter(b.pauseUntil()) ? a : b);
      } else if (ticket(result) != null) {
        working.add(result.claim().integration());
      }
    }
    results.stream()
        .filter(
            result ->
                result instanceof DeliveryOutcome.FollowedUp
                    && recorded.contains(result.claim().id()))
        .forEach(result -> lines.addAll(Successors.make(handle, result.claim(), now)));
    Timeline.add(handle, lines);
    outages.forEach((integration, result) -> outage(handle, integration, result, now));
    working.removeAll(outages.keySet());
    return new Recorded(stale, working);
  }

  /** Records which instances work, where that is news; how all of them are after that. */
  static Map<String, InstanceState> instances(Handle handle, Set<String> working, Instant now) {
    Map<String, InstanceState> known = InstanceStates.all(handle);
    List<String> news =
        working.stream()
            .filter(one -> isNews(known.getOrDefault(one, InstanceState.NEW), now))
            .toList();
    news.forEach(one -> InstanceStates.works(handle, one, now));
    return news.isEmpty() ? known : InstanceStates.all(handle);
  }

  private static String found(DeliveryOutcome result) {
    Ticket ticket = ticket(result);
    return "the answer to the create was lost; found "
        + (ticket.number() == null ? ticket.sysId() : ticket.number())
        + " by its "
        + result.claim().ticketType().key();
  }

  /** Those whose end a poll saw, and wrote down, before the answer to our call was. */
  private static Set<UUID> over(Handle handle, List<DeliveryOutcome> results) {
    String[] ending =
        results.stream()
            .filter(result -> result.event() == Event.ENDED)
            .map(result -> result.claim().id().toString())
            .toArray(String[]::new);
    if (ending.length == 0) {
      return Set.of();
    }
    // The status is looked at once the row is ours: a poll may be about to commit the end.
    return handle
        .createQuery(
            "select id, status = 'closed' as over from assignment where id = any(cast(:ids as uuid[]))"
                + " order by id for update")
        .bindByType("ids", ending, String[].class)
        .reduceRows(
            new HashSet<UUID>(),
            (closed, row) -> {
              if (row.getColumn("over", Boolean.class)) {
                closed.add(row.getColumn("id", UUID.class));
              }
              return closed;
            });
  }

  private static Timeline.Line line(UUID id, Instant now, DeliveryOutcome.Line note) {
    String who = note.what() == What.CHANGED_THERE ? "servicenow" : Timeline.ROPEWAY;
    return new Timeline.Line(id, now, who, note.what(), note.detail());
  }

  /** What was sent before a pause began, and went well, does not end it. */
  private static boolean isNews(InstanceState state, Instant now) {
    boolean well = state.status() == InstanceState.Status.CONNECTED && state.failures() == 0;
    return !well && !state.isPausedAt(now);
  }

  /** An instance that limits us is as it should be. */
  private static void outage(
      Handle handle, String integration, DeliveryOutcome result, Instant now) {
    InstanceStates.pause(handle, integration, result.pauseUntil(), now);
    FailureNote failure = result.failure();
    if (failure != null && !LIMITS.contains(failure.reason())) {
      boolean login = failure.reason().equals("not-authorized");
      InstanceStates.fails(
          handle,
          integration,
          login ? InstanceState.Status.NOT_AUTHORIZED : InstanceState.Status.FAILING,
          failure.detail(),
          now);
    }
  }
}
