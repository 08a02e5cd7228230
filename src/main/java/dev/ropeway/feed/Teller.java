package dev.ropeway.feed;

import dev.ropeway.assignment.StoreBusyException;
import dev.ropeway.assignment.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Tells one target, on one replica at a time, several assignments at once and of each one event
 * after the other. A target that does not take anything is left alone for longer and longer.
 */
final class Teller {

  private static final Logger LOG = Logger.getLogger("dev.ropeway.feed");

  /** Beyond the longest call: what was begun under a lease has ended when it ends. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration MAX_PAUSE = Duration.ofMinutes(10);
  private static final long TICK_MILLIS = 1000;
  private static final int AT_ONCE = 8;
  private static final int MAX_GIVEN_UP = 1000;

  private final Target target;
  private final FeedRows rows;
  private final Consumer<FeedEvent> way;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final String me = UUID.randomUUID().toString();
  private final Semaphore stopping = new Semaphore(0);
  private final ExecutorService callers;
  private final Thread thread;
  private int failures;

  /** As this replica saw it last; null while the store does not say. */
  private volatile FeedRows.Waiting waiting;

  Teller(
      Target target, FeedRows rows, Consumer<FeedEvent> way, MeterRegistry metrics, Clock clock) {
    this.target = target;
    this.rows = rows;
    this.way = way;
    this.metrics = metrics;
    this.clock = clock;
    callers = Executors.newFixedThreadPool(AT_ONCE, work -> daemon(work, "feed-" + target.name()));
    thread = daemon(this::run, "feed-" + target.name());
  }

  /** Sees how much waits, so that no scrape has to. */
  void look() {
    try {
      waiting = rows.waiting(target);
    } catch (StoreUnavailableException | StoreBusyException e) {
      waiting = null;
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    gauge(
        "ropeway.feed.waiting",
        "Events that are still to be told, up to " + FeedRows.MOST,
        FeedRows.Waiting::events);
    gauge(
        "ropeway.feed.oldest.seconds",
        "How long the oldest of them waits",
        known ->
            known.since() == null
                ? 0
                : Duration.between(known.since(), clock.instant()).toSeconds());
    thread.start();
  }

  private void gauge(String name, String what, ToDoubleFunction<FeedRows.Waiting> value) {
    Gauge.builder(
            name,
            () -> {
              FeedRows.Waiting known = waiting;
              return known == null ? Double.NaN : value.applyAsDouble(known);
            })
        .description(what)
        .tag("target", target.name())
        .register(metrics);
  }

  /** Begins nothing more. */
  void end() {
    stopping.release();
  }

  /** Waits until what is being told has ended; then another replica goes on at once. */
  void await(Duration atMost) throws InterruptedException {
    thread.join(Math.max(1, atMost.toMillis()));
    callers.shutdownNow();
  }

  private void run() {
    try {
      boolean more = false;
      while (!stopping.tryAcquire(more ? 0 : TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        more = turn();
      }
      rows.release(target, me);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException | StoreBusyException e) {
      // The lease ends by itself.
    }
  }

  /** Tells what is due; whether there may be more. */
  private boolean turn() throws InterruptedException {
    try {
      Instant now = clock.instant();
      FeedRows.Held held = rows.hold(target, me, now, LEASE.plus(target.longestCall()));
      if (held == null) {
        return false;
      }
      failures = held.failures();
      giveUp(now);
      if (held.pausedUntil() != null && held.pausedUntil().isAfter(now)) {
        return false;
      }
      // After a failure one goes first.
      List<FeedEvent> due = rows.due(target, now, failures > 0 ? 1 : AT_ONCE);
      callers.invokeAll(due.stream().map(this::telling).toList());
      return !due.isEmpty() && failures == 0;
    } catch (StoreUnavailableException | StoreBusyException e) {
      return false;
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "feed %s: a turn failed; the next is in a second", target.name());
      return false;
    }
  }

  private void giveUp(Instant now) {
    int given = rows.giveUp(target, now.minus(target.giveUpAfter()), MAX_GIVEN_UP);
    if (given > 0) {
      metrics.counter("ropeway.feed.given.up", "target", target.name()).increment(given);
      LOG.errorf(
          "feed %s: %d events that nobody took for %s are given up",
          target.name(), given, target.giveUpAfter());
    }
  }

  private Callable<Void> telling(FeedEvent event) {
    return () -> {
      try {
        way.accept(event);
        rows.told(event);
        count("told");
      } catch (StoreUnavailableException | StoreBusyException e) {
        // It was told and will be once more.
        LOG.debugf("feed %s: %s is not noted as told", target.name(), event.eventId());
      } catch (RuntimeException e) {
        refused(event, e);
      }
      return null;
    };
  }

  private void refused(FeedEvent event, RuntimeException thrown) {
    count("refused");
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof RefusedException)) {
      cause = cause.getCause();
    }
    Instant now = clock.instant();
    boolean alone = cause instanceof RefusedException refusal && refusal.isOfThisEvent();
    Duration pause = pause(alone ? event.attempts() : failures);
    LOG.warnf(
        "feed %s: %s is not taken (%s); %s again in %s",
        target.name(), event.eventId(), cause, alone ? "it is sent" : "the target is tried", pause);
    rows.refused(event, alone ? now.plus(pause) : now);
    if (!alone) {
      rows.pause(target, failures + 1, now.plus(pause));
    }
  }

  private void count(String outcome) {
    metrics.counter("ropeway.feed.events", "target", target.name(), "outcome", outcome).increment();
  }

  /** 1 s, 2 s, 4 s … to ten minutes. */
  static Duration pause(int before) {
    Duration pause = Duration.ofSeconds(1L << Math.min(before, 20));
    return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
  }
}
