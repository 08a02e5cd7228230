package dev.ropeway.assignment.notes;

import dev.ropeway.assignment.Page;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Reads the notes of an assignment. */
@ApplicationScoped
public class Notes {

  /** An assignment shows so many of its newest. */
  private static final int SHOWN = 1000;

  /** Of one page; one note is shown however long it is. */
  private static final int CHARACTERS = 2_000_000;

  private static final int FETCHED = 50;

  private static final String SELECT =
      "select id, at, author, email, kind, text, origin, state, detail from note where assignment_id = :assignment";

  private final Database database;

  Notes(Database database) {
    this.database = database;
  }

  /** Where a page ended. */
  public record Place(Instant at, UUID id) {

    @Override
    public String toString() {
      return at + " " + id;
    }

    /** The same place out of its text. */
    public static Place of(String text) {
      String[] parts = text.split(" ", 2);
      return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    }
  }

  /** A page of the notes of an assignment, the newest first. */
  public Page<Note> list(UUID assignment, int limit, Place before) {
    return database.inTransaction(handle -> page(handle, assignment, limit, before));
  }

  /** The newest, the oldest of them first. */
  public static List<Note> newest(Handle handle, UUID assignment) {
    List<Note> notes = new ArrayList<>(page(handle, assignment, SHOWN, null).items());
    Collections.reverse(notes);
    return notes;
  }

  private static Page<Note> page(Handle handle, UUID assignment, int limit, Place before) {
    List<Note> notes = new ArrayList<>();
    boolean more = false;
    long characters = 0;
    try (ResultIterator<Note> found =
        handle
            .createQuery(
                SELECT
                    + (before == null ? "" : " and (at, id) < (:at, :id)")
                    + " order by at desc, id desc limit :limit")
            .bind("assignment", assignment)
            .bind("at", before == null ? null : before.at())
            .bind("id", before == null ? null : before.id())
            .bind("limit", limit + 1)
            .setFetchSize(FETCHED)
            .map((rs, context) -> read(rs))
            .iterator()) {
      while (found.hasNext() && !more) {
        more = notes.size() == limit || characters > CHARACTERS;
        if (!more) {
          Note note = found.next();
          characters += note.text().length();
          notes.add(note);
        }
      }
    }
    Note last = notes.isEmpty() ? null : notes.get(notes.size() - 1);
    return new Page<>(notes, more ? new Place(last.at(), last.id()).toString() : null);
  }

  static Optional<Note> one(Handle handle, UUID assignment, UUID id) {
    return handle
        .createQuery(SELECT + " and id = :id")
        .bind("assignment", assignment)
        .bind("id", id)
        .map((rs, context) -> read(rs))
        .findFirst();
  }

  /** The posted note that such a mark names. */
  static Optional<Note> ofCode(Handle handle, UUID assignment, String code) {
    return handle
        .createQuery(SELECT + " and state is not null and right(cast(id as text), 12) = :code")
        .bind("assignment", assignment)
        .bind("code", code)
        .map((rs, context) -> read(rs))
        .findFirst();
  }

  /** The newest note with these words. */
  static Optional<Note> saying(Handle handle, UUID assignment, byte[] digest) {
    return handle
        .createQuery(SELECT + " and digest = :digest order by at desc, id desc limit 1")
        .bind("assignment", assignment)
        .bind("digest", digest)
        .map((rs, context) -> read(rs))
        .findFirst();
  }

  private static Note read(ResultSet rs) throws SQLException {
    return new Note(
        rs.getObject("id", UUID.class),
        rs.getTimestamp("at").toInstant(),
        new NoteAuthor(rs.getString("author"), rs.getString("email")),
        NoteKind.of(rs.getString("kind")),
        rs.getString("text"),
        Note.Origin.of(rs.getString("origin")),
        Note.State.of(rs.getString("state")),
        rs.getString("detail"));
  }
}
