package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.FailureNote;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.throttling.Backoff;
import dev.ropeway.throttling.CallsInFlight;
import dev.ropeway.throttling.Pauses;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangeProperty;
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
  private final Resolving resolving;
  private final Clock clock;

  Failures(
      Integrations integrations,
      Pauses pauses,
      CallsInFlight calls,
      Resolving resolving,
      Clock clock) {
    this.integrations = integrations;
    this.resolving = resolving;
    this.pauses = pauses;
    this.calls = calls;
    this.clock = clock;
  }

  /** Ends a conversation that broke off; the body is the claim while it has not begun. */
  public Delivery end(
      @ExchangeProperty("delivery") Delivery begun,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown,
      @Body Object body) {
    Delivery delivery = begun == null ? Delivery.unbegun((Claim) body) : begun;
    Fault fault = Fault.of(thrown);
    Failure failure = Failure.of(thrown, fault);
    if (failure == Failure.INTERNAL) {
      LOG.errorf(thrown, "assignment %s: delivery failed inside Ropeway", delivery.claim().id());
    }
    DeliveryResult onward = resolving.survive(delivery, failure, fault, said(thrown, fault));
    if (onward != null) {
      return delivery.done(onward);
    }
    if (delivery.reopening() && delivery.step() == Step.UPDATE && STATE_MODEL.contains(failure)) {
      return delivery.done(
          DeliveryResult.equal(delivery.claim())
              .ended(EndedBy.PERSON, "the instance does not let the ticket be reopened")
              .continuedElsewhere()
              .noted()
              .noting(What.CHANGED_HERE, "cannot be reopened: " + said(thrown, fault)));
    }
    if (delivery.step() == Step.READ_NOTES && STATE_MODEL.contains(failure)) {
      return delivery.done(result(delivery, Failure.JOURNAL_HIDDEN, fault, said(thrown, fault)));
    }
    boolean endRefused =
        delivery.ending()
            && delivery.step() == Step.UPDATE
            && STATE_MODEL.contains(failure)
            && !Failure.STATE_REFUSED.reason().equals(delivery.claim().lastFailure());
    return delivery.done(
        result(delivery, endRefused ? Failure.STATE_REFUSED : failure, fault, said(thrown, fault)));
  }

  /**
   * The result of a conversation that could not even be ended: parked, and looked up on a retry.
   */
  DeliveryResult broken(Claim claim, Throwable thrown) {
    Instant now = clock.instant();
    // The integration may be gone by now: then the longest transaction of an instance counts.
    Duration settle =
        integrations.find(claim.integration()).map(Integration::settle).orElse(LONGEST_TRANSACTION);
    Instant settled = claim.leaseEnd().plus(settle);
    String said = said(thrown);
    return DeliveryResult.postponed(claim, now)
        .failing(
            note(Failure.INTERNAL, said, now, claim.attempts() + 1, null),
            null,
            settled,
            claim.attempts() + 1,
            null)
        .becoming(Status.PARKED, null)
        .noting(What.PARKED, Failure.INTERNAL.reason() + " · " + said);
  }

  private static String said(Throwable thrown, Fault fault) {
    return fault.kind() == Fault.Kind.OURS ? said(thrown) : fault.said();
  }

  /** An error of the machine often has no message, and then its kind says what happened. */
  private static String said(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CamelExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private DeliveryResult result(Delivery delivery, Failure failure, Fault fault, String said) {
    Claim claim = delivery.claim();
    Integration integration = integrations.named(claim.integration());
    Instant now = clock.instant();
    // A look-up that failed leaves open what it was to settle; every other step stands after it.
    Instant unsettled = delivery.step() == Step.LOOK_UP ? claim.unsettledUntil() : null;
    Instant pause =
        pausesIntegration(failure, claim) ? pauses.begin(claim.integration(), fault, now) : null;
    DeliveryResult base = DeliveryResult.postponed(claim, now);
    Failure.Next next = failure.next(delivery.creating());
    boolean waits = failure.pausesIntegration() || next == Failure.Next.WAIT;
    int attempts = claim.attempts() + (waits ? 0 : 1);
    return switch (failure.next(
        delivery.creating(), attempts, integration.maxAttempts(), claim.lastFailure())) {
      case WAIT -> {
        Instant again = pause != null ? pause : now.plus(CROWDED.after(0));
        yield failed(base, failure, said, now, again, unsettled, attempts, pause);
      }
      case RETRY -> {
        Instant again =
            failure == Failure.STATE_REFUSED || failure == Failure.JOURNAL_HIDDEN
                ? now
                : now.plus(ATTEMPTS.after(claim.attempts()));
        yield failed(base, failure, said, now, again, unsettled, attempts, pause);
      }
      case SETTLE -> {
        Instant settled = now.plus(integration.settle());
        Instant again = pause != null && pause.isAfter(settled) ? pause : settled;
        // The create may have been executed: what it left blank is told now or never.
        DeliveryResult told = delivery.creating() ? delivery.warned(base) : base;
        yield failed(told, failure, said, now, again, settled, attempts, pause);
      }
      case PARK -> {
        if (claim.status() == Status.CLOSED) {
          // Only a note was to be written, and a ticket that is closed may take none any more.
          yield DeliveryResult.equal(claim)
              .noted()
              .noting(What.WARNED, "the ticket takes no work note any more: " + said);
        }
        Instant lost =
            delivery.creating() && next == Failure.Next.SETTLE
                ? now.plus(integration.settle())
                : unsettled;
        yield base.failing(note(failure, said, now, attempts, null), null, lost, attempts, pause)
            .becoming(Status.PARKED, null)
            .noting(What.PARKED, failure.reason() + " · " + said);
      }
      case CLOSE ->
          DeliveryResult.equal(claim)
              .ended(EndedBy.GONE, "the ticket is gone")
              .noting(What.CLOSED, "the ticket is gone: deleted, or hidden by an ACL");
    };
  }

  private static DeliveryResult failed(
      DeliveryResult base,
      Failure failure,
      String said,
      Instant now,
      Instant again,
      Instant unsettled,
      int attempts,
      Instant pause) {
    return base.failing(
            note(failure, said, now, attempts, again), again, unsettled, attempts, pause)
        .noting(What.ATTEMPT, failure.reason() + " · " + said);
  }

  static FailureNote note(
      Failure failure, String said, Instant at, int attempts, Instant nextAttemptAt) {
    return new FailureNote(failure.reason(), said, failure.advice(), at, attempts, nextAttemptAt);
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
