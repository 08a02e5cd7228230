package dev.ropeway.assignment.attachments;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.notes.PostedNotes.Once;
import dev.ropeway.recommendation.Bounds;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/** The files that callers send: taken in here once, and kept until the ticket has them. */
@ApplicationScoped
public class PostedEvidence {

  /** Of one assignment, whatever became of them. */
  static final int MOST = 100;

  /** Of all that wait together. */
  static final long MOST_BYTES = 500L * 1024 * 1024;

  /** Whoever adds bytes waits for others who do, so that the sum holds. */
  private static final long LOCK = 0x65766964656e6365L;

  private final Assignments assignments;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  PostedEvidence(Assignments assignments, Clock clock) {
    this.assignments = assignments;
    this.clock = clock;
  }

  /**
   * What came of a post.
   *
   * @param added false where the file was known: of the same request, or with the same name
   */
  public record Posted(Evidence evidence, boolean added) {}

  /**
   * Takes a file for the ticket of an assignment. The same bytes under the same name are the same
   * evidence, whoever sends them. Empty if no such assignment lies within the bounds.
   *
   * @throws RefusedException when the ticket takes no files, too much waits already, or the key was
   *     used for something else
   */
  public Optional<Posted> post(UUID id, Bounds within, NewEvidence file, String who, Once once) {
    AtomicReference<Posted> posted = new AtomicReference<>();
    return assignments
        .command(
            id,
            within,
            (handle, before) -> {
              Optional<Evidence> known =
                  once == null ? Optional.empty() : repeated(handle, id, who, once);
              if (known.isEmpty()) {
                refuse(before);
                known = Evidence.same(handle, id, file.name(), file.sha256());
              }
              if (known.isPresent()) {
                posted.set(new Posted(known.get(), false));
                return null;
              }
              refuseMore(handle, before, file);
              Evidence evidence = evidence(id, file, who);
              posted.set(new Posted(evidence, true));
              add(handle, id, evidence, file.bytes(), once);
              return new Timeline.Line(
                  id, evidence.at(), who, What.CHANGED_HERE, "evidence: " + evidence.name());
            })
        .map(after -> posted.get());
  }

  private static void refuse(Assignment assignment) {
    if (!assignment.ticketType().isTask()) {
      throw new RefusedException(
          "an " + assignment.ticketType().word() + " has no attachments that Ropeway can write");
    }
    boolean over = assignment.status() == Status.CLOSED && assignment.ticket() == null;
    if (over || assignment.status() == Status.WITHDRAWN) {
      throw new RefusedException(
          "the assignment is " + assignment.status().word() + (over ? " and has no ticket" : ""));
    }
  }

  private static void refuseMore(Handle handle, Assignment assignment, NewEvidence file) {
    if (assignment.evidence().size() >= MOST) {
      throw new RefusedException("the assignment has " + MOST + " pieces of evidence already");
    }
    handle.createQuery("select pg_advisory_xact_lock(:lock)").bind("lock", LOCK).mapToMap().list();
    long waiting =
        handle
            .createQuery("select coalesce(sum(size), 0) from evidence where state = 'waiting'")
            .mapTo(Long.class)
            .one();
    if (waiting + file.bytes().length > MOST_BYTES) {
      throw new RefusedException(
          "evidence of %d MB waits to be attached to tickets, and no more is kept: try again later"
              .formatted(waiting / (1024 * 1024)));
    }
  }

  private Evidence evidence(UUID assignment, NewEvidence file, String who) {
    return new Evidence(
        ids.generate(),
        clock.instant(),
        who,
        file.name(),
        Evidence.attachedAs(assignment, file.name()),
        file.contentType(),
        file.bytes().length,
        file.sha256(),
        Evidence.State.WAITING,
        null);
  }

  /** The evidence that this request made before. */
  private static Optional<Evidence> repeated(Handle handle, UUID id, String who, Once once) {
    return once.made(handle, id, who, "evidence_id")
        .flatMap(evidence -> Evidence.one(handle, id, evidence));
  }

  private static void add(Handle handle, UUID id, Evidence evidence, byte[] bytes, Once once) {
    handle
        .createUpdate(
            """
            insert into evidence (id, assignment_id, at, author, name, content_type, size, sha256, bytes, state)
            values (:id, :assignment, :at, :author, :name, :type, :size, :sha256, :bytes, :state)
            """)
        .bind("id", evidence.id())
        .bind("assignment", id)
        .bind("at", evidence.at())
        .bind("author", evidence.by())
        .bind("name", evidence.name())
        .bind("type", evidence.contentType())
        .bind("size", evidence.size())
        .bind("sha256", evidence.sha256())
        .bind("bytes", bytes)
        .bind("state", evidence.state().word())
        .execute();
    handle
        .createUpdate(
            """
            update assignment set evidence_waiting = evidence_waiting + 1, updated_at = :now,
              next_delivery_at = case when status in ('open', 'closed') then coalesce(next_delivery_at, :now)
                else next_delivery_at end
            where id = :id
            """)
        .bind("id", id)
        .bind("now", evidence.at())
        .execute();
    if (once != null) {
      handle
          .createUpdate(
              "insert into idempotency (caller, key, request, assignment_id, evidence_id, created_at)"
                  + " values (:caller, :key, :request, :assignment, :evidence, :now)")
          .bind("caller", evidence.by())
          .bind("key", once.key())
          .bind("request", once.digest(id))
          .bind("assignment", id)
          .bind("evidence", evidence.id())
          .bind("now", evidence.at())
          .execute();
    }
  }
}
