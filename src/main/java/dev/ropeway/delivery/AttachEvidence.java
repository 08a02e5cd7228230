package dev.ropeway.delivery;

import dev.ropeway.assignment.attachments.EvidenceToSend;
import dev.ropeway.assignment.attachments.EvidenceToSend.Waiting;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableCall.Upload;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Variable;

/**
 * Attaches the files that callers sent, each once. One whose end is not known waits until it can no
 * longer be committed, and is then looked for by its name and hash. One that the instance stored
 * wrongly is deleted and sent once more.
 */
@ApplicationScoped
@Named("attachEvidence")
@RegisterForReflection // routes call it by name
public class AttachEvidence {

  /** Of one assignment there are fewer, wrong ones among them. */
  private static final int SEARCHED = 500;

  /** The instance may store something else so often. */
  private static final int MISMATCHES = 2;

  private static final String UNKNOWN =
      "the answer was lost, and sys_attachment cannot be read: look whether the ticket has it";

  private static final String FORBIDDEN =
      "ServiceNow answered 403, and the ticket does not have it: let the integration user attach files"
          + " to the ticket";

  private static final String CHANGED =
      "ServiceNow stored other bytes than were sent (their SHA-256 differs), twice; both were deleted";

  private final EvidenceToSend toSend;
  private final WriteGuard guard;
  private final Integrations integrations;
  private final Stopping stopping;
  private final Clock clock;

  AttachEvidence(
      EvidenceToSend toSend,
      WriteGuard guard,
      Integrations integrations,
      Stopping stopping,
      Clock clock) {
    this.toSend = toSend;
    this.guard = guard;
    this.integrations = integrations;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Whether a ticket is there for evidence that may wait. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone()
        && delivery.claim().posts()
        && delivery.table().isTask()
        && delivery.ticket().sysId() != null;
  }

  /** The evidence that is next; null when none waits. */
  public Waiting next(@Variable("delivery") Delivery delivery) {
    return delivery.isDone() ? null : toSend.next(delivery.claim().id()).orElse(null);
  }

  public boolean isUnfinished(
      @Variable("delivery") Delivery delivery, @Variable("evidence") Waiting evidence) {
    return !delivery.isDone() && evidence != null;
  }

  /** What is wrong goes first; what may still be committed is waited for. */
  public Delivery plan(
      @Variable("delivery") Delivery delivery, @Variable("evidence") Waiting evidence) {
    if (evidence.wrong() != null) {
      return delivery.at(Step.DETACH);
    }
    if (evidence.triedAt() == null) {
      if (evidence.mismatches() < MISMATCHES) {
        return delivery.at(Step.ATTACH);
      }
      toSend.refused(delivery.claim().id(), evidence.id(), CHANGED);
      return delivery.at(Step.BEGIN);
    }
    Integration integration = integrations.named(delivery.claim().integration());
    Instant settled = evidence.triedAt().plus(integration.timeout()).plus(integration.settle());
    return settled.isAfter(clock.instant())
        ? delivery.done(delivery.postponed(settled))
        : delivery.at(Step.FIND_EVIDENCE);
  }

  public boolean isToBeDeleted(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone() && delivery.step() == Step.DETACH;
  }

  public TableCall delete(
      @Variable("delivery") Delivery delivery, @Variable("evidence") Waiting evidence) {
    return delivery.call(TableCall.detach(delivery.claim().integration(), evidence.wrong()));
  }

  /** It may be sent once more. */
  public Delivery onDeleted(
      @Variable("delivery") Delivery delivery,
      @Variable("evidence") Waiting evidence,
      @Variable("answer") TableAnswer answer) {
    if (answer.received() > 0) {
      throw TableAnswer.unusable("the answer to a delete is not empty");
    }
    toSend.deleted(evidence.id());
    return delivery.at(Step.BEGIN);
  }

  /** Whether the evidence may stand on the ticket already. */
  public boolean mayBeThere(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone() && delivery.step() == Step.FIND_EVIDENCE;
  }

  public TableCall search(
      @Variable("delivery") Delivery delivery, @Variable("evidence") Waiting evidence) {
    return delivery.call(
        TableCall.list(
            delivery.claim().integration(),
            Table.SYS_ATTACHMENT,
            new EncodedQuery()
                .is("table_sys_id", delivery.ticket().sysId())
                .where("file_name", "STARTSWITH", delivery.claim().id().toString()),
            List.of("sys_id", "file_name", "size_bytes", "hash"),
            SEARCHED));
  }

  /** Found, it is compared; not found, it is to be attached. */
  public Delivery onSearch(
      @Variable("delivery") Delivery delivery,
      @Variable("evidence") Waiting evidence,
      @Variable("answer") TableAnswer answer) {
    List<TableRecord> named =
        answer.rows().stream()
            .filter(row -> row.text("file_name").equals(evidence.name()))
            .toList();
    if (!named.isEmpty()) {
      TableRecord best =
          named.stream()
              .filter(row -> row.text("hash").equalsIgnoreCase(evidence.sha256()))
              .findFirst()
              .orElse(named.get(0));
      return compare(delivery, evidence, best);
    }
    Long total = answer.headers().total();
    boolean hidden = answer.rows().size() < (total == null ? answer.received() : total);
    if (hidden || answer.received() >= SEARCHED) {
      toSend.refused(delivery.claim().id(), evidence.id(), UNKNOWN);
      return delivery.at(Step.BEGIN);
    }
    if (Failure.MAYBE_HIDDEN.reason().equals(delivery.claim().lastFailure())) {
      toSend.refused(delivery.claim().id(), evidence.id(), FORBIDDEN);
      return delivery.at(Step.BEGIN);
    }
    return delivery.at(Step.ATTACH);
  }

  public boolean isToBeAttached(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone() && delivery.step() == Step.ATTACH;
  }

  /** Records that it is about to be sent; late in the lease that is left to the next claim. */
  public Delivery record(
      @Variable("delivery") Delivery delivery, @Variable("evidence") Waiting evidence) {
    Instant now = clock.instant();
    boolean may =
        !stopping.isOrdered()
            && !guard.isTooLate(delivery.claim(), now)
            && toSend.tries(delivery.claim(), evidence.id());
    return may ? delivery : delivery.done(delivery.postponed(now));
  }

  public TableCall call(
      @Variable("delivery") Delivery delivery, @Variable("evidence") Waiting evidence) {
    return delivery.call(
        TableCall.attach(
            delivery.claim().integration(),
            delivery.table(),
            delivery.ticket().sysId(),
            new Upload(evidence.name(), evidence.contentType(), toSend.bytes(evidence.id()))));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery,
      @Variable("evidence") Waiting evidence,
      @Variable("answer") TableAnswer answer) {
    if (answer.row() == null || !SysId.matches(answer.row().sysId())) {
      throw TableAnswer.unusable("the answer does not say what was attached");
    }
    return compare(delivery, evidence, answer.row());
  }

  /** What the instance stored is what was sent, as far as it says. */
  private Delivery compare(Delivery delivery, Waiting evidence, TableRecord stored) {
    String hash = stored.text("hash");
    String size = stored.text("size_bytes");
    boolean same =
        hash.isEmpty()
            ? size.isEmpty() || size.equals(String.valueOf(evidence.size()))
            : hash.equalsIgnoreCase(evidence.sha256());
    if (same) {
      String uncompared =
          size.isEmpty()
              ? "ServiceNow said neither hash nor size: nothing was compared"
              : "ServiceNow said no hash: only the size was compared";
      toSend.attached(
          delivery.claim().id(), evidence.id(), stored.sysId(), hash.isEmpty() ? uncompared : null);
      return delivery.at(Step.BEGIN).afresh();
    }
    toSend.mismatched(evidence.id(), stored.sysId());
    return delivery.at(Step.BEGIN);
  }
}
