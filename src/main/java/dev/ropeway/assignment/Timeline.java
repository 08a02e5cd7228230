package dev.ropeway.assignment;

import dev.ropeway.assignment.TimelineEntry.What;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Writes and reads what happened to assignments, in the transaction of what happened. */
final class Timeline {

  /** Whom the timeline names for what Ropeway does of itself. */
  static final String ROPEWAY = "ropeway";

  private static final Logger LOG = Logger.getLogger("dev.ropeway.timeline");
  private static final int MAX_DETAIL = 2000;

  private static final Columns<Line> COLUMNS =
      new Columns<Line>()
          .with("assignment", "uuid", Line::assignment)
          .with("at", "timestamptz", Line::at)
          .with("who", "text", Line::who)
          .with("what", "text", line -> line.what().word())
          .with("detail", "text", line -> Text.cut(line.detail(), MAX_DETAIL));

  private static final String INSERT =
      "insert into timeline (assignment_id, at, who, what, detail) select * from "
          + COLUMNS.unnest("line");

  /** An entry and the assignment it belongs to. */
  record Line(UUID assignment, Instant at, String who, What what, String detail) {}

  private Timeline() {}

  static void add(Handle handle, List<Line> lines) {
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

  static List<TimelineEntry> of(Handle handle, UUID assignment) {
    return handle
        .createQuery(
            "select at, who, what, detail from timeline where assignment_id = :id order by id")
        .bind("id", assignment)
        .map(
            (rs, context) ->
                new TimelineEntry(
                    rs.getTimestamp("at").toInstant(),
                    rs.getString("who"),
                    What.valueOf(
                        rs.getString("what").toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
                    rs.getString("detail")))
        .list();
  }
}
