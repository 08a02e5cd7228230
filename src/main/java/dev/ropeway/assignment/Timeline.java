package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Writes and reads what happened to assignments, in the transaction of what happened. */
public final class Timeline {

  /** Whom the timeline names for what Ropeway does of itself. */
  public static final String ROPEWAY = "ropeway";

  /** How it begins to name a user of an instance. */
  public static final String SERVICENOW = "servicenow:";

  private static final Logger LOG = Logger.getLogger("dev.ropeway.timeline");
  private static final int MAX_DETAIL = 2000;

  /** A sender that changes its mind each second makes a long one. */
  private static final int MAX_SHOWN = 1000;

  private static final Columns<Line> COLUMNS =
      new Columns<Line>()
          .with("assignment", "uuid", Line::assignment)
          .with("at", "timestamptz", Line::at)
          .with("who", "text", line -> Text.oneLine(line.who()))
          .with("what", "text", line -> stored(line).word())
          .with("detail", "text", line -> Text.cut(Text.oneLine(line.detail()), MAX_DETAIL))
          .with("note_id", "uuid", Line::note);

  /**
   * What is told to others is written with what happened, in one statement: for nobody it costs
   * nothing, and no kill can come between.
   */
  private static final String INSERT =
      "with line as (insert into timeline (assignment_id, at, who, what, detail, note_id) select * from "
          + COLUMNS.unnest("line")
          + " returning *)\n"
          + """
          insert into feed_event (target, id, assignment_id, at, next_at, body)
          select t.name, l.id, l.assignment_id, l.at, l.at, jsonb_build_object(
            'specversion', '1.0', 'id', l.assignment_id || '/' || l.id, 'source', '/ropeway', 'type', k.type,
            'subject', l.assignment_id, 'time', l.at, 'datacontenttype', 'application/json',
            'sequence', lpad(cast(l.id as text), 19, '0'),
            'data', jsonb_build_object(
              'id', a.id, 'url', '/api/v1/assignments/' || a.id, 'status', a.status, 'integration', a.integration,
              'ticketType', a.ticket_type, 'rule', a.rule, 'severity', a.severity, 'assignedTo', a.assigned_to,
              'dueDate', a.due_at, 'closeReason', a.close_reason,
              'recommendation', jsonb_build_object('id', r.id, 'title', r.document ->> 'title', 'state', r.state),
              'ticket', case when a.ticket_sys_id is not null then jsonb_build_object(
                'table', a.ticket_table, 'sysId', a.ticket_sys_id, 'number', a.ticket_number, 'state', a.ticket_state,
                'stateLabel', a.ticket_state_label, 'assignedTo', a.ticket_owner,
                'assignmentGroup', nullif(a.ticket_group, '')) end,
              'failure', case when a.failure_reason is not null then jsonb_build_object(
                'reason', a.failure_reason, 'detail', a.failure_detail, 'advice', a.failure_advice) end,
              'change', jsonb_build_object('what', l.word, 'who', l.who, 'detail', l.detail),
              'note', case when l.note_id is not null then (select jsonb_build_object(
                'id', n.id, 'at', n.at, 'kind', n.kind, 'origin', n.origin, 'text', left(n.text, 4000),
                'by', jsonb_build_object('name', n.author, 'email', n.email))
                from note n where n.assignment_id = l.assignment_id and n.id = l.note_id limit 1) end))
          from (select *, case when note_id is null then what else 'note-added' end as word from line) l
          join (values
              ('created', 'dev.ropeway.assignment.opened'), ('reopened', 'dev.ropeway.assignment.opened'),
              ('changed-here', 'dev.ropeway.assignment.changed'), ('changed-there', 'dev.ropeway.assignment.changed'),
              ('retried', 'dev.ropeway.assignment.changed'), ('released', 'dev.ropeway.assignment.changed'),
              ('held', 'dev.ropeway.assignment.changed'), ('warned', 'dev.ropeway.assignment.changed'),
              ('closed', 'dev.ropeway.assignment.closed'), ('withdrawn', 'dev.ropeway.assignment.closed'),
              ('parked', 'dev.ropeway.assignment.parked'),
              ('note-added', 'dev.ropeway.assignment.note.added')) as k (what, type) on k.what = l.word
          join feed_target t on k.type = any (t.types)
          join assignment a on a.id = l.assignment_id
          join recommendation r on r.key = a.recommendation_key
          """;

  /**
   * An entry and the assignment it belongs to.
   *
   * @param note what was added; null for other entries
   */
  public record Line(UUID assignment, Instant at, String who, What what, String detail, UUID note) {

    public Line(UUID assignment, Instant at, String who, What what, String detail) {
      this(assignment, at, who, what, detail, null);
    }
  }

  /** In a word that the version before knows: it reads the same rows. */
  private static What stored(Line line) {
    if (line.what() != What.NOTE_ADDED) {
      return line.what();
    }
    return line.who().startsWith(SERVICENOW) ? What.CHANGED_THERE : What.CHANGED_HERE;
  }

  private Timeline() {}

  public static void add(Handle handle, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    COLUMNS.bind(handle.createUpdate(INSERT), lines).execute();
    if (LOG.isDebugEnabled()) {
      lines.stream().filter(line -> !line.who().equals(ROPEWAY)).forEach(Timeline::tell);
    }
  }

  private static void tell(Line line) {
    LOG.debugf(
        "assignment %s · %s by %s · %s",
        line.assignment(), line.what().word(), line.who(), line.detail());
  }

  /** The newest entries, the oldest of them first. */
  static List<TimelineEntry> of(Handle handle, UUID assignment) {
    return handle
        .createQuery(
            "select at, who, what, detail, note_id from (select * from timeline where assignment_id = :id"
                + " order by id desc limit :most) as newest order by id")
        .bind("id", assignment)
        .bind("most", MAX_SHOWN)
        .map(
            (rs, context) ->
                new TimelineEntry(
                    rs.getTimestamp("at").toInstant(),
                    Text.oneLine(rs.getString("who")),
                    rs.getObject("note_id") != null
                        ? What.NOTE_ADDED
                        : What.valueOf(
                            rs.getString("what")
                                .toUpperCase(java.util.Locale.ROOT)
                                .replace('-', '_')),
                    Text.oneLine(rs.getString("detail"))))
        .list();
  }
}
