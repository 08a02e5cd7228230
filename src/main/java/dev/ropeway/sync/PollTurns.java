package dev.ropeway.sync;

import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.throttling.Budgets;
import dev.ropeway.throttling.CallsInFlight;
import dev.ropeway.throttling.Pauses;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Whether a poll may begin when its timer fires, and what it means for the integration how it went.
 * A poll that is left out loses nothing: a later one starts where the cursor stands.
 */
@ApplicationScoped
@Named("pollTurns")
@RegisterForReflection // routes call it by name
public class PollTurns {

  private static final Logger LOG = Logger.getLogger(PollTurns.class);

  private final Pauses pauses;
  private final Budgets budgets;
  private final CallsInFlight calls;
  private final InstanceStates states;
  private final Stopping stopping;
  private final Clock clock;

  PollTurns(
      Pauses pauses,
      Budgets budgets,
      CallsInFlight calls,
      InstanceStates states,
      Stopping stopping,
      Clock clock) {
    this.pauses = pauses;
    this.budgets = budgets;
    this.calls = calls;
    this.states = states;
    this.stopping = stopping;
    this.clock = clock;
  }

  public boolean mayPoll(@ExchangeProperty("integration") String integration) {
    return mayBegin(integration, Purpose.POLL);
  }

  public boolean mayCheck(@ExchangeProperty("integration") String integration) {
    return mayBegin(integration, Purpose.IMPORT);
  }

  private boolean mayBegin(String integration, Purpose purpose) {
    if (stopping.isOrdered()) {
      return false;
    }
    Instant paused = pauses.until(integration, clock.instant());
    if (paused != null) {
      LOG.debugf(
          "no %s of %s: the integration is paused until %s", purpose.word(), integration, paused);
      return false;
    }
    if (budgets.room(integration, purpose, Map.of()) == 0) {
      LOG.debugf("no %s of %s: its rate budget is used up for now", purpose.word(), integration);
      return false;
    }
    return true;
  }

  /** An instance that answers again is called again. */
  public void wentWell(
      @ExchangeProperty("integration") String integration, @Body Sync.Report report) {
    InstanceState state = states.of(integration);
    boolean known = state.status() == InstanceState.Status.CONNECTED && state.failures() == 0;
    if (report.calls() > 0 && !known && !state.isPausedAt(clock.instant())) {
      states.works(integration, clock.instant());
    }
  }

  /**
   * What a poll meets of the instance as a whole holds deliveries up too, on all replicas.
   *
   * @param thrown with its causes: Camel's annotation for exceptions would give the deepest one
   */
  public void brokeOff(
      @ExchangeProperty("integration") String integration,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown) {
    Fault fault = Fault.of(thrown);
    LOG.warnf(
        "a poll of %s was interrupted (%s); the next poll continues where it stopped",
        integration,
        fault.kind() == Fault.Kind.OURS ? String.valueOf(thrown.getMessage()) : fault.said());
    boolean crowded = fault.kind() == Fault.Kind.CROWDED && calls.atLeast(integration);
    if (fault.concernsAll() || crowded) {
      Instant now = clock.instant();
      states.pause(integration, pauses.begin(integration, fault, now), now);
      if (fault.kind() != Fault.Kind.RATE_LIMITED && !crowded) {
        states.fails(integration, status(fault), fault.said(), now);
      }
    }
  }

  private static InstanceState.Status status(Fault fault) {
    return fault.kind() == Fault.Kind.NOT_AUTHORIZED
        ? InstanceState.Status.NOT_AUTHORIZED
        : InstanceState.Status.FAILING;
  }
}
