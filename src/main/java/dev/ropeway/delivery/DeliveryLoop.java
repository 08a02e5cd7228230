package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Deliveries;
import dev.ropeway.assignment.Deliveries.Allowance;
import dev.ropeway.assignment.Deliveries.ClaimBatch;
import dev.ropeway.assignment.Deliveries.ClaimRequest;
import dev.ropeway.assignment.DeliveryOutcome;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.check.FirstTests;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.StoreUnavailableException;
import dev.ropeway.throttling.CallsInFlight;
import dev.ropeway.throttling.Pauses;
import dev.ropeway.throttling.Stopping;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.jboss.logging.Logger;

/**
 * Keeps the workers of every integration busy: each turn records what ended and claims what is due,
 * in one transaction, so that results of many deliveries share one commit. Wakes at once when work
 * arrives here, and every second for what other replicas left or time made due.
 */
@ApplicationScoped
@Named("deliveryLoop")
@RegisterForReflection // routes call it by name
public class DeliveryLoop {

  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
  private static final long TICK_MILLIS = 1000;
  private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Deliveries deliveries;
  private final Integrations integrations;
  private final FirstTests firstTests;
  private final Pauses pauses;
  private final Failures failures;
  private final CallsInFlight calls;
  private final ReservedCalls lent;
  private final ProducerTemplate camel;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, IntegrationWorkers> workersByIntegration = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<DeliveryOutcome> ended = new ConcurrentLinkedQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final Stopping stopping;
  private Thread thread;

  /** The workers of one integration and the claims that they hold. */
  private static final class IntegrationWorkers {
    private final ThreadPoolExecutor workers;
    private final Holds holds = new Holds();
    private volatile Integration integration;

    IntegrationWorkers(Integration integration) {
      this.integration = integration;
      ThreadFactory factory = Executors.defaultThreadFactory();
      AtomicInteger number = new AtomicInteger();
      workers =
          new ThreadPoolExecutor(
              integration.concurrency(),
              integration.concurrency(),
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread worker = factory.newThread(task);
                worker.setName("delivery-" + integration.name() + "-" + number.incrementAndGet());
                worker.setDaemon(true);
                return worker;
              });
      workers.allowCoreThreadTimeOut(true);
    }

    void follow(Integration now) {
      integration = now;
    }

    /** A few more than there are workers, so that none idles while a turn commits. */
    ClaimRequest demand(int allowed, Allowance allowance, List<Claim> ended) {
      hold(allowed);
      int places = allowed + (allowed + 1) / 2 - holds.begun();
      return new ClaimRequest(
          integration.name(),
          integration.enabled() ? Math.max(0, places) : 0,
          integration.lease(),
          integration.settle(),
          allowance,
          holds.without(ended));
    }

    /** Whether claims that nobody has begun will do while the next turn is made. */
    boolean areAhead() {
      return workers.getQueue().size() > workers.getMaximumPoolSize() / 4;
    }

    /** Workers that are too many end after the call they are at. */
    private void hold(int allowed) {
      if (allowed != workers.getCorePoolSize()) {
        workers.setCorePoolSize(1);
        workers.setMaximumPoolSize(allowed);
        workers.setCorePoolSize(allowed);
      }
    }
  }

  DeliveryLoop(
      Deliveries deliveries,
      Integrations integrations,
      FirstTests firstTests,
      Pauses pauses,
      Failures failures,
      CallsInFlight calls,
      ReservedCalls lent,
      Stopping stopping,
      ProducerTemplate camel,
      Clock clock,
      MeterRegistry metrics) {
    this.deliveries = deliveries;
    this.integrations = integrations;
    this.firstTests = firstTests;
    this.pauses = pauses;
    this.failures = failures;
    this.calls = calls;
    this.lent = lent;
    this.stopping = stopping;
    this.camel = camel;
    this.clock = clock;
    this.metrics = metrics;
  }

  void start(@Observes StoreReady ready) {
    thread = new Thread(this::run, "delivery-loop");
    thread.setDaemon(true);
    thread.start();
  }

  /** Claims that were not begun go back at once, so that another replica goes on with them. */
  void windDown(@Observes ShutdownDelayInitiatedEvent event) {
    wake.release();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    wake.release();
    if (thread != null) {
      thread.join(stopping.left().toMillis() + TICK_MILLIS);
    }
  }

  void arrived(@Observes WorkArrived arrival) {
    wake.release();
  }

  /** Called at the end of the route: hands the result over to be recorded. */
  public void finish(@Variable("delivery") Delivery delivery) {
    DeliveryOutcome result = delivery.outcome();
    if (!ended(result)) {
      return;
    }
    DeliveryLog.tell(result);
    metrics
        .counter(
            "ropeway.deliveries",
            "integration",
            result.claim().integration(),
            "outcome",
            result.failure() == null ? "equal" : result.failure().reason())
        .increment();
  }

  /** The first end of a claim counts: what fails behind it makes no second one. */
  private boolean ended(DeliveryOutcome result) {
    boolean first = workers(result.claim()).holds.end(result.claim());
    if (first) {
      ended.add(result);
      lent.back(result.claim());
      wake.release();
    }
    return first;
  }

  private IntegrationWorkers workers(Claim claim) {
    return workersByIntegration.get(claim.integration());
  }

  private void giveBack(Claim claim) {
    ended(new DeliveryOutcome.Postponed(claim, clock.instant()));
  }

  private void run() {
    try {
      while (!stopping.isOrdered() || (isBusy() && !stopping.left().isZero())) {
        wake.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
        gather();
        wake.drainPermits();
        step();
      }
      step();
      int held =
          workersByIntegration.values().stream().mapToInt(workers -> workers.holds.begun()).sum();
      if (held + ended.size() > 0) {
        LOG.warnf(
            "%d deliveries did not finish within ropeway.stop.calls-within; another replica will look up"
                + " their tickets when their leases end",
            held + ended.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** While every worker has enough to do, results wait for company: a turn costs much the same. */
  private void gather() throws InterruptedException {
    long end = System.nanoTime() + GATHERING_NANOS;
    for (long left = GATHERING_NANOS;
        left > 0 && !stopping.isOrdered() && areAhead();
        left = end - System.nanoTime()) {
      wake.tryAcquire(left, TimeUnit.NANOSECONDS);
    }
  }

  private boolean areAhead() {
    return !ended.isEmpty()
        && ended.stream().map(one -> workers(one.claim())).allMatch(IntegrationWorkers::areAhead);
  }

  private void step() {
    try {
      if (stopping.isOrdered()) {
        giveBackUnbegun();
        turn(List.of());
      } else {
        turn(workersByIntegration());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("a run of the delivery loop failed; the next run follows", e);
    }
  }

  private boolean isBusy() {
    return !ended.isEmpty()
        || workersByIntegration.values().stream().anyMatch(workers -> workers.holds.begun() > 0);
  }

  /** Only the loop hands work out, so none is added behind its back. */
  private void giveBackUnbegun() {
    for (IntegrationWorkers workers : workersByIntegration.values()) {
      List<Runnable> unbegun = new ArrayList<>();
      workers.workers.getQueue().drainTo(unbegun);
      unbegun.forEach(task -> giveBack(((DeliveryAttempt) task).claim()));
    }
  }

  /** The lanes that may be lent something. */
  private List<IntegrationWorkers> workersByIntegration() {
    for (Integration one : integrations.all()) {
      workersByIntegration
          .computeIfAbsent(one.name(), name -> new IntegrationWorkers(one))
          .follow(one);
    }
    workersByIntegration
        .values()
        .removeIf(workers -> isGone(workers) && workers.holds.without(List.of()).isEmpty());
    return workersByIntegration.values().stream()
        .filter(workers -> !isGone(workers) && firstTests.passed(workers.integration))
        .toList();
  }

  private ClaimRequest demand(IntegrationWorkers workers, List<Claim> ended) {
    String name = workers.integration.name();
    return workers.demand(
        calls.allowed(name, workers.integration.concurrency()), lent.allowance(name), ended);
  }

  private boolean isGone(IntegrationWorkers workers) {
    return integrations.find(workers.integration.name()).isEmpty();
  }

  private void turn(List<IntegrationWorkers> open) {
    List<DeliveryOutcome> results = new ArrayList<>();
    for (DeliveryOutcome one = ended.poll(); one != null; one = ended.poll()) {
      results.add(one);
    }
    List<Claim> through = results.stream().map(DeliveryOutcome::claim).toList();
    List<ClaimRequest> demands = open.stream().map(workers -> demand(workers, through)).toList();
    reportOverdue();
    if (results.isEmpty() && demands.stream().allMatch(demand -> demand.places() == 0)) {
      return;
    }
    try {
      ClaimBatch turn = deliveries.turn(results, demands, clock.instant());
      through.forEach(this::forget);
      pauses.learn(turn.states());
      turn.stale().forEach(DeliveryLog::lost);
      turn.claims().forEach(this::hand);
      if (!turn.claims().isEmpty()) {
        // There may be more than fitted; look again as soon as places are free.
        wake.release();
      }
    } catch (StoreUnavailableException | StoreBusyException e) {
      ended.addAll(results);
    } catch (RuntimeException e) {
      recordOneByOne(results, e);
    }
  }

  private void forget(Claim claim) {
    workers(claim).holds.forget(claim);
  }

  /** Nothing here takes them from their workers; who waits for a ticket should know why. */
  private void reportOverdue() {
    Instant now = clock.instant();
    for (IntegrationWorkers workers : workersByIntegration.values()) {
      workers
          .holds
          .overdue(now)
          .forEach(
              claim ->
                  LOG.warnf(
                      "assignment %s: its delivery takes longer than its lease; this replica starts it again only"
                          + " after it ends",
                      claim.id()));
    }
  }

  /** One result that cannot be recorded must not keep the others from it. */
  private void recordOneByOne(List<DeliveryOutcome> results, RuntimeException first) {
    LOG.error("a run of the delivery loop failed; its results are recorded one by one", first);
    Instant now = clock.instant();
    for (DeliveryOutcome result : results) {
      try {
        deliveries.turn(List.of(result), List.of(), now);
        forget(result.claim());
      } catch (StoreUnavailableException | StoreBusyException e) {
        ended.add(result);
      } catch (RuntimeException e) {
        recordBroken(result, e, now);
      }
    }
  }

  /** Delivering it again would end the same way: it is parked, if that can be recorded. */
  private void recordBroken(DeliveryOutcome result, RuntimeException why, Instant now) {
    Claim claim = result.claim();
    LOG.errorf(why, "assignment %s: the result cannot be recorded; parked", claim.id());
    try {
      deliveries.turn(List.of(failures.broken(claim, why)), List.of(), now);
      forget(claim);
    } catch (StoreUnavailableException | StoreBusyException e) {
      ended.add(result);
    } catch (RuntimeException e) {
      forget(claim);
      LOG.errorf(
          e,
          "assignment %s: it cannot be parked; it will be delivered again when its lease ends",
          claim.id());
    }
  }

  private void hand(Claim claim) {
    IntegrationWorkers workers = workers(claim);
    workers.holds.begin(claim);
    lent.out(claim);
    workers.workers.execute(new DeliveryAttempt(claim, this::deliver, this::broken, this::letGo));
  }

  private void deliver(Claim claim) {
    if (stopping.isOrdered()) {
      giveBack(claim);
    } else {
      camel.sendBody("direct:deliver-assignment", claim);
    }
  }

  private void broken(Claim claim, Throwable thrown) {
    LOG.errorf(thrown, "assignment %s: the delivery route failed; parked", claim.id());
    ended(failures.broken(claim, thrown));
  }

  /** A claim without any end would be held for ever. */
  private void letGo(Claim claim) {
    Holds holds = workers(claim).holds;
    if (holds.end(claim)) {
      holds.forget(claim);
      lent.back(claim);
      wake.release();
      LOG.errorf(
          "assignment %s: the delivery ended without a result; it will start again when its lease ends",
          claim.id());
    }
  }
}
