package dev.ropeway.metrics;

import dev.ropeway.assignment.Backlog;
import dev.ropeway.assignment.Backlogs;
import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.authorization.Authorizations;
import dev.ropeway.integration.authorization.Authorizations.Authorization;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import dev.ropeway.store.Watch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What the store says of the whole cluster, as gauges; every replica shows the same. Looked up
 * every ten seconds and never by a scrape, so that a store that is away holds up none: what is not
 * known then is not shown.
 */
@ApplicationScoped
public class StoreGauges {

  private static final Logger LOG = Logger.getLogger(StoreGauges.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final String DISABLED = "disabled";

  private final Backlogs backlogs;
  private final InstanceStates states;
  private final Integrations integrations;
  private final Authorizations authorizations;
  private final Clock clock;
  private final Instant started;
  private final MultiGauge undelivered;
  private final MultiGauge oldest;
  private final MultiGauge parked;
  private final MultiGauge held;
  private final MultiGauge pollLag;
  private final MultiGauge status;
  private final MultiGauge refreshExpires;
  private final Watch watch = new Watch("store-gauges", EVERY, this::look);
  private volatile boolean up;

  StoreGauges(
      Backlogs backlogs,
      InstanceStates states,
      Integrations integrations,
      Authorizations authorizations,
      Clock clock,
      MeterRegistry metrics) {
    this.backlogs = backlogs;
    this.states = states;
    this.integrations = integrations;
    this.authorizations = authorizations;
    this.clock = clock;
    started = clock.instant();
    undelivered =
        gauge(metrics, "assignments.undelivered", null, "Not in ServiceNow yet, up to 10000");
    oldest = gauge(metrics, "assignments.oldest", "seconds", "How long the oldest of these waits");
    parked = gauge(metrics, "assignments.parked", null, "Refused for good: a person must look");
    held = gauge(metrics, "assignments.held", null, "New ones waiting for their rule's next day");
    pollLag = gauge(metrics, "poll.lag", "seconds", "Since the open tickets were last read");
    status = gauge(metrics, "integration.status", null, "1 for the status it has");
    refreshExpires =
        gauge(metrics, "authorization.refresh.expires", "seconds", "Until its refresh token ends");
    Gauge.builder("ropeway.store.up", () -> up ? 1 : 0)
        .description("Whether PostgreSQL could be read when this replica last looked")
        .register(metrics);
  }

  private static MultiGauge gauge(
      MeterRegistry metrics, String name, String unit, String description) {
    return MultiGauge.builder("ropeway." + name)
        .baseUnit(unit)
        .description(description)
        .register(metrics);
  }

  void start(@Observes @Priority(Watch.AFTER_CHECKS) StartupEvent event) {
    watch.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    watch.end();
  }

  /** Asks the store now; afterwards the gauges show what it said. */
  public synchronized void look() {
    Collection<Integration> all = integrations.all();
    Instant now = clock.instant();
    try {
      Map<String, Backlog> standing =
          backlogs.of(all.stream().map(Integration::name).toList(), now, started);
      Map<String, InstanceState> known = states.all();
      Rows rows = new Rows();
      for (Integration one : all) {
        rows.add(one.name(), standing.get(one.name()));
        rows.add(one, known.getOrDefault(one.name(), InstanceState.NEW));
        authorizations
            .of(one.name())
            .map(Authorization::refreshTokenExpiresAt)
            .ifPresent(end -> rows.expires.add(until(tags(one.name()), end)));
      }
      rows.show();
      up = true;
    } catch (StoreUnavailableException e) {
      new Rows().show();
      up = false;
    } catch (StoreBusyException e) {
      // What was known stands; the next look tells more.
    }
  }

  private static Tags tags(String integration) {
    return Tags.of("integration", integration);
  }

  /** Counted when it is read, so that it is right between two looks. */
  private Row<Instant> since(Tags tags, Instant then) {
    return Row.of(tags, then, time -> seconds(Duration.between(time, clock.instant())));
  }

  private Row<Instant> until(Tags tags, Instant then) {
    return Row.of(tags, then, time -> seconds(Duration.between(clock.instant(), time)));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** What one look found. */
  private final class Rows {
    private final List<Row<?>> undelivered = new ArrayList<>();
    private final List<Row<?>> oldest = new ArrayList<>();
    private final List<Row<?>> parked = new ArrayList<>();
    private final List<Row<?>> held = new ArrayList<>();
    private final List<Row<?>> lags = new ArrayList<>();
    private final List<Row<?>> statuses = new ArrayList<>();
    private final List<Row<?>> expires = new ArrayList<>();

    void add(String integration, Backlog backlog) {
      Tags tags = tags(integration);
      undelivered.add(Row.of(tags, backlog.undelivered()));
      parked.add(Row.of(tags, backlog.parked()));
      held.add(Row.of(tags, backlog.held()));
      oldest.add(backlog.oldest() == null ? Row.of(tags, 0) : since(tags, backlog.oldest()));
      if (backlog.polledAt() != null) {
        lags.add(since(tags, backlog.polledAt()));
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
      statuses.add(Row.of(tags(integration).and("status", word), word.equals(now) ? 1 : 0));
    }

    void show() {
      StoreGauges.this.undelivered.register(undelivered, true);
      StoreGauges.this.oldest.register(oldest, true);
      StoreGauges.this.parked.register(parked, true);
      StoreGauges.this.held.register(held, true);
      pollLag.register(lags, true);
      status.register(statuses, true);
      refreshExpires.register(expires, true);
    }
  }
}
