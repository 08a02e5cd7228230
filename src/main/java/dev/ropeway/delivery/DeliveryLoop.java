package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Deliveries;
import dev.ropeway.assignment.Deliveries.Allowance;
import dev.ropeway.assignment.Deliveries.Demand;
import dev.ropeway.assignment.Deliveries.Turn;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.StoreBusyException;
import dev.ropeway.assignment.StoreReady;
import dev.ropeway.assignment.StoreUnavailableException;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.check.FirstTests;
import dev.ropeway.pacing.CallsInFlight;
import dev.ropeway.pacing.Pauses;
import dev.ropeway.pacing.Stopping;
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
import org.apache.camel.Body;
import org.apache.camel.ProducerTemplate;
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

  private final Deliveries deliveries;
  private final Integrations integrations;
  private final FirstTests firstTests;
  private final Pauses pauses;
  private final Failures failures;
  private final CallsInFlight calls;
  private final Lent lent;
  private final ProducerTemplate camel;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<DeliveryResult> ended = new ConcurrentLinkedQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final Stopping stopping;
  private Thread thread;

  /** The workers of one integration and how many claims they hold. */
  private static final class Lane {
    private final ThreadPoolExecutor workers;
    private final AtomicInteger held = new AtomicInteger();
    private volatile Integration integration;

    Lane(Integration integration) {
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
    Demand demand(int allowed, Allowance allowance) {
      hold(allowed);
      int places = allowed + (allowed + 1) / 2 - held.get();
      return new Demand(
          integration.name(),
          integration.enabled() ? Math.max(0, places) : 0,
          integration.lease(),
          integration.settle(),
          allowance);
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
      Lent lent,
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
  public void finish(@Body Delivery delivery) {
    DeliveryLog.tell(delivery);
    DeliveryResult result = delivery.result();
    metrics
        .counter(
            "ropeway.deliveries",
            "integration",
            result.claim().integration(),
            "outcome",
            result.failure() == null ? "equal" : result.failure().reason())
        .increment();
    ended(result);
  }

  private void ended(DeliveryResult result) {
    ended.add(result);
    lanes.get(result.claim().integration()).held.decrementAndGet();
    lent.back(result.claim());
    wake.release();
  }

  private void giveBack(Work work) {
    ended(DeliveryResult.postponed(work.claim, clock.instant()));
  }

  private void run() {
    try {
      while (!stopping.isOrdered() || (isBusy() && !stopping.left().isZero())) {
        wake.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
        step();
      }
      step();
      int held = lanes.values().stream().mapToInt(lane -> lane.held.get()).sum();
      if (held + ended.size() > 0) {
        LOG.warnf(
            "%d deliveries were under way for longer than ropeway.stop.calls-within; another replica looks for"
                + " their tickets once their leases are over",
            held + ended.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    try {
      if (stopping.isOrdered()) {
        giveBackUnbegun();
        turn(List.of());
      } else {
        turn(demands());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("a turn of the delivery loop failed; the next one follows", e);
    }
  }

  private boolean isBusy() {
    return !ended.isEmpty() || lanes.values().stream().anyMatch(lane -> lane.held.get() > 0);
  }

  /** Only the loop hands work out, so none is added behind its back. */
  private void giveBackUnbegun() {
    for (Lane lane : lanes.values()) {
      List<Runnable> unbegun = new ArrayList<>();
      lane.workers.getQueue().drainTo(unbegun);
      unbegun.forEach(task -> giveBack((Work) task));
    }
  }

  private List<Demand> demands() {
    for (Integration one : integrations.all()) {
      lanes.computeIfAbsent(one.name(), name -> new Lane(one)).follow(one);
    }
    lanes.values().removeIf(lane -> isGone(lane) && lane.held.get() == 0);
    return lanes.values().stream()
        .filter(lane -> !isGone(lane) && firstTests.passed(lane.integration))
        .map(this::demand)
        .toList();
  }

  private Demand demand(Lane lane) {
    String name = lane.integration.name();
    return lane.demand(calls.allowed(name, lane.integration.concurrency()), lent.allowance(name));
  }

  private boolean isGone(Lane lane) {
    return integrations.find(lane.integration.name()).isEmpty();
  }

  private void turn(List<Demand> demands) {
    List<DeliveryResult> results = new ArrayList<>();
    for (DeliveryResult one = ended.poll(); one != null; one = ended.poll()) {
      results.add(one);
    }
    if (results.isEmpty() && demands.stream().allMatch(demand -> demand.places() == 0)) {
      return;
    }
    try {
      Turn turn = deliveries.turn(results, demands, clock.instant());
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

  /** One result that cannot be recorded must not keep the others from it. */
  private void recordOneByOne(List<DeliveryResult> results, RuntimeException first) {
    LOG.error("a turn of the delivery loop failed; its results are recorded one by one", first);
    Instant now = clock.instant();
    for (DeliveryResult result : results) {
      try {
        deliveries.turn(List.of(result), List.of(), now);
      } catch (StoreUnavailableException | StoreBusyException e) {
        ended.add(result);
      } catch (RuntimeException e) {
        LOG.errorf(
            e,
            "assignment %s: the result cannot be recorded; it is delivered again after its lease",
            result.claim().id());
      }
    }
  }

  private void hand(Claim claim) {
    Lane lane = lanes.get(claim.integration());
    lane.held.incrementAndGet();
    lent.out(claim);
    lane.workers.execute(new Work(claim));
  }

  private final class Work implements Runnable {
    private final Claim claim;

    Work(Claim claim) {
      this.claim = claim;
    }

    @Override
    public void run() {
      if (stopping.isOrdered()) {
        giveBack(this);
        return;
      }
      try {
        camel.sendBody("direct:deliver-assignment", claim);
      } catch (RuntimeException e) {
        LOG.errorf(e, "assignment %s: the delivery route failed; parked", claim.id());
        ended(failures.broken(claim, e));
      }
    }
  }
}
