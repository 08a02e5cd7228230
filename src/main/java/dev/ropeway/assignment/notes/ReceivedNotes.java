package dev.ropeway.assignment.notes;

import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Takes journal entries in, each once, and tells those that people wrote from what Ropeway wrote
 * itself: that comes back as nobody's note.
 */
final class ReceivedNotes {

  /** What a timeline quotes of a note. */
  private static final int QUOTED = 500;

  private static final Columns<Received> COLUMNS =
      new Columns<Received>()
          .with("assignment_id", "uuid", Received::assignment)
          .with("id", "uuid", one -> one.entry().id())
          .with("at", "timestamptz", one -> one.entry().at())
          .with("kind", "text", one -> one.entry().kind().word())
          .with("origin", "text", one -> one.origin().word())
          .with("author", "text", one -> one.author().name())
          .with("email", "text", one -> one.author().email())
          .with("text", "text", one -> one.entry().text())
          .with("digest", "text", one -> "\\x" + one.digest().hex());

  private static final String INSERT =
      "insert into note (assignment_id, id, at, kind, origin, author, email, text, digest)"
          + " select assignment_id, id, at, kind, origin, author, email, text, cast(digest as bytea) from "
          + COLUMNS.unnest("n")
          + " on conflict do nothing";

  private ReceivedNotes() {}

  /** An entry of an assignment's ticket. */
  private record Received(UUID assignment, JournalEntry entry, Digest digest, Note.Origin origin) {

    private static final NoteAuthor OURS = new NoteAuthor(Timeline.ROPEWAY, null);

    NoteAuthor author() {
      return origin == Note.Origin.ROPEWAY ? OURS : entry.author();
    }
  }

  /** A note of an assignment. */
  private record Key(UUID assignment, Object id) {}

  /** Stores what is new, and returns what timelines say of it. */
  static List<Timeline.Line> add(
      Handle handle, Map<String, UUID> assignments, List<JournalEntry> entries, Instant now) {
    List<Received> read = new ArrayList<>();
    for (JournalEntry entry : entries) {
      UUID assignment = assignments.get(entry.ticket());
      if (assignment != null) {
        read.add(
            new Received(
                assignment, entry, NoteText.digest(entry.value()), Note.Origin.SERVICENOW));
      }
    }
    if (read.isEmpty()) {
      return List.of();
    }
    UUID[] concerned = read.stream().map(Received::assignment).distinct().toArray(UUID[]::new);
    Set<Key> known = known(handle, concerned, read);
    Set<Key> sent = sent(handle, concerned);
    Map<Key, Posted> posted = posted(handle, concerned, read);
    List<Received> added = new ArrayList<>();
    read.sort(Comparator.comparing((Received one) -> one.entry().at()));
    for (Received one : read) {
      if (!known.add(new Key(one.assignment(), one.entry().id()))) {
        continue;
      }
      Optional<Posted> ours =
          NoteText.codeIn(one.entry().value())
              .map(code -> posted.get(new Key(one.assignment(), code)))
              .filter(note -> NoteText.isCopy(one.entry().value(), note.marked()));
      if (ours.isPresent()) {
        stands(handle, one, ours.get());
      } else {
        boolean wrote = sent.contains(new Key(one.assignment(), one.digest()));
        added.add(
            wrote
                ? new Received(one.assignment(), one.entry(), one.digest(), Note.Origin.ROPEWAY)
                : one);
      }
    }
    if (!added.isEmpty()) {
      COLUMNS.bind(handle.createUpdate(INSERT), added).execute();
    }
    return added.stream()
        .filter(one -> one.origin() == Note.Origin.SERVICENOW)
        .map(one -> line(one, now))
        .toList();
  }

  private static Timeline.Line line(Received one, Instant now) {
    JournalEntry entry = one.entry();
    return new Timeline.Line(
        one.assignment(),
        now,
        Timeline.SERVICENOW + entry.login(),
        What.NOTE_ADDED,
        told(entry.kind(), entry.text()),
        entry.id());
  }

  /** What a timeline says of a note. */
  static String told(NoteKind kind, String text) {
    return kind.said() + ": " + Text.cut(text, QUOTED);
  }

  private static Set<Key> known(Handle handle, UUID[] assignments, List<Received> read) {
    return new HashSet<>(
        handle
            .createQuery(
                "select assignment_id, id from note where assignment_id = any (:assignments) and id = any (:ids)")
            .bindByType("assignments", assignments, UUID[].class)
            .bindByType(
                "ids",
                read.stream().map(one -> one.entry().id()).toArray(UUID[]::new),
                UUID[].class)
            .map(
                (rs, context) ->
                    new Key(
                        rs.getObject("assignment_id", UUID.class), rs.getObject("id", UUID.class)))
            .list());
  }

  private static Set<Key> sent(Handle handle, UUID[] assignments) {
    return handle
        .createQuery(
            "select assignment_id, digest from note_sent where assignment_id = any (:assignments)")
        .bindByType("assignments", assignments, UUID[].class)
        .map(
            (rs, context) ->
                new Key(
                    rs.getObject("assignment_id", UUID.class), Digest.of(rs.getBytes("digest"))))
        .set();
  }

  /** A note that a caller posted. */
  private record Posted(UUID id, String marked) {}

  /** By the codes that the entries end with. */
  private static Map<Key, Posted> posted(Handle handle, UUID[] assignments, List<Received> read) {
    Map<Key, Posted> posted = new HashMap<>();
    String[] codes =
        read.stream()
            .flatMap(one -> NoteText.codeIn(one.entry().value()).stream())
            .distinct()
            .toArray(String[]::new);
    if (codes.length == 0) {
      return posted;
    }
    handle
        .createQuery(
            "select assignment_id, id, author, text from note where assignment_id = any (:assignments)"
                + " and state is not null and right(cast(id as text), 12) = any (:codes)")
        .bindByType("assignments", assignments, UUID[].class)
        .bindByType("codes", codes, String[].class)
        .map(
            (rs, context) -> {
              UUID id = rs.getObject("id", UUID.class);
              return posted.put(
                  new Key(rs.getObject("assignment_id", UUID.class), NoteText.code(id)),
                  new Posted(
                      id, NoteText.marked(id, rs.getString("text"), rs.getString("author"))));
            })
        .list();
    return posted;
  }

  /** The journal is the last word on whether a posted note was written. */
  private static void stands(Handle handle, Received one, Posted note) {
    handle
        .createUpdate(
            "update note set entry = :entry, state = 'written', detail = null"
                + " where assignment_id = :assignment and id = :id and entry is null")
        .bind("entry", one.entry().id())
        .bind("assignment", one.assignment())
        .bind("id", note.id())
        .execute();
    PostedNotes.dequeue(handle, one.assignment(), note.id());
  }
}
