package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.FollowedUp;
import dev.ropeway.assignment.DeliveryOutcome.Parked;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.DeliveryOutcome.Retry;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.FailureNote;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.attachments.EvidenceToSend;
import dev.ropeway.assignment.notes.NotesToSend;
import dev.ropeway.assignment.notes.Postings;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.enrichment.FailedCall;
import dev.ropeway.enrichment.ReferenceResolver;
import dev.ropeway.enrichment.Resolution;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.store.Text;
import dev.ropeway.throttling.Backoff;
import dev.ropeway.throttling.CallsInFlight;
import dev.ropeway.throttling.Pauses;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExpressionEvaluationException;
import org.apache.camel.Variable;
import org.apache.camel.language.bean.RuntimeBeanExpressionException;
import org.jboss.logging.Logger;

/** Carries out what {@link Failure} decides: waits, settles, parks or closes. */
@ApplicationScoped
@Named("failures")
@RegisterForReflection // routes call it by name
public class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);

  private static final Backoff ATTEMPTS =
      new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15));

  /** About as long as a node takes to work a full queue off. */
  private static final Backoff CROWDED = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(2));

  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(90);

  /** A look-up of a reference is tried so often before the ticket goes without. */
  private static final int LOOK_UPS = 2;

  /** Refusals of an end that a work note can answer. */
  private static final Set<Failure> STATE_MODEL =
      Set.of(
          Failure.DATA_POLICY,
          Failure.BUSINESS_RULE,
          Failure.BAD_REQUEST,
          Failure.NOT_ALLOWED,
          Failure.MAYBE_HIDDEN);

  private final Integrations integrations;
  private final Pauses pauses;
  private final CallsInFlight calls;
  private final ReferenceResolver resolver;
  private final NotesToSend notes;
  private final EvidenceToSend files;
  private final Clock clock;

  Failures(
      Integrations integrations,
      Pauses pauses,
      CallsInFlight calls,
      ReferenceResolver resolver,
      NotesToSend notes,
      EvidenceToSend files,
      Clock clock) {
    this.integrations = integrations;
    this.resolver = resolver;
    this.notes = notes;
    this.files = files;
    this.pauses = pauses;
    this.calls = calls;
    this.clock = clock;
  }

  /** Ends a delivery that failed; the body is the claim while it has not begun. */
  public Delivery end(
      @Variable("delivery") Delivery begun,
      @Variable("resolution") Resolution resolution,
      @Variable("note") NotesToSend.Waiting note,
      @Variable("evidence") EvidenceToSend.Waiting file,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown,
      @Body Object body) {
    Delivery delivery = begun == null ? Delivery.of((Claim) body) : begun;
    if (delivery.isDone()) {
      LOG.warnf(
          "assignment %s: a step failed after its delivery had ended; the result is unchanged (%s)",
          delivery.claim().id(), said(thrown));
      return delivery;
    }
    Fault fault = Fault.of(thrown);
    Failure failure = Failure.of(thrown, fault);
    String said = said(thrown, fault);
    if (failure == Failure.INTERNAL) {
      LOG.errorf(thrown, "assignment %s: delivery failed inside Ropeway", delivery.claim().id());
    }
    DeliveryOutcome onward =
        note != null && isOfNote(delivery.step())
            ? notPosted(delivery, notes, note.id(), failure, said)
            : file != null && isOfEvidence(delivery.step())
                ? notAttached(delivery, file, failure, said)
                : survive(delivery, resolution, failure, fault, said);
    return delivery.done(onward == null ? outcome(delivery, failure, fault, said) : onward);
  }

  /** How a delivery goes on although a step failed; null when {@link Failure} decides. */
  private DeliveryOutcome survive(
      Delivery delivery, Resolution resolution, Failure failure, Fault fault, String said) {
    return switch (delivery.step()) {
      case RESOLVE_REFERENCES ->
          resolution == null
              ? null
              : resolution.creates()
                  ? withoutItem(delivery, resolution, failure, fault, said)
                  : withoutReference(delivery, resolution, failure, said);
      case CREATE -> withOtherReferences(delivery, failure, said);
      case UPDATE -> delivery.reopening() ? notReopened(delivery, failure, said) : null;
      default -> null;
    };
  }

  private static boolean isOfNote(Step step) {
    return step == Step.FIND_NOTE || step == Step.POST_NOTE;
  }

  private static boolean isOfEvidence(Step step) {
    return step == Step.FIND_EVIDENCE || step == Step.ATTACH || step == Step.DETACH;
  }

  /** A file that is gone already needs no deletion. */
  private DeliveryOutcome notAttached(
      Delivery delivery, EvidenceToSend.Waiting file, Failure failure, String said) {
    boolean deleting = delivery.step() == Step.DETACH;
    if (deleting && failure == Failure.GONE) {
      files.deleted(file.id());
      return new Postponed(delivery.claim(), Progress.NONE, clock.instant());
    }
    String why =
        deleting
            ? "ServiceNow stored other bytes than were sent, and they cannot be deleted: " + said
            : said;
    return notPosted(delivery, files, file.id(), failure, why);
  }

  /**
   * What the ticket does not take of posted notes and files holds up nothing else. What may have
   * been taken is looked for before it is sent again.
   */
  private DeliveryOutcome notPosted(
      Delivery delivery, Postings postings, UUID posted, Failure failure, String said) {
    Claim claim = delivery.claim();
    Integration integration = integrations.named(claim.integration());
    Instant now = clock.instant();
    boolean sent = delivery.step() == Step.POST_NOTE || delivery.step() == Step.ATTACH;
    boolean found = delivery.step() == Step.FIND_NOTE || delivery.step() == Step.FIND_EVIDENCE;
    boolean open = sent && failure.next(true) == Failure.Next.SETTLE;
    Failure.Next next = failure.next(false);
    boolean refused = next == Failure.Next.PARK || next == Failure.Next.CLOSE;
    boolean enough =
        (refused || next == Failure.Next.RETRY)
            && claim.attempts() + 1 >= integration.maxAttempts();
    if (enough || (refused && !open)) {
      postings.refused(
          claim.id(),
          posted,
          found ? "whether the ticket has it cannot be found out: " + said : said);
      return new Postponed(claim, Progress.NONE, now);
    }
    if (sent && !open) {
      postings.untried(claim, posted);
    }
    return refused
        ? retry(
            delivery,
            failure.note(said, now, claim.attempts() + 1, now.plus(integration.settle())),
            null,
            null)
        : null;
  }

  private DeliveryOutcome withoutReference(
      Delivery delivery, Resolution resolution, Failure failure, String said) {
    boolean mayHeal =
        failure.next(false) == Failure.Next.RETRY && delivery.claim().attempts() < LOOK_UPS;
    return failure.endsOnlyThis() && !mayHeal && resolver.goesOnWithout(resolution, said)
        ? delivery.postponed(clock.instant())
        : null;
  }

  /** Like a ticket, a configuration item of which nobody knows may appear until it is settled. */
  private DeliveryOutcome withoutItem(
      Delivery delivery, Resolution resolution, Failure failure, Fault fault, String said) {
    if (failure == Failure.STORE_UNREACHABLE || failure == Failure.INTERNAL) {
      // The lock ends by itself, and then settles.
      return null;
    }
    FailedCall.End end =
        switch (failure.next(true)) {
          case WAIT -> FailedCall.End.NOT_MADE;
          case SETTLE ->
              failure == Failure.MAYBE_HIDDEN ? FailedCall.End.HIDDEN : FailedCall.End.UNKNOWN;
          case PARK, RETRY, CLOSE -> FailedCall.End.REFUSED;
        };
    resolver.notCreated(resolution, new FailedCall(end, fault.isUnknownTable(), said));
    Instant now = clock.instant();
    return switch (end) {
      case NOT_MADE -> null;
      case REFUSED -> delivery.postponed(now);
      case UNKNOWN, HIDDEN ->
          failure.pausesIntegration()
              ? null
              : delivery
                  .postponed(now.plus(settle(delivery.claim())))
                  .noting(What.ATTEMPT, "configuration item: " + failure.reason() + " · " + said);
    };
  }

  /** A refused record may name somebody who is no longer there: it is tried once more. */
  private DeliveryOutcome withOtherReferences(Delivery delivery, Failure failure, String said) {
    boolean refused =
        failure == Failure.DATA_POLICY
            || failure == Failure.BUSINESS_RULE
            || failure == Failure.BAD_REQUEST;
    return refused
            && resolver.doubt(ResolveReferences.wanted(delivery), delivery.doing().references())
        ? delivery
            .postponed(clock.instant())
            .noting(
                What.ATTEMPT,
                failure.reason()
                    + " · "
                    + said
                    + "; the people and items it names are looked up again")
        : null;
  }

  private static DeliveryOutcome notReopened(Delivery delivery, Failure failure, String said) {
    return STATE_MODEL.contains(failure)
        ? new FollowedUp(
                delivery.claim(),
                Progress.NONE.noted(delivery.claim().notes().size()),
                "the instance does not let the ticket be reopened")
            .noting(What.CHANGED_HERE, "cannot be reopened: " + said)
        : null;
  }

  /** The outcome of a delivery that could not even be ended: parked, and looked up on a retry. */
  DeliveryOutcome broken(Claim claim, Throwable thrown) {
    String said = said(thrown);
    FailureNote note = Failure.INTERNAL.note(said, clock.instant(), claim.attempts() + 1, null);
    return new Parked(claim, Progress.NONE, note, claim.leaseEnd().plus(settle(claim)), null)
        .noting(What.PARKED, Failure.INTERNAL.reason() + " · " + said);
  }

  /** The integration may be gone by now: then the longest transaction of an instance counts. */
  private Duration settle(Claim claim) {
    return integrations
        .find(claim.integration())
        .map(Integration::settle)
        .orElse(LONGEST_TRANSACTION);
  }

  private static String said(Throwable thrown, Fault fault) {
    return fault.kind() == Fault.Kind.OURS ? said(thrown) : fault.said();
  }

  /** An error of the machine often has no message, and then its kind says what happened. */
  private static String said(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CamelExecutionException
            || cause instanceof RuntimeBeanExpressionException
            || cause instanceof ExpressionEvaluationException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : Text.withoutRecords(cause.getMessage());
  }

  private DeliveryOutcome outcome(Delivery delivery, Failure thrown, Fault fault, String said) {
    Claim claim = delivery.claim();
    Integration integration = integrations.named(claim.integration());
    Instant now = clock.instant();
    Failure failure = answered(delivery, thrown);
    // Until it was looked for, what became of an earlier create stays open.
    boolean open = delivery.step() == Step.BEGIN || delivery.step() == Step.FIND;
    // A retry of an ambiguous one is a person's word that there is no ticket.
    Instant unsettled = open && failure != Failure.AMBIGUOUS_CREATE ? claim.unsettledUntil() : null;
    Instant pause =
        pausesIntegration(failure, claim) ? pauses.begin(claim.integration(), fault, now) : null;
    Failure.Next next = failure.next(delivery.creating());
    boolean waits = failure.pausesIntegration() || next == Failure.Next.WAIT;
    int attempts = claim.attempts() + (waits ? 0 : 1);
    return switch (failure.next(
        delivery.creating(), attempts, integration.maxAttempts(), claim.lastFailure())) {
      case WAIT -> {
        Instant again = pause != null ? pause : now.plus(CROWDED.after(0));
        yield retry(delivery, failure.note(said, now, attempts, again), unsettled, pause);
      }
      case RETRY -> {
        boolean other = failure == Failure.STATE_REFUSED || failure == Failure.JOURNAL_HIDDEN;
        Instant again = other ? now : now.plus(ATTEMPTS.after(claim.attempts()));
        yield retry(delivery, failure.note(said, now, attempts, again), unsettled, pause);
      }
      case SETTLE -> {
        Instant settled = now.plus(integration.settle());
        Instant again = pause != null && pause.isAfter(settled) ? pause : settled;
        FailureNote note = failure.note(said, now, attempts, again);
        // The create may have been executed: what it left blank is told now or never.
        DeliveryOutcome retry = new Retry(claim, found(delivery), note, settled, pause);
        yield attempted(delivery.creating() ? CreateTicket.warned(delivery, retry) : retry, note);
      }
      case PARK -> {
        if (claim.status() == Status.CLOSED) {
          // Only a note was to be written, and a ticket that is closed may take none any more.
          yield new Delivered(claim, Progress.NONE.noted(claim.notes().size()))
              .noting(What.WARNED, "the ticket takes no work note any more: " + said);
        }
        Instant lost =
            delivery.step() == Step.ADOPT || (delivery.creating() && next == Failure.Next.SETTLE)
                ? now.plus(integration.settle())
                : unsettled;
        FailureNote note = failure.note(said, now, attempts, null);
        yield new Parked(claim, found(delivery), note, lost, pause)
            .noting(What.PARKED, failure.reason() + " · " + said);
      }
      case CLOSE ->
          new Closed(claim, Progress.NONE, EndedBy.GONE, "the ticket is gone")
              .noting(What.CLOSED, "the ticket is gone: deleted, or hidden by an ACL");
    };
  }

  /** A refusal of one thing that we can do without is another failure than one of the whole. */
  private static Failure answered(Delivery delivery, Failure failure) {
    boolean ordered =
        delivery.step() == Step.CREATE
            && delivery.claim().ticketType().creation().way() == Way.STANDARD_CHANGE;
    if (ordered && failure == Failure.GONE) {
      return Failure.TEMPLATE_GONE;
    }
    if (!STATE_MODEL.contains(failure)) {
      return failure;
    }
    boolean noted = Failure.STATE_REFUSED.reason().equals(delivery.claim().lastFailure());
    return switch (delivery.step()) {
      case READ_NOTES -> Failure.JOURNAL_HIDDEN;
      case UPDATE -> delivery.ending() && !noted ? Failure.STATE_REFUSED : failure;
      default -> failure;
    };
  }

  private static DeliveryOutcome retry(
      Delivery delivery, FailureNote note, Instant unsettled, Instant pause) {
    return attempted(new Retry(delivery.claim(), found(delivery), note, unsettled, pause), note);
  }

  /**
   * A lost ticket that this delivery found is not forgotten by what failed after it, or the next
   * attempt would make a second one (promise 2). One that is still to be marked is found again.
   */
  private static Progress found(Delivery delivery) {
    boolean isFound =
        delivery.claim().ticketSysId() == null
            && delivery.ticket().shown() != null
            && delivery.step() != Step.ADOPT;
    return isFound ? delivery.progress() : Progress.NONE;
  }

  private static DeliveryOutcome attempted(DeliveryOutcome outcome, FailureNote note) {
    return outcome.noting(What.ATTEMPT, note.reason() + " · " + note.detail());
  }

  /**
   * Fewer calls at once help against a crowd, until there is only one: then the instance is left
   * alone for a moment.
   */
  private boolean pausesIntegration(Failure failure, Claim claim) {
    return failure.pausesIntegration()
        || (failure == Failure.CROWDED && calls.atLeast(claim.integration()));
  }
}
