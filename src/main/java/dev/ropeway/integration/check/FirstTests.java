package dev.ropeway.integration.check;

import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.integration.Authorized;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsChanged;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Holds the deliveries of a new integration back until a test of it found nothing that fails: at
 * the start, after every change, and again with longer and longer waits while something fails. An
 * integration that was connected once is let go for good; the pauses of deliveries do the rest.
 */
@ApplicationScoped
public class FirstTests {

  private static final Logger LOG = Logger.getLogger(FirstTests.class);
  private static final long TICK_MILLIS = 1000;
  private static final int SIDE_BY_SIDE = 4;
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Integrations integrations;
  private final InstanceStates states;
  private final TestRecords records;
  private final ConnectionTests tests;
  private final Event<WorkArrived> work;
  private final Clock clock;
  private final Map<String, Long> passed = new ConcurrentHashMap<>();
  private final Map<String, Long> tried = new ConcurrentHashMap<>();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore wake = new Semaphore(0);
  private final ThreadPoolExecutor testers;
  private volatile boolean stopping;

  FirstTests(
      Integrations integrations,
      InstanceStates states,
      TestRecords records,
      ConnectionTests tests,
      Event<WorkArrived> work,
      Clock clock) {
    this.integrations = integrations;
    this.states = states;
    this.records = records;
    this.tests = tests;
    this.work = work;
    this.clock = clock;
    testers =
        new ThreadPoolExecutor(
            SIDE_BY_SIDE,
            SIDE_BY_SIDE,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            run -> daemon(run, "first-test"));
    testers.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable run, String name) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Whether the integration's deliveries may go. */
  public boolean passed(Integration integration) {
    Long version = passed.get(integration.name());
    return !integration.testFirst() || (version != null && version == integration.version());
  }

  void start(@Observes StoreReady ready) {
    daemon(this::run, "first-tests").start();
  }

  void changed(@Observes IntegrationsChanged change) {
    wake.release();
  }

  /** Another person, another test. */
  void authorized(@Observes Authorized by) {
    passed.remove(by.integration());
    tried.remove(by.integration());
    wake.release();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    wake.release();
    testers.shutdown();
  }

  private void run() {
    while (!stopping) {
      try {
        look();
        wake.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoreUnavailableException | StoreBusyException e) {
        // The next tick looks again.
        LOG.debug("the database cannot be read for integrations that wait for their first test", e);
      } catch (RuntimeException e) {
        LOG.error("the check for integrations that wait for their first test failed", e);
      }
    }
  }

  private void look() {
    List<Integration> waiting =
        integrations.all().stream().filter(one -> one.enabled() && !passed(one)).toList();
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, InstanceState> known = states.all();
    boolean anyPassed = false;
    for (Integration one : waiting) {
      InstanceState state = known.getOrDefault(one.name(), InstanceState.NEW);
      if (state.connectedAt() != null) {
        passed.put(one.name(), one.version());
        anyPassed = true;
      } else if (isDue(one, state) && underWay.add(one.name())) {
        begin(one);
      }
    }
    if (anyPassed) {
      work.fire(new WorkArrived());
    }
  }

  /** The first time of this process or of these settings comes at once. */
  private boolean isDue(Integration integration, InstanceState state) {
    Long version = tried.get(integration.name());
    return version == null
        || version != integration.version()
        || records
            .last(integration.name())
            .map(last -> !clock.instant().isBefore(nextAfter(last.startedAt(), state.since())))
            .orElse(true);
  }

  /**
   * As long again as it has been failing, within bounds: that doubles the wait each time, and every
   * replica comes to the same without telling the others.
   */
  static Instant nextAfter(Instant lastTest, Instant failingSince) {
    Duration wait =
        failingSince == null ? SHORTEST : Duration.between(failingSince, lastTest).abs();
    if (wait.compareTo(SHORTEST) < 0) {
      wait = SHORTEST;
    }
    return lastTest.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  private void begin(Integration integration) {
    try {
      testers.execute(() -> test(integration));
    } catch (RejectedExecutionException e) {
      // Ropeway stops.
      underWay.remove(integration.name());
    }
  }

  private void test(Integration integration) {
    try {
      if (tests.tryTest(integration).isPresent()) {
        tried.put(integration.name(), integration.version());
      }
    } catch (StoreUnavailableException | StoreBusyException e) {
      LOG.debug("the database cannot be read; the next run tests again", e);
    } catch (RuntimeException e) {
      tried.put(integration.name(), integration.version());
      LOG.errorf(e, "the first test of %s was interrupted; it will run again", integration.name());
    } finally {
      underWay.remove(integration.name());
      wake.release();
    }
  }
}
