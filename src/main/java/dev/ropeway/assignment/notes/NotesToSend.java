package dev.ropeway.assignment.notes;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Database;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The notes that tickets are still to get: each is sent under the fence of a claim. */
@ApplicationScoped
public class NotesToSend implements Postings {

  private static final int LONGEST_DETAIL = 2000;

  private static final String GIVE_UP =
      """
      with over as (
        select n.id, n.assignment_id, a.status from note_to_send n join assignment a on a.id = n.assignment_id
        where a.integration = :integration
          and (a.status = 'withdrawn' or (a.status = 'closed' and a.ticket_sys_id is null))),
      refused as (
        update note n set state = 'refused', detail = 'the assignment is ' || over.status from over
        where n.assignment_id = over.assignment_id and n.id = over.id),
      gone as (delete from note_to_send n using over where n.id = over.id)
      update assignment set notes_waiting = 0 where id in (select assignment_id from over)
      """;

  private final Database database;
  private final Clock clock;

  NotesToSend(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A note as the ticket is to get it.
   *
   * @param triedAt when it was sent without a known end; null where it was not
   */
  public record Waiting(UUID id, NoteKind kind, String text, Instant triedAt) {}

  /** The oldest that waits. */
  public Optional<Waiting> next(UUID assignment) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select id, kind, text, tried_at from note_to_send where assignment_id = :assignment"
                        + " order by id limit 1")
                .bind("assignment", assignment)
                .map(
                    (rs, context) -> {
                      Timestamp tried = rs.getTimestamp("tried_at");
                      return new Waiting(
                          rs.getObject("id", UUID.class),
                          NoteKind.of(rs.getString("kind")),
                          rs.getString("text"),
                          tried == null ? null : tried.toInstant());
                    })
                .findOne());
  }

  /** Remembers that it is about to be sent; false where another worker has the claim by now. */
  public boolean tries(Claim claim, UUID note) {
    return mark(claim, note, clock.instant());
  }

  @Override
  public void untried(Claim claim, UUID note) {
    mark(claim, note, null);
  }

  private boolean mark(Claim claim, UUID note, Instant at) {
    return database.inTransaction(handle -> Postings.mark(handle, "note_to_send", claim, note, at));
  }

  /** The ticket has it. */
  public void written(UUID assignment, UUID note) {
    database.inTransaction(
        handle -> {
          Postings.lock(handle, assignment);
          become(handle, assignment, note, Note.State.WRITTEN, null);
          return null;
        });
  }

  @Override
  public void refused(UUID assignment, UUID note, String why) {
    database.inTransaction(
        handle -> {
          Postings.lock(handle, assignment);
          String detail = Text.cut(Text.clean(why), LONGEST_DETAIL);
          become(handle, assignment, note, Note.State.REFUSED, detail);
          Timeline.add(
              handle,
              List.of(
                  new Timeline.Line(
                      assignment,
                      clock.instant(),
                      Timeline.ROPEWAY,
                      What.WARNED,
                      "the ticket does not take a posted note: " + detail)));
          return null;
        });
  }

  private static void become(
      Handle handle, UUID assignment, UUID note, Note.State state, String detail) {
    handle
        .createUpdate(
            "update note set state = :state, detail = :detail"
                + " where assignment_id = :assignment and id = :id and state = 'waiting'")
        .bind("state", state.word())
        .bind("detail", detail)
        .bind("assignment", assignment)
        .bind("id", note)
        .execute();
    PostedNotes.dequeue(handle, assignment, note);
  }

  /**
   * Brings back what a replica of a version before did not know of, and gives up what no ticket can
   * get any more.
   */
  public void wake(String integration) {
    database.inTransaction(
        handle -> {
          handle.createUpdate(GIVE_UP).bind("integration", integration).execute();
          return handle
              .createUpdate(
                  """
                    update assignment set next_delivery_at = :now
                    where id in (select assignment_id from note_to_send) and integration = :integration
                      and notes_waiting > 0 and next_delivery_at is null and status in ('open', 'closed')
                      and ticket_sys_id is not null
                    """)
              .bind("integration", integration)
              .bind("now", clock.instant())
              .execute();
        });
  }

  /** Remembers words that Ropeway is about to write of itself. */
  public static void remember(Handle handle, UUID assignment, Collection<String> texts) {
    texts.forEach(
        text ->
            handle
                .createUpdate(
                    "insert into note_sent (assignment_id, digest) values (:assignment, :digest) on conflict do nothing")
                .bind("assignment", assignment)
                .bind("digest", NoteText.digest(text).bytes())
                .execute());
  }
}
