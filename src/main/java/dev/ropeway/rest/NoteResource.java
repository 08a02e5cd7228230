package dev.ropeway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Made;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.notes.Note;
import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.assignment.notes.NoteText;
import dev.ropeway.assignment.notes.Notes;
import dev.ropeway.assignment.notes.PostedNotes;
import dev.ropeway.assignment.notes.PostedNotes.Once;
import dev.ropeway.assignment.notes.PostedNotes.Posted;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which callers read and post notes. */
@ApplicationScoped
@Named("noteResource")
@RegisterForReflection // routes call it by name
public class NoteResource {

  private static final int MAX_KEY = 255;

  private final Assignments assignments;
  private final Notes notes;
  private final PostedNotes posted;
  private final Contract contract = new Contract("NewNote");

  NoteResource(Assignments assignments, Notes notes, PostedNotes posted) {
    this.assignments = assignments;
    this.notes = notes;
    this.posted = posted;
  }

  public Page<Note> list(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    UUID id = found(query).id();
    Page<Note> page = notes.list(id, query.limit(), query.cursor(Notes.Place::of));
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }

  /**
   * Takes a note for a ticket; the same Idempotency-Key gives the same note.
   *
   * @return {@link Made}, or a note that is known already
   */
  public Object post(
      @Body byte[] body,
      @Header("Idempotency-Key") String key,
      @Headers Map<String, Object> headers) {
    JsonNode json = contract.require(Bodies.document(body));
    Query query = new Query(headers);
    NoteKind kind = NoteKind.of(json.path("kind").asText(NoteKind.WORK_NOTE.word()));
    String text = NoteText.plain(json.path("text").asText());
    Once once = once(key, kind.word() + "\n" + text);
    try {
      Posted outcome =
          posted
              .post(query.assignment(), query.within(), kind, text, Callers.name(headers), once)
              .orElseThrow(NoteResource::unknown);
      return outcome.added()
          ? new Made("/api/v1/assignments/" + query.assignment() + "/notes", outcome.note())
          : outcome.note();
    } catch (RefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  /** What makes a request one that is answered again; null without a key. */
  static Once once(String key, String request) {
    if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
      throw ProblemException.badField("Idempotency-Key", "must have 1 to 255 characters");
    }
    return key == null ? null : new Once(key, request);
  }

  private Assignment found(Query query) {
    return assignments.find(query.assignment(), query.within()).orElseThrow(NoteResource::unknown);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("no assignment has that id");
  }
}
