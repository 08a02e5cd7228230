package dev.ropeway.assignment.attachments;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.notes.Postings;
import dev.ropeway.store.Database;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The evidence that tickets are still to get, with its bytes until they have it. */
@ApplicationScoped
public class EvidenceToSend implements Postings {

  private static final int LONGEST_DETAIL = 2000;

  private static final String GIVE_UP =
      """
      with over as (
        select e.id, a.id as assignment_id, a.status from evidence e join assignment a on a.id = e.assignment_id
        where a.integration = :integration and e.state = 'waiting'
          and (a.status = 'withdrawn' or (a.status = 'closed' and a.ticket_sys_id is null))),
      refused as (
        update evidence e set state = 'refused', bytes = null, detail = 'the assignment is ' || over.status
        from over where e.id = over.id)
      update assignment set evidence_waiting = 0 where id in (select assignment_id from over)
      """;

  private final Database database;
  private final Clock clock;

  EvidenceToSend(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A file as the ticket is to get it.
   *
   * @param name that it is to have on the ticket
   * @param wrong the sys_id of an attachment with other bytes, which is to be deleted; null for
   *     none
   * @param mismatches how often the instance stored other bytes
   * @param triedAt when it was sent without a known end; null where it was not
   */
  public record Waiting(
      UUID id,
      String name,
      String contentType,
      int size,
      String sha256,
      String wrong,
      int mismatches,
      Instant triedAt) {}

  /** The oldest that waits. */
  public Optional<Waiting> next(UUID assignment) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select id, name, content_type, size, sha256, attachment, mismatches, tried_at from evidence"
                        + " where assignment_id = :assignment and state = 'waiting' order by id limit 1")
                .bind("assignment", assignment)
                .map(
                    (rs, context) -> {
                      Timestamp tried = rs.getTimestamp("tried_at");
                      return new Waiting(
                          rs.getObject("id", UUID.class),
                          Evidence.attachedAs(assignment, rs.getString("name")),
                          rs.getString("content_type"),
                          rs.getInt("size"),
                          rs.getString("sha256"),
                          rs.getString("attachment"),
                          rs.getInt("mismatches"),
                          tried == null ? null : tried.toInstant());
                    })
                .findOne());
  }

  public byte[] bytes(UUID evidence) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select bytes from evidence where id = :id")
                .bind("id", evidence)
                .mapTo(byte[].class)
                .one());
  }

  /** Remembers that it is about to be sent; false where another worker has the claim by now. */
  public boolean tries(Claim claim, UUID evidence) {
    return mark(claim, evidence, clock.instant());
  }

  @Override
  public void untried(Claim claim, UUID evidence) {
    mark(claim, evidence, null);
  }

  private boolean mark(Claim claim, UUID evidence, Instant at) {
    return database.inTransaction(handle -> Postings.mark(handle, "evidence", claim, evidence, at));
  }

  /** The instance stores other bytes under this sys_id: they are to be deleted. */
  public void mismatched(UUID evidence, String sysId) {
    change(evidence, "attachment = :sysId, mismatches = mismatches + 1", sysId);
  }

  /** What the instance stored wrongly is gone. */
  public void deleted(UUID evidence) {
    change(evidence, "attachment = null, tried_at = null", null);
  }

  private void change(UUID evidence, String set, String sysId) {
    database.inTransaction(
        handle -> {
          var update =
              handle.createUpdate(
                  "update evidence set " + set + " where id = :id and state = 'waiting'");
          return (sysId == null ? update : update.bind("sysId", sysId))
              .bind("id", evidence)
              .execute();
        });
  }

  /**
   * The ticket has it.
   *
   * @param sysId of the attachment
   * @param uncompared what could not be compared; null for nothing
   */
  public void attached(UUID assignment, UUID evidence, String sysId, String uncompared) {
    database.inTransaction(
        handle -> {
          Postings.lock(handle, assignment);
          become(handle, assignment, evidence, Evidence.State.ATTACHED, uncompared, sysId);
          return null;
        });
  }

  @Override
  public void refused(UUID assignment, UUID evidence, String why) {
    database.inTransaction(
        handle -> {
          Postings.lock(handle, assignment);
          String detail = Text.cut(Text.clean(why), LONGEST_DETAIL);
          become(handle, assignment, evidence, Evidence.State.REFUSED, detail, null);
          Timeline.add(
              handle,
              List.of(
                  new Timeline.Line(
                      assignment,
                      clock.instant(),
                      Timeline.ROPEWAY,
                      What.WARNED,
                      "the ticket does not take evidence: " + detail)));
          return null;
        });
  }

  private static void become(
      Handle handle,
      UUID assignment,
      UUID evidence,
      Evidence.State state,
      String detail,
      String sysId) {
    handle
        .createUpdate(
            """
            with over as (
              update evidence set state = :state, detail = :detail, attachment = :sysId, bytes = null
              where id = :id and state = 'waiting' returning 1)
            update assignment set evidence_waiting = evidence_waiting - 1 where id = :assignment and exists (select from over)
            """)
        .bind("state", state.word())
        .bind("detail", detail)
        .bind("sysId", sysId)
        .bind("id", evidence)
        .bind("assignment", assignment)
        .execute();
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
                  where id in (select assignment_id from evidence where state = 'waiting')
                    and integration = :integration and evidence_waiting > 0 and next_delivery_at is null
                    and status in ('open', 'closed') and ticket_sys_id is not null
                  """)
              .bind("integration", integration)
              .bind("now", clock.instant())
              .execute();
        });
  }
}
