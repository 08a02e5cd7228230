package dev.ropeway.assignment.notes;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.bulk.Asked;
import dev.ropeway.assignment.bulk.Standing;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.store.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/** What callers say on tickets: taken in here once, and kept until the ticket has it. */
@ApplicationScoped
public class PostedNotes {

  private final Assignments assignments;
  private final SentNotes sent;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  PostedNotes(Assignments assignments, SentNotes sent, Clock clock) {
    this.assignments = assignments;
    this.sent = sent;
    this.clock = clock;
  }

  /**
   * What came of a post.
   *
   * @param added false where the note was known: of the same request, or as another's
   */
  public record Posted(Note note, boolean added) {}

  /**
   * A caller's key for one request, which is answered again as it was; null for none.
   *
   * @param request what is the same in the same request
   */
  public record Once(String key, String request) {
    /** What is the same in the same request for the same assignment. */
    public byte[] digest(UUID assignment) {
      return Digest.sha256(assignment + "\n" + request);
    }

    /**
     * What the same request of a caller made before; empty for the first one.
     *
     * @param column in which it is remembered
     * @throws RefusedException when the key was used for another request
     */
    public Optional<UUID> made(Handle handle, UUID assignment, String caller, String column) {
      return handle
          .createQuery(
              "select request, "
                  + column
                  + " from idempotency where caller = :caller and key = :key")
          .bind("caller", caller)
          .bind("key", key)
          .map(
              (rs, context) -> {
                UUID made = rs.getObject(column, UUID.class);
                if (made == null || !Arrays.equals(digest(assignment), rs.getBytes("request"))) {
                  throw new RefusedException(
                      "this Idempotency-Key was already used for another request");
                }
                return made;
              })
          .findOne();
    }
  }

  /**
   * Takes a note for the ticket of an assignment. What somebody else said there already is not said
   * again: a program that carries notes between systems would go on for ever. Empty if no such
   * assignment lies within the bounds.
   *
   * @throws RefusedException when the ticket takes no notes, or the key was used for something else
   */
  public Optional<Posted> post(
      UUID id, Bounds within, NoteKind kind, String text, String who, Once once) {
    AtomicReference<Posted> posted = new AtomicReference<>();
    return assignments
        .command(
            id,
            within,
            (handle, before) -> {
              Optional<Note> known =
                  once == null ? Optional.empty() : repeated(handle, id, who, once);
              if (known.isEmpty()) {
                require(before, kind);
                known = said(handle, id, text, who);
              }
              if (known.isPresent()) {
                posted.set(new Posted(known.get(), false));
                return null;
              }
              Note note = note(kind, text, who);
              posted.set(new Posted(note, true));
              add(handle, id, note, once);
              String told = ReceivedNotes.told(kind, text);
              return new Timeline.Line(id, note.at(), who, What.NOTE_ADDED, told, note.id());
            })
        .map(after -> posted.get());
  }

  /** Why no note of that kind is taken for a ticket; null where one is. */
  public String refusal(Standing standing, NoteKind kind) {
    String refusal = sent.refusal(standing.integration(), kind);
    return refusal == null ? standing.refusal(Asked.NOTE) : refusal;
  }

  private void require(Assignment assignment, NoteKind kind) {
    String refusal = refusal(Standing.of(assignment), kind);
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
  }

  private Note note(NoteKind kind, String text, String who) {
    return new Note(
        ids.generate(),
        clock.instant(),
        new NoteAuthor(who, null),
        kind,
        text,
        Note.Origin.ROPEWAY,
        Note.State.WAITING,
        null);
  }

  /** The note that this request made before. */
  private static Optional<Note> repeated(Handle handle, UUID id, String who, Once once) {
    return once.made(handle, id, who, "note_id")
        .map(
            note ->
                Notes.one(handle, id, note)
                    .orElseThrow(
                        () ->
                            new RefusedException(
                                "the note of this Idempotency-Key was deleted; use another key")));
  }

  /** The note that says the same, if it is not this caller's. */
  private static Optional<Note> said(Handle handle, UUID id, String text, String who) {
    Optional<Note> marked =
        NoteText.codeIn(text)
            .flatMap(code -> Notes.ofCode(handle, id, code))
            .filter(
                note ->
                    NoteText.isCopy(
                        text, NoteText.marked(note.id(), note.text(), note.by().name())));
    return marked.isPresent()
        ? marked
        : Notes.saying(handle, id, NoteText.digest(text).bytes())
            .filter(
                note -> note.origin() == Note.Origin.SERVICENOW || !note.by().name().equals(who));
  }

  private static void add(Handle handle, UUID id, Note note, Once once) {
    handle
        .createUpdate(
            """
            insert into note (assignment_id, id, at, kind, origin, author, text, digest, state)
            values (:assignment, :id, :at, :kind, :origin, :author, :text, :digest, :state)
            """)
        .bind("assignment", id)
        .bind("id", note.id())
        .bind("at", note.at())
        .bind("kind", note.kind().word())
        .bind("origin", note.origin().word())
        .bind("author", note.by().name())
        .bind("text", note.text())
        .bind("digest", NoteText.digest(note.text()).bytes())
        .bind("state", note.state().word())
        .execute();
    handle
        .createUpdate(
            "insert into note_to_send (id, assignment_id, kind, text) values (:id, :assignment, :kind, :text)")
        .bind("id", note.id())
        .bind("assignment", id)
        .bind("kind", note.kind().word())
        .bind("text", NoteText.marked(note.id(), note.text(), note.by().name()))
        .execute();
    handle
        .createUpdate(
            """
            update assignment set notes_waiting = notes_waiting + 1, updated_at = :now,
              next_delivery_at = case when status in ('open', 'closed') then coalesce(next_delivery_at, :now)
                else next_delivery_at end
            where id = :id
            """)
        .bind("id", id)
        .bind("now", note.at())
        .execute();
    if (once != null) {
      handle
          .createUpdate(
              "insert into idempotency (caller, key, request, assignment_id, note_id, created_at)"
                  + " values (:caller, :key, :request, :assignment, :note, :now)")
          .bind("caller", note.by().name())
          .bind("key", once.key())
          .bind("request", once.digest(id))
          .bind("assignment", id)
          .bind("note", note.id())
          .bind("now", note.at())
          .execute();
    }
  }

  /** The ticket needs it no more. */
  static void dequeue(Handle handle, UUID assignment, UUID note) {
    handle
        .createUpdate(
            """
            with gone as (delete from note_to_send where id = :note returning 1)
            update assignment set notes_waiting = notes_waiting - 1 where id = :assignment and exists (select from gone)
            """)
        .bind("note", note)
        .bind("assignment", assignment)
        .execute();
  }
}
