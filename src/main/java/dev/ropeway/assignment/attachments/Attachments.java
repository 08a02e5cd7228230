package dev.ropeway.assignment.attachments;

import dev.ropeway.assignment.notes.Journal.Moved;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * What people attached to tickets, and which tickets are to be asked for it. A ticket stays due
 * until its whole list was read; what that list lacks is no longer attached.
 */
@ApplicationScoped
public class Attachments {

  /** An assignment keeps so many of its newest. */
  public static final int KEPT = 500;

  /** How long a reading has its tickets to itself. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final Columns<Moved> MOVED =
      new Columns<Moved>()
          .with("ticket", "text", Moved::ticket)
          .with("assignment", "uuid", Moved::assignment)
          .with("updated_on", "timestamptz", Moved::updatedOn)
          .with("mod_count", "int", Moved::modCount);

  private static final String MOVE =
      "insert into attachment_list as l (integration, ticket_sys_id, assignment_id, updated_on, mod_count, due_at)"
          + " select :integration, m.ticket, m.assignment, m.updated_on, m.mod_count, :now from "
          + MOVED.unnest("m")
          + """
           on conflict (integration, ticket_sys_id) do update
             set updated_on = excluded.updated_on, mod_count = excluded.mod_count, due_at = excluded.due_at
             where (l.updated_on, l.mod_count) is distinct from (excluded.updated_on, excluded.mod_count)
          """;

  private static final Columns<AttachmentRow> ROWS =
      new Columns<AttachmentRow>()
          .with("ticket", "text", AttachmentRow::ticket)
          .with("sys_id", "text", AttachmentRow::sysId)
          .with("name", "text", AttachmentRow::name)
          .with("size", "bigint", AttachmentRow::size)
          .with("content_type", "text", AttachmentRow::contentType)
          .with("sha256", "text", AttachmentRow::sha256)
          .with("author", "text", AttachmentRow::login)
          .with("at", "timestamptz", AttachmentRow::at);

  /** Of assignments that are still there. */
  private static final String STORE =
      """
      insert into attachment as t
        (integration, sys_id, assignment_id, name, size, content_type, sha256, author, at, reading)
      select l.integration, n.sys_id, l.assignment_id, n.name, n.size, n.content_type, n.sha256, n.author, n.at, :reading
      from"""
          + " "
          + ROWS.unnest("n")
          + """
           join attachment_list l on l.integration = :integration and l.ticket_sys_id = n.ticket
          on conflict (integration, sys_id) do update
            set assignment_id = excluded.assignment_id, name = excluded.name, size = excluded.size,
              content_type = excluded.content_type, sha256 = excluded.sha256, author = excluded.author,
              at = excluded.at, reading = excluded.reading
          """;

  private static final String TRIM =
      """
      delete from attachment where (integration, sys_id) in (
        select integration, sys_id from (
          select integration, sys_id,
            row_number() over (partition by assignment_id order by at desc, sys_id desc) as place
          from attachment where assignment_id = any (:assignments)) ranked
        where place > :kept)
      """;

  private final Database database;
  private final Clock clock;

  Attachments(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Makes the lists of tickets due that are not as they were when these were last read. */
  public static void moved(Handle handle, String integration, List<Moved> tickets, Instant now) {
    if (!tickets.isEmpty()) {
      // In the order in which others lock them.
      MOVED
          .bind(
              handle.createUpdate(MOVE),
              tickets.stream().sorted(Comparator.comparing(Moved::ticket)).toList())
          .bind("integration", integration)
          .bind("now", now)
          .execute();
    }
  }

  /** Makes the lists of all open tickets due: an attachment need not move its ticket. */
  public void allDue(String integration, Collection<String> tables) {
    Instant now = clock.instant();
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into attachment_list as l (integration, ticket_sys_id, assignment_id, due_at)
                    select integration, ticket_sys_id, id, :now from assignment
                    where status = 'open' and integration = :integration and ticket_table = any (:tables)
                      and ticket_sys_id is not null
                    order by ticket_sys_id
                    on conflict (integration, ticket_sys_id) do update set due_at = coalesce(l.due_at, excluded.due_at)
                    """)
                .bind("integration", integration)
                .bindByType("tables", tables.toArray(String[]::new), String[].class)
                .bind("now", now)
                .execute());
  }

  /** The next tickets that are to be listed together; null when none is due. */
  public AttachmentChunk due(String integration, int most) {
    Instant now = clock.instant();
    Instant until = now.plus(LEASE).truncatedTo(ChronoUnit.MILLIS);
    Map<String, UUID> assignments = new LinkedHashMap<>();
    database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    update attachment_list l set due_at = :until
                    from (select integration, ticket_sys_id from attachment_list
                          where integration = :integration and due_at <= :now
                          order by due_at, ticket_sys_id limit :most for update skip locked) due
                    where l.integration = due.integration and l.ticket_sys_id = due.ticket_sys_id
                    returning l.ticket_sys_id, l.assignment_id
                    """)
                .bind("integration", integration)
                .bind("until", until)
                .bind("now", now)
                .bind("most", most)
                .map((rs, context) -> assignments.put(rs.getString(1), rs.getObject(2, UUID.class)))
                .list());
    return assignments.isEmpty()
        ? null
        : new AttachmentChunk(integration, assignments, until, UUID.randomUUID(), null, false);
  }

  /** Stores a page of a list. */
  public void apply(AttachmentChunk chunk, List<AttachmentRow> page) {
    Map<String, AttachmentRow> rows = new LinkedHashMap<>();
    page.forEach(row -> rows.put(row.sysId(), row));
    if (rows.isEmpty()) {
      return;
    }
    database.inTransaction(
        handle -> {
          lock(handle, chunk);
          ROWS.bind(handle.createUpdate(STORE), List.copyOf(rows.values()))
              .bind("integration", chunk.integration())
              .bind("reading", chunk.reading())
              .execute();
          return trim(handle, chunk);
        });
  }

  private static int trim(Handle handle, AttachmentChunk chunk) {
    return handle
        .createUpdate(TRIM)
        .bindByType("assignments", ids(chunk.assignments().values()), UUID[].class)
        .bind("kept", KEPT)
        .execute();
  }

  /** Keeps the assignments from being deleted meanwhile, which takes their lists along. */
  private static void lock(Handle handle, AttachmentChunk chunk) {
    handle
        .createQuery(
            "select 1 from assignment where id = any (:ids) order by ticket_sys_id for key share")
        .bindByType("ids", ids(chunk.assignments().values()), UUID[].class)
        .mapTo(Integer.class)
        .list();
  }

  private static UUID[] ids(Collection<UUID> assignments) {
    return assignments.toArray(UUID[]::new);
  }

  /** Ends a reading: what was not in a list that was read as a whole is not attached any more. */
  public void read(AttachmentChunk chunk) {
    database.inTransaction(
        handle -> {
          lock(handle, chunk);
          Set<UUID> done = end(handle, chunk, "hidden = false, due_at = :at", null);
          return chunk.gaps()
              ? 0
              : handle
                  .createUpdate(
                      "delete from attachment where assignment_id = any (:done) and reading <> :reading")
                  .bindByType("done", ids(done), UUID[].class)
                  .bind("reading", chunk.reading())
                  .execute();
        });
  }

  /** Ends a reading that could not be done as it was begun: it is due again at once. */
  public void again(AttachmentChunk chunk) {
    Instant now = clock.instant();
    database.inTransaction(handle -> end(handle, chunk, "due_at = :at", now));
  }

  /**
   * Leaves lists alone for a quarter of an hour that cannot be read; an answer may also have come
   * without its body, so that they are asked for once more before that.
   */
  public void hidden(AttachmentChunk chunk) {
    String change =
        "hidden = true, due_at = cast(:at as timestamptz)"
            + " + case when hidden then interval '15 minutes' else interval '0' end";
    Instant now = clock.instant();
    database.inTransaction(handle -> end(handle, chunk, change, now));
  }

  /** Of the tickets that nobody made due meanwhile; their assignments. */
  private static Set<UUID> end(Handle handle, AttachmentChunk chunk, String change, Instant at) {
    String those =
        " where integration = :integration and ticket_sys_id = any (:tickets) and due_at = :until";
    String[] tickets = chunk.sysIds().toArray(String[]::new);
    handle
        .createQuery("select 1 from attachment_list" + those + " order by ticket_sys_id for update")
        .bind("integration", chunk.integration())
        .bindByType("tickets", tickets, String[].class)
        .bind("until", chunk.until())
        .mapTo(Integer.class)
        .list();
    return handle
        .createQuery("update attachment_list set " + change + those + " returning assignment_id")
        .bind("integration", chunk.integration())
        .bindByType("tickets", tickets, String[].class)
        .bind("until", chunk.until())
        .bindByType("at", at, Instant.class)
        .mapTo(UUID.class)
        .set();
  }

  /** Whether a list could not be read when it was last tried. */
  public boolean isHidden(String integration) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from attachment_list where integration = :integration"
                        + " and due_at is not null and hidden)")
                .bind("integration", integration)
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * The newest of an assignment, the oldest of them first.
   *
   * @param page the address of an attachment's page by its sys_id
   */
  public static List<Attachment> newest(
      Handle handle, UUID assignment, UnaryOperator<String> page) {
    return handle
        .createQuery(
            "select sys_id, name, size, content_type, sha256, author, at from attachment"
                + " where assignment_id = :assignment order by at, sys_id limit :kept")
        .bind("assignment", assignment)
        .bind("kept", KEPT)
        .map(
            (rs, context) ->
                new Attachment(
                    rs.getString("name"),
                    rs.getObject("size", Long.class),
                    rs.getString("content_type"),
                    rs.getString("sha256"),
                    rs.getString("author"),
                    rs.getTimestamp("at").toInstant(),
                    page.apply(rs.getString("sys_id"))))
        .list();
  }
}
