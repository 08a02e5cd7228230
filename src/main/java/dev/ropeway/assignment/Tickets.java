package dev.ropeway.assignment;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.attachments.Attachments;
import dev.ropeway.assignment.notes.Journal;
import dev.ropeway.assignment.notes.Journal.Moved;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Takes in what people did to tickets: the observed side of an assignment. A page of records and
 * the cursor behind it are one transaction (promise 4).
 */
@ApplicationScoped
public class Tickets {

  private static final Columns<Update> UPDATED =
      new Columns<Update>()
          .with("id", "uuid", update -> update.before().id())
          .with("status", "text", update -> update.status().word())
          .with("goal", "text", update -> update.desiredState().word())
          .with("reason", "text", update -> "the ticket is " + update.label())
          .with("closed", "boolean", Update::closed)
          .with("reopened", "boolean", Update::reopened)
          .with("reassigned", "boolean", Update::reassigned)
          .with("assigned_to", "text", update -> update.seen().owner())
          .with("number", "text", update -> update.ticket().number())
          .with("state", "text", update -> update.ticket().state())
          .with("label", "text", update -> update.ticket().stateLabel())
          .with("owner", "text", update -> update.ticket().assignedTo())
          .with("ticket_group", "text", update -> update.ticket().assignmentGroup())
          .with("updated_on", "timestamptz", update -> update.ticket().updatedAt())
          .with("mod_count", "int", update -> update.ticket().modCount());

  private static final String UPDATE =
      """
      update assignment a set status = u.status,
        close_reason = case when u.status = 'closed' then coalesce(a.close_reason, u.reason)
                            when u.status = 'open' then null else a.close_reason end,
        goal = u.goal,
        ended_by = case when u.closed then 'person' when u.reopened then null else a.ended_by end,
        ended_at = case when u.closed then cast(:now as timestamptz) when u.reopened then null else a.ended_at end,
        next_delivery_at = case when u.closed then null else a.next_delivery_at end,
        reassignment = case when u.closed then null else a.reassignment end,
        assigned_to = case when u.reassigned then u.assigned_to else a.assigned_to end,
        ticket_number = u.number, ticket_state = u.state, ticket_state_label = u.label, ticket_owner = u.owner,
        ticket_group = coalesce(u.ticket_group, a.ticket_group),
        ticket_updated_at = u.updated_on, ticket_mod_count = u.mod_count, updated_at = :now
      from"""
          + " "
          + UPDATED.unnest("u")
          + " where a.id = u.id";

  private final Database database;
  private final StateLabels labels;
  private final Clock clock;

  Tickets(Database database, StateLabels labels, Clock clock) {
    this.database = database;
    this.labels = labels;
    this.clock = clock;
  }

  /**
   * A ticket as a poll saw it.
   *
   * @param owner as people write one; null when nobody owns it
   * @param over resolved, closed or canceled
   * @param by who changed it last
   * @param notes whether what people say on it is to be read
   * @param attachments whether what people attach to it is to be listed
   */
  public record Seen(
      Ticket ticket, String owner, boolean over, String by, boolean notes, boolean attachments) {}

  /** How far a poll came: everything up to this row was applied. */
  public record Cursor(Instant updatedOn, String sysId) {}

  /** What a page changed here. */
  public record Applied(int changed, int closed, int reopened, int reassigned) {
    public static final Applied NOTHING = new Applied(0, 0, 0, 0);

    public Applied plus(Applied other) {
      return new Applied(
          changed + other.changed,
          closed + other.closed,
          reopened + other.reopened,
          reassigned + other.reassigned);
    }
  }

  /** Where the last poll ended; null before the first. */
  public Cursor cursor(String integration, String table) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    // Whatever lay behind the present of that poll was never read.
                    "select least(updated_on, coalesce(polled_at, updated_on)), sys_id from sync_cursor"
                        + " where integration = :integration and ticket_table = :table")
                .bind("integration", integration)
                .bind("table", table)
                .map((rs, context) -> new Cursor(rs.getTimestamp(1).toInstant(), rs.getString(2)))
                .findOne()
                .orElse(null));
  }

  /** Applies a page and moves the cursor, back only from times to come; both or neither. */
  public Applied apply(String integration, String table, List<Seen> page, Cursor cursor) {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> {
          Applied applied = applyRows(handle, integration, page, now);
          if (cursor != null) {
            move(handle, integration, table, cursor, now);
          }
          return applied;
        });
  }

  private static void move(
      Handle handle, String integration, String table, Cursor cursor, Instant now) {
    handle
        .createUpdate(
            """
            insert into sync_cursor (integration, ticket_table, updated_on, sys_id, polled_at)
            values (:integration, :table, :updatedOn, :sysId, :now)
            on conflict (integration, ticket_table) do update
              set updated_on = excluded.updated_on, sys_id = excluded.sys_id, polled_at = excluded.polled_at
              where (excluded.updated_on, excluded.sys_id) >= (sync_cursor.updated_on, sync_cursor.sys_id)
                or sync_cursor.updated_on > :now
            """)
        .bind("integration", integration)
        .bind("table", table)
        .bind("updatedOn", cursor.updatedOn())
        .bind("sysId", cursor.sysId())
        .bind("now", now)
        .execute();
  }

  /** What an assignment showed before a page. */
  private record Before(
      UUID id,
      Status status,
      DesiredState desiredState,
      String assignedTo,
      String stateLabel,
      String owner,
      String group,
      Instant updatedAt,
      int modCount,
      boolean replaced) {

    static Before read(ResultSet rs) throws SQLException {
      return new Before(
          rs.getObject("id", UUID.class),
          Status.of(rs.getString("status")),
          DesiredState.of(rs.getString("goal")),
          rs.getString("assigned_to"),
          rs.getString("ticket_state_label"),
          rs.getString("ticket_owner"),
          rs.getString("ticket_group"),
          Deliveries.instant(rs.getTimestamp("ticket_updated_at")),
          rs.getInt("ticket_mod_count"),
          rs.getBoolean("replaced"));
    }

    boolean holds(Guard guard) {
      return guard == Guard.NOT_REOPENING ? desiredState != DesiredState.REOPENED : !replaced;
    }

    /** What was not seen before, or cannot be seen, is no news. */
    boolean isMoved(String now) {
      return group != null && now != null && !group.equals(now);
    }

    /** A row is applied once per (sys_id, sys_mod_count), and never after a newer one. */
    boolean knows(Ticket ticket) {
      if (updatedAt == null || ticket.updatedAt() == null) {
        return ticket.modCount() <= modCount && updatedAt != null;
      }
      int order = ticket.updatedAt().compareTo(updatedAt);
      return order < 0 || (order == 0 && ticket.modCount() <= modCount && !isNamedNow(ticket));
    }

    /** The same version, whose state had no label when it was applied: the choice was unknown. */
    private boolean isNamedNow(Ticket ticket) {
      return ticket.modCount() == modCount
          && Objects.equals(stateLabel, ticket.state())
          && !Objects.equals(stateLabel, ticket.stateLabel());
    }
  }

  /** What a row makes of an assignment. */
  private record Update(
      Before before,
      Seen seen,
      String label,
      Status status,
      DesiredState desiredState,
      boolean reassigned) {
    static Update of(Before before, Seen seen, String label) {
      Event event = seen.over() ? Event.FINISHED : Event.RESUMED;
      boolean reassigns = !Objects.equals(before.owner(), seen.ticket().assignedTo());
      return Lifecycle.next(before.status(), event, before::holds)
          .map(
              row ->
                  new Update(
                      before,
                      seen,
                      label,
                      row.to(before.status()),
                      row.desiredState(before.desiredState()),
                      reassigns))
          .orElseGet(
              () ->
                  new Update(
                      before, seen, label, before.status(), before.desiredState(), reassigns));
    }

    Ticket ticket() {
      return seen.ticket();
    }

    boolean closed() {
      return before.status() != Status.CLOSED && status == Status.CLOSED;
    }

    boolean reopened() {
      return before.status() == Status.CLOSED && status == Status.OPEN;
    }
  }

  private Applied applyRows(Handle handle, String integration, List<Seen> page, Instant now) {
    Map<String, Before> known = known(handle, integration, page);
    List<Timeline.Line> lines = new ArrayList<>();
    Applied applied = Applied.NOTHING;
    List<Update> updates = new ArrayList<>();
    for (Seen seen : page) {
      Before before = known.get(seen.ticket().sysId());
      if (before == null || before.knows(seen.ticket())) {
        continue;
      }
      Update update = Update.of(before, seen, labels.shown(integration, seen.ticket()));
      boolean closes = update.closed();
      boolean reopens = update.reopened();
      boolean reassigns = update.reassigned();
      lines.addAll(story(update, now));
      applied = applied.plus(new Applied(1, closes ? 1 : 0, reopens ? 1 : 0, reassigns ? 1 : 0));
      updates.add(update);
    }
    update(handle, updates, now);
    Timeline.add(handle, lines);
    Journal.moved(handle, integration, moved(page, known, Seen::notes), now);
    Attachments.moved(handle, integration, moved(page, known, Seen::attachments), now);
    return applied;
  }

  /** Those on which people may have worked; a delivery may have seen them before a poll. */
  private static List<Moved> moved(
      List<Seen> page, Map<String, Before> known, Predicate<Seen> read) {
    return page.stream()
        .filter(seen -> read.test(seen) && known.containsKey(seen.ticket().sysId()))
        .filter(seen -> seen.ticket().updatedAt() != null && seen.ticket().modCount() > 0)
        .map(
            seen ->
                new Moved(
                    seen.ticket().sysId(),
                    known.get(seen.ticket().sysId()).id(),
                    seen.ticket().updatedAt(),
                    seen.ticket().modCount()))
        .toList();
  }

  private static List<Timeline.Line> story(Update update, Instant now) {
    List<Timeline.Line> lines = new ArrayList<>();
    Before before = update.before();
    Seen seen = update.seen();
    String who = "servicenow:" + seen.by();
    String label = update.label();
    if (update.closed()) {
      lines.add(new Timeline.Line(before.id(), now, who, What.CLOSED, label));
    } else if (update.reopened()) {
      lines.add(new Timeline.Line(before.id(), now, who, What.REOPENED, label));
    } else if (!Objects.equals(before.stateLabel(), seen.ticket().stateLabel())) {
      lines.add(new Timeline.Line(before.id(), now, who, What.CHANGED_THERE, "state: " + label));
    }
    if (update.reassigned()) {
      String owner = seen.ticket().assignedTo();
      lines.add(
          new Timeline.Line(
              before.id(),
              now,
              who,
              What.CHANGED_THERE,
              owner == null ? "not assigned" : "assigned to " + owner));
    }
    String group = seen.ticket().assignmentGroup();
    if (before.isMoved(group)) {
      String detail = "assignment group: " + (group.isEmpty() ? "none" : group);
      lines.add(new Timeline.Line(before.id(), now, who, What.CHANGED_THERE, detail));
    }
    return lines;
  }

  private static Map<String, Before> known(Handle handle, String integration, List<Seen> page) {
    Map<String, Before> known = new HashMap<>();
    if (page.isEmpty()) {
      return known;
    }
    String[] sysIds = page.stream().map(seen -> seen.ticket().sysId()).toArray(String[]::new);
    handle
        .createQuery(
            """
            select id, status, goal, assigned_to, ticket_sys_id, ticket_state_label, ticket_owner, ticket_group, ticket_updated_at,
              ticket_mod_count,
              %s and %s as replaced
            from assignment a where integration = :integration and ticket_sys_id = any (:sysIds)
            order by ticket_sys_id for update
            """
                .formatted(Lifecycle.from("", Event.RESUMED), Successors.OTHER_LIVE))
        .bind("integration", integration)
        .bindByType("sysIds", sysIds, String[].class)
        .map(
            (rs, context) -> {
              known.put(rs.getString("ticket_sys_id"), Before.read(rs));
              return null;
            })
        .list();
    return known;
  }

  private static void update(Handle handle, List<Update> updates, Instant now) {
    if (!updates.isEmpty()) {
      UPDATED.bind(handle.createUpdate(UPDATE), updates).bind("now", now).execute();
    }
  }

  /** The next open tickets of a table after a sys_id, in its order: what a reconcile checks. */
  public List<String> openAfter(String integration, String table, String sysId, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select ticket_sys_id from assignment
                    where status = 'open' and integration = :integration and ticket_table = :table
                      and ticket_sys_id > :after order by ticket_sys_id limit :limit
                    """)
                .bind("integration", integration)
                .bind("table", table)
                .bind("after", sysId)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
  }

  /** Closes assignments whose tickets are gone. */
  public int gone(String integration, List<String> sysIds) {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> {
          List<UUID> closed =
              handle
                  .createQuery(
                      """
                      update assignment set status = %s, close_reason = 'the ticket is gone',
                        ended_by = 'gone', ended_at = :now, next_delivery_at = null, updated_at = :now
                      where integration = :integration and ticket_sys_id = any (:sysIds) and %s
                      returning id
                      """
                          .formatted(
                              Lifecycle.sql("", Event.GONE).status(),
                              Lifecycle.from("", Event.GONE)))
                  .bind("integration", integration)
                  .bindByType("sysIds", sysIds.toArray(String[]::new), String[].class)
                  .bind("now", now)
                  .mapTo(UUID.class)
                  .list();
          Timeline.add(
              handle,
              closed.stream()
                  .map(
                      id ->
                          new Timeline.Line(
                              id,
                              now,
                              Timeline.ROPEWAY,
                              What.CLOSED,
                              "the ticket is gone: deleted, or hidden by an ACL"))
                  .toList());
          return closed.size();
        });
  }
}
