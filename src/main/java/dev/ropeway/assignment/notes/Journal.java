package dev.ropeway.assignment.notes;

import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.notes.JournalChunk.Due;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Which journals are to be read, and how far they were. A ticket that moved stays due until its
 * journal was read to the end, and once more when nothing can be committed late any more: what was
 * read, and how far, is one transaction.
 */
@ApplicationScoped
public class Journal {

  /** How long an unreadable journal is left alone. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(15);

  private static final Columns<Moved> MOVED =
      new Columns<Moved>()
          .with("ticket", "text", Moved::ticket)
          .with("assignment", "uuid", Moved::assignment)
          .with("updated_on", "timestamptz", Moved::updatedOn)
          .with("mod_count", "int", Moved::modCount);

  private static final String MOVE =
      """
      insert into ticket_journal as j (integration, ticket_sys_id, assignment_id, updated_on, mod_count, due_at)
      select :integration, m.ticket, m.assignment, m.updated_on, m.mod_count, :now from"""
          + " "
          + MOVED.unnest("m")
          + """
           on conflict (integration, ticket_sys_id) do update
             set updated_on = excluded.updated_on, mod_count = excluded.mod_count, settling = false, place = null,
               due_at = case when j.waits and j.due_at is not null then j.due_at else excluded.due_at end
             where (j.updated_on, j.mod_count) is distinct from (excluded.updated_on, excluded.mod_count)
          """;

  private static final Columns<Due> CLAIMED =
      new Columns<Due>()
          .with("ticket", "text", Due::ticket)
          .with("updated_on", "timestamptz", Due::updatedOn)
          .with("mod_count", "int", Due::modCount)
          .with("settling", "boolean", Due::settling);

  /** Rows of the chunk whose ticket did not move, and that nobody else read further, meanwhile. */
  private static final String UNMOVED =
      " from "
          + CLAIMED.unnest("c")
          + " where j.integration = :integration and j.ticket_sys_id = c.ticket"
          + " and j.updated_on = c.updated_on and j.mod_count = c.mod_count"
          + " and j.settling = c.settling and j.place is not distinct from :before";

  /** What was read twice, or once for sure when nothing could be committed any more. */
  private static final String OVER = "(j.settling and (:sure or not j.waits))";

  private final Database database;
  private final Clock clock;

  Journal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whether a page was the last one. */
  public enum End {
    NOT_YET,
    REACHED,
    /** Nothing came, and the instance did not say that nothing is there: it is asked once more. */
    PERHAPS;

    public boolean isThere() {
      return this != NOT_YET;
    }
  }

  /** A ticket as a poll saw it. */
  public record Moved(String ticket, UUID assignment, Instant updatedOn, int modCount) {}

  /** Makes the journals of tickets due that are not as they were when these were last read. */
  public static void moved(Handle handle, String integration, List<Moved> tickets, Instant now) {
    if (!tickets.isEmpty()) {
      MOVED
          .bind(handle.createUpdate(MOVE), tickets)
          .bind("integration", integration)
          .bind("now", now)
          .execute();
    }
  }

  /**
   * Where more tickets moved than that, lets their journals wait until nothing can be committed
   * late any more: they are read once instead of twice. Each waits once, however often it moves.
   *
   * @param overlap how late something may be committed
   */
  public void putOff(String integration, int most, Duration overlap) {
    Instant now = clock.instant();
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    with fresh as (select ticket_sys_id from ticket_journal
                      where integration = :integration and due_at <= :now and not settling and not waits and place is null)
                    update ticket_journal j set waits = true, settling = true,
                      due_at = cast(:now as timestamptz) + cast(:overlap as interval)
                    from fresh where j.integration = :integration and j.ticket_sys_id = fresh.ticket_sys_id
                      and not j.settling and (select count(*) from fresh) > :most
                    """)
                .bind("integration", integration)
                .bind("now", now)
                .bind("overlap", overlap.toString())
                .bind("most", most)
                .execute());
  }

  /** The next tickets whose journals are to be read together; null when none is due. */
  public JournalChunk due(String integration, int most) {
    Instant now = clock.instant();
    List<Map.Entry<Due, String>> due =
        database.inTransaction(
            handle ->
                handle
                    .createQuery(
                        """
                        select ticket_sys_id, assignment_id, updated_on, mod_count, read_from, place, settling from ticket_journal
                        where integration = :integration and due_at <= :now
                        order by place desc nulls last, read_from nulls first, ticket_sys_id limit :most
                        """)
                    .bind("integration", integration)
                    .bind("now", now)
                    .bind("most", most)
                    .map(
                        (rs, context) ->
                            (Map.Entry<Due, String>)
                                new java.util.AbstractMap.SimpleEntry<>(
                                    new Due(
                                        rs.getString("ticket_sys_id"),
                                        rs.getObject("assignment_id", UUID.class),
                                        rs.getTimestamp("updated_on").toInstant(),
                                        rs.getInt("mod_count"),
                                        instant(rs.getTimestamp("read_from")),
                                        rs.getBoolean("settling")),
                                    rs.getString("place")))
                    .list());
    if (due.isEmpty()) {
      return null;
    }
    // A reading that was broken off goes on with those that it was begun with.
    String place = due.get(0).getValue();
    List<Due> tickets =
        due.stream()
            .filter(one -> Objects.equals(one.getValue(), place))
            .map(Map.Entry::getKey)
            .toList();
    boolean everything = tickets.stream().anyMatch(one -> one.readFrom() == null);
    Instant since =
        everything
            ? null
            : tickets.stream().map(Due::readFrom).min(Instant::compareTo).orElseThrow();
    return new JournalChunk(integration, tickets, since, place);
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  /**
   * Stores a page of entries with how far it goes.
   *
   * @param place the last entry of the page; null for an empty one
   * @param overlap how late something may be committed
   * @return how many notes of people are new
   */
  public int apply(
      JournalChunk chunk, List<JournalEntry> entries, String place, End end, Duration overlap) {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> {
          lock(handle, chunk);
          Map<String, UUID> assignments = new HashMap<>();
          chunk.tickets().forEach(due -> assignments.put(due.ticket(), due.assignment()));
          List<Timeline.Line> news = ReceivedNotes.add(handle, assignments, entries, now);
          Timeline.add(handle, news);
          advance(handle, chunk, place, end, overlap, now);
          return news.size();
        });
  }

  /** In the order in which polls lock, who take the assignments first. */
  private static void lock(Handle handle, JournalChunk chunk) {
    String[] tickets = chunk.sysIds().toArray(String[]::new);
    handle
        .createQuery(
            "select 1 from assignment where integration = :integration and ticket_sys_id = any (:tickets)"
                + " order by ticket_sys_id for key share")
        .bind("integration", chunk.integration())
        .bindByType("tickets", tickets, String[].class)
        .mapTo(Integer.class)
        .list();
    handle
        .createQuery(
            "select 1 from ticket_journal where integration = :integration and ticket_sys_id = any (:tickets)"
                + " order by ticket_sys_id for update")
        .bind("integration", chunk.integration())
        .bindByType("tickets", tickets, String[].class)
        .mapTo(Integer.class)
        .list();
  }

  private static void advance(
      Handle handle, JournalChunk chunk, String place, End end, Duration overlap, Instant now) {
    String set =
        end.isThere()
            ? """
              update ticket_journal j set place = null, hidden = false, waits = false,
                read_from = case when :sure or %1$s then j.updated_on - cast(:overlap as interval) else j.read_from end,
                settling = not %1$s,
                due_at = case when %1$s then null else cast(:now as timestamptz) + cast(:overlap as interval) end"""
                .formatted(OVER)
            : "update ticket_journal j set place = :place";
    CLAIMED
        .bind(handle.createUpdate(set + UNMOVED), chunk.tickets())
        .bind("integration", chunk.integration())
        .bind("sure", end == End.REACHED)
        .bind("overlap", overlap.toString())
        .bind("place", place)
        .bind("before", chunk.place())
        .bind("now", now)
        .execute();
  }

  /**
   * Leaves journals alone for a while that cannot be read; an answer may also have come without its
   * body, so that they are asked for once more before that.
   */
  public void hidden(JournalChunk chunk) {
    Instant now = clock.instant();
    database.inTransaction(
        handle ->
            CLAIMED
                .bind(
                    handle.createUpdate(
                        "update ticket_journal j set hidden = true, place = null,"
                            + " due_at = case when j.hidden then cast(:again as timestamptz) else :now end"
                            + UNMOVED),
                    chunk.tickets())
                .bind("integration", chunk.integration())
                .bind("before", chunk.place())
                .bind("again", now.plus(LEFT_ALONE))
                .bind("now", now)
                .execute());
  }

  /** Whether a journal could not be read when it was last tried. */
  public boolean isHidden(String integration) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from ticket_journal where integration = :integration"
                        + " and due_at is not null and hidden)")
                .bind("integration", integration)
                .mapTo(Boolean.class)
                .one());
  }
}
