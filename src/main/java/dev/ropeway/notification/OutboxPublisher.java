package dev.ropeway.notification;

import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Tells one target, on one replica at a time, several assignments at once and of each one event
 * after the other. A target that does not take anything is left alone for longer and longer, up to
 * half a minute.
 */
final class OutboxPublisher {

  private static final Logger LOG = Logger.getLogger("dev.ropeway.notification");

  /** Beyond the longest call: what was begun under a lease has ended when it ends. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** The rest is for a machine that is late: of a lease so much may pass before a call begins. */
  private static final Duration BEGUN_WITHIN = Duration.ofSeconds(10);

  /** A target that is back need not wait longer to be asked. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  /** The target is there, and what it refuses it may refuse for days. */
  private static final Duration MAX_PAUSE_OF_EVENT = Duration.ofMinutes(10);

  private static final long TICK_MILLIS = 1000;
  private static final int AT_ONCE = 8;
  private static final int MAX_GIVEN_UP = 1000;

  private final Subscriber target;
  private final FeedRows rows;
  private final Consumer<FeedEvent> way;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final String me = UUID.randomUUID().toString();
  private final Semaphore stopping = new Semaphore(0);
  private final ExecutorService callers;
  private final Thread thread;

  /** Taken, without the store's knowledge yet. */
  private final Map<Long, FeedEvent> unnoted = new ConcurrentHashMap<>();

  private int failures;

  /** As this replica saw it last; null while the store does not say. */
  private volatile FeedRows.Waiting waiting;

  /**
   * @param beginBy what did not begin by then is left to the next turn
   * @param end of the lease
   */
  private record Turn(Instant beginBy, Instant end) {}

  OutboxPublisher(
      Subscriber target,
      FeedRows rows,
      Consumer<FeedEvent> way,
      MeterRegistry metrics,
      Clock clock) {
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
        "Events that are not published yet, up to " + FeedRows.MOST,
        FeedRows.Waiting::events);
    gauge(
        "ropeway.feed.oldest.seconds",
        "How long the oldest of them has waited",
        known ->
            known.since() == null
                ? 0
                : Duration.between(known.since(), clock.instant()).toSeconds());
    // At 0 from the start: an alert on an increase would miss the first burst.
    givenUp();
    thread.start();
  }

  private Counter givenUp() {
    return metrics.counter("ropeway.feed.given.up", "target", target.name());
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
      unnoted.values().forEach(this::note);
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
      Duration lease = LEASE.plus(target.longestCall());
      FeedRows.Held held = rows.hold(target, me, now, lease);
      if (held == null) {
        // Who has the target now tells them again.
        unnoted.clear();
        return false;
      }
      failures = held.failures();
      unnoted.values().forEach(this::note);
      giveUp(now);
      if (held.pausedUntil() != null && held.pausedUntil().isAfter(now)) {
        return false;
      }
      // After a failure one goes first.
      List<FeedEvent> due = rows.due(target, now, failures > 0 ? 1 : AT_ONCE);
      Turn turn = new Turn(now.plus(BEGUN_WITHIN), now.plus(lease));
      for (Future<Void> end :
          callers.invokeAll(due.stream().map(event -> telling(event, turn)).toList())) {
        end.get();
      }
      return !due.isEmpty() && failures == 0;
    } catch (StoreUnavailableException | StoreBusyException e) {
      return false;
    } catch (ExecutionException e) {
      failed(e.getCause());
      return false;
    } catch (RuntimeException | Error e) {
      failed(e);
      return false;
    }
  }

  private void failed(Throwable thrown) {
    LOG.errorf(thrown, "feed %s: a run failed; the next run is in a second", target.name());
  }

  private void giveUp(Instant now) {
    int given = rows.giveUp(target, now.minus(target.giveUpAfter()), MAX_GIVEN_UP);
    if (given > 0) {
      givenUp().increment(given);
      LOG.errorf(
          "feed %s: %d events were discarded because the target did not accept them for %s",
          target.name(), given, target.giveUpAfter());
    }
  }

  private Callable<Void> telling(FeedEvent event, Turn turn) {
    return () -> {
      if (clock.instant().isAfter(turn.beginBy())) {
        return null;
      }
      try {
        way.accept(event);
      } catch (RuntimeException e) {
        refused(event, target.isRoutes() ? PublishFailure.ofRoute(e) : PublishFailure.of(e));
        return null;
      }
      count("told");
      if (clock.instant().isAfter(turn.end())) {
        LOG.warnf(
            "feed %s: %s was accepted after the lease of this replica had ended;"
                + " another replica may have sent it again",
            target.name(), event.eventId());
      }
      noteOrRemember(event);
      return null;
    };
  }

  private void noteOrRemember(FeedEvent event) {
    try {
      rows.told(event);
    } catch (RuntimeException e) {
      unnoted.put(event.id(), event);
      LOG.warnf(
          "feed %s: %s was accepted, but the database could not record that (%s);"
              + " it is sent again if this replica stops before it can record it",
          target.name(), event.eventId(), e.getMessage());
    }
  }

  private void note(FeedEvent event) {
    rows.told(event);
    unnoted.remove(event.id());
  }

  private void refused(FeedEvent event, PublishFailure refusal) {
    count("refused");
    Instant now = clock.instant();
    Duration pause =
        refusal.isOfThisEvent()
            ? pause(event.attempts(), MAX_PAUSE_OF_EVENT)
            : pause(failures, MAX_PAUSE);
    LOG.warnf(
        "feed %s: %s %s (%s); %s again in %s",
        target.name(),
        event.eventId(),
        refusal.mayBeTaken() ? "may have been accepted and is sent again" : "was not accepted",
        refusal.why(),
        refusal.isOfThisEvent() ? "it is sent" : "the target is tried",
        pause);
    try {
      rows.refused(event, refusal.isOfThisEvent() ? now.plus(pause) : now);
      if (!refusal.isOfThisEvent()) {
        rows.pause(target, failures + 1, now.plus(pause));
      }
    } catch (StoreUnavailableException | StoreBusyException e) {
      LOG.warnf("feed %s: the database could not record that (%s)", target.name(), e.getMessage());
    }
  }

  private void count(String outcome) {
    metrics.counter("ropeway.feed.events", "target", target.name(), "outcome", outcome).increment();
  }

  /** 1 s, 2 s, 4 s … */
  static Duration pause(int before, Duration longest) {
    Duration pause = Duration.ofSeconds(1L << Math.min(before, 20));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
