package dev.ropeway.metrics;

import static java.util.stream.Collectors.toSet;

import dev.ropeway.activity.ActivityCursors;
import dev.ropeway.assignment.Backlog;
import dev.ropeway.assignment.Backlogs;
import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.digest.Digests;
import dev.ropeway.digest.Mailing;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.authorization.Authorizations;
import dev.ropeway.integration.authorization.Authorizations.Authorization;
import dev.ropeway.store.Horizon;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What the store says of the whole cluster, as gauges; every replica shows the same. Looked up
 * every ten seconds, or less often where that takes long, and never by a scrape, so that a store
 * that is away holds up none: what is not known then is not shown.
 */
@ApplicationScoped
public class StoreGauges {

  private static final Logger LOG = Logger.getLogger(StoreGauges.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Where a look takes long, there are fewer: they take a twentieth of the time. */
  private static final int SHARE = 20;

  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);
  private static final String DISABLED = "disabled";

  private final Backlogs backlogs;
  private final InstanceStates states;
  private final ActivityCursors activity;
  private final Integrations integrations;
  private final Authorizations authorizations;
  private final Digests digests;
  private final Mailing mailing;
  private final Clock clock;
  private final Instant started;
  private final RowsGauge undelivered;
  private final RowsGauge oldest;
  private final RowsGauge parked;
  private final RowsGauge held;
  private final RowsGauge pollLag;
  private final RowsGauge activityLag;
  private final RowsGauge status;
  private final RowsGauge refreshExpires;
  private final RowsGauge lastDigest;
  private final HorizonGauges horizons;
  private final PeriodicTask periodicTask = new PeriodicTask("store-gauges", EVERY, this::turn);
  private volatile boolean up;

  StoreGauges(
      Backlogs backlogs,
      InstanceStates states,
      ActivityCursors activity,
      Integrations integrations,
      Authorizations authorizations,
      Digests digests,
      Mailing mailing,
      Horizon horizon,
      Clock clock,
      MeterRegistry metrics) {
    this.backlogs = backlogs;
    this.states = states;
    this.activity = activity;
    this.integrations = integrations;
    this.authorizations = authorizations;
    this.digests = digests;
    this.mailing = mailing;
    this.clock = clock;
    started = clock.instant();
    undelivered =
        new RowsGauge(
            metrics,
            "assignments.undelivered",
            null,
            "Not delivered to ServiceNow yet, up to 10000");
    oldest =
        new RowsGauge(
            metrics, "assignments.oldest", "seconds", "How long the oldest of these has waited");
    parked = new RowsGauge(metrics, "assignments.parked", null, "Parked: a person must act");
    held =
        new RowsGauge(
            metrics, "assignments.held", null, "New ones that wait for their rule's next day");
    pollLag =
        new RowsGauge(metrics, "poll.lag", "seconds", "Since the open tickets were last read");
    activityLag =
        new RowsGauge(
            metrics,
            "activity.lag",
            "seconds",
            "How far back the reading of a log of the instance is");
    status = new RowsGauge(metrics, "integration.status", null, "1 for the current status");
    refreshExpires =
        new RowsGauge(
            metrics, "authorization.refresh.expires", "seconds", "Until the refresh token expires");
    lastDigest =
        new RowsGauge(
            metrics,
            "digests.last",
            "seconds",
            "Since a mail about open work was last sent, or there was nothing to tell");
    horizons = new HorizonGauges(horizon, metrics);
    Gauge.builder("ropeway.store.up", () -> up ? 1 : 0)
        .description("Whether PostgreSQL could be read at the last check")
        .register(metrics);
  }

  void start(@Observes @Priority(PeriodicTask.AFTER_CHECKS) StartupEvent event) {
    periodicTask.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    periodicTask.end();
  }

  /** A backlog is counted past all dead rows, which are many while a transaction is held open. */
  private void turn() throws InterruptedException {
    long begin = System.nanoTime();
    look();
    Duration pause = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(SHARE);
    Duration most = pause.compareTo(AT_LEAST_EVERY) < 0 ? pause : AT_LEAST_EVERY;
    if (most.compareTo(EVERY) > 0) {
      periodicTask.rest(most.minus(EVERY));
    }
  }

  /** Asks the store now; afterwards the gauges show what it said. */
  public synchronized void look() {
    Collection<Integration> all = integrations.all();
    Instant now = clock.instant();
    try {
      Map<String, Backlog> openRecommendations =
          backlogs.of(all.stream().map(Integration::name).toList(), now, started);
      Map<String, InstanceState> known = states.all();
      Rows rows = new Rows();
      for (Integration one : all) {
        rows.add(one.name(), openRecommendations.get(one.name()));
        rows.add(one, known.getOrDefault(one.name(), InstanceState.NEW));
        authorizations
            .of(one.name())
            .map(Authorization::refreshTokenExpiresAt)
            .ifPresent(end -> rows.expires.put(tags(one.name()), until(end)));
      }
      if (mailing.isOn()) {
        digests.lastTold().ifPresent(then -> rows.lastDigests.put(Tags.empty(), since(then)));
      }
      Set<String> active =
          all.stream().filter(Integration::enabled).map(Integration::name).collect(toSet());
      activity.all().stream()
          .filter(cursor -> active.contains(cursor.integration()))
          .forEach(
              cursor ->
                  rows.logs.put(
                      tags(cursor.integration()).and("log", cursor.source()),
                      since(cursor.position().completeTo())));
      rows.show();
      horizons.look(now);
      up = true;
    } catch (StoreUnavailableException e) {
      new Rows().show();
      horizons.hide();
      up = false;
    } catch (StoreBusyException e) {
      // What was known stands; the next look tells more.
    }
  }

  private static Tags tags(String integration) {
    return Tags.of("integration", integration);
  }

  /** Counted when it is read, so that it is right between two looks. */
  private Supplier<Number> since(Instant then) {
    return () -> seconds(Duration.between(then, clock.instant()));
  }

  private Supplier<Number> until(Instant then) {
    return () -> seconds(Duration.between(clock.instant(), then));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** What one look found. */
  private final class Rows {
    private final Map<Tags, Supplier<Number>> undelivered = new HashMap<>();
    private final Map<Tags, Supplier<Number>> oldest = new HashMap<>();
    private final Map<Tags, Supplier<Number>> parked = new HashMap<>();
    private final Map<Tags, Supplier<Number>> held = new HashMap<>();
    private final Map<Tags, Supplier<Number>> lags = new HashMap<>();
    private final Map<Tags, Supplier<Number>> logs = new HashMap<>();
    private final Map<Tags, Supplier<Number>> statuses = new HashMap<>();
    private final Map<Tags, Supplier<Number>> expires = new HashMap<>();
    private final Map<Tags, Supplier<Number>> lastDigests = new HashMap<>();

    void add(String integration, Backlog backlog) {
      Tags tags = tags(integration);
      undelivered.put(tags, backlog::undelivered);
      parked.put(tags, backlog::parked);
      held.put(tags, backlog::held);
      oldest.put(tags, backlog.oldest() == null ? () -> 0 : since(backlog.oldest()));
      if (backlog.polledAt() != null) {
        lags.put(tags, since(backlog.polledAt()));
      }
    }

    /** One row for each status there is, so that a query can name any. */
    void add(Integration integration, InstanceState state) {
      String now = integration.enabled() ? state.status().word() : DISABLED;
      for (InstanceState.Status one : InstanceState.Status.values()) {
        add(integration.name(), one.word(), now);
      }
      add(integration.name(), DISABLED, now);
    }

    private void add(String integration, String word, String now) {
      int value = word.equals(now) ? 1 : 0;
      statuses.put(tags(integration).and("status", word), () -> value);
    }

    void show() {
      StoreGauges.this.undelivered.show(undelivered);
      StoreGauges.this.oldest.show(oldest);
      StoreGauges.this.parked.show(parked);
      StoreGauges.this.held.show(held);
      pollLag.show(lags);
      activityLag.show(logs);
      status.show(statuses);
      refreshExpires.show(expires);
      lastDigest.show(lastDigests);
    }
  }
}
