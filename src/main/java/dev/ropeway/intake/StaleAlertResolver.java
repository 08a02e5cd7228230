package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.StaleAlerts;
import dev.ropeway.correlation.StaleAlerts.Repeating;
import dev.ropeway.routes.ExtensionPoints;
import dev.ropeway.store.Leases;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.Spans;
import dev.ropeway.store.StoreReady;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/**
 * Runs the route {@code resolve-stale-alerts} each minute, on one replica, while {@code
 * ropeway.sources.alertmanager.stale-after} is set, and has its steps.
 */
@ApplicationScoped
@Named("staleAlerts")
@RegisterForReflection // routes call it by name
@Startup
public class StaleAlertResolver {

  private static final Logger LOG = Logger.getLogger(StaleAlertResolver.class);
  private static final String KEY = "ropeway.sources.alertmanager.stale-after";
  private static final String NAME = "resolve-stale-alerts";
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Optional<Repeating> repeating;
  private final StaleAlerts alerts;
  private final RefusedPosts refused;
  private final ExtensionPoints extensions;
  private final Leases leases;
  private final ProducerTemplate camel;
  private final Clock clock;
  private final PeriodicTask periodicTask = new PeriodicTask(NAME, EVERY, this::look);

  StaleAlertResolver(
      SourceSettings settings,
      StaleAlerts alerts,
      RefusedPosts refused,
      ExtensionPoints extensions,
      Leases leases,
      ProducerTemplate camel,
      Clock clock) {
    this.repeating = settings.alertmanager().staleAfter().map(StaleAlertResolver::checked);
    this.alerts = alerts;
    this.refused = refused;
    this.extensions = extensions;
    this.leases = leases;
    this.camel = camel;
    this.clock = clock;
  }

  static Repeating checked(Duration staleAfter) {
    if (staleAfter.compareTo(SHORTEST) < 0 || staleAfter.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "%s is %s; set it to between 5 minutes and 365 days, for example four times Alertmanager's repeat_interval"
              .formatted(KEY, staleAfter));
    }
    return new Repeating(AlertmanagerReader.SOURCE, AlertmanagerReader.PREFIX, staleAfter);
  }

  void start(@Observes StoreReady ready) {
    if (repeating.isPresent()) {
      periodicTask.begin();
    }
  }

  void windDown(@Observes ShutdownDelayInitiatedEvent event) {
    periodicTask.end();
  }

  void stop(@Observes ShutdownEvent event) {
    periodicTask.end();
  }

  void look() {
    Repeating ours = repeating.orElseThrow();
    refused.until(ours.gap()).ifPresent(until -> alerts.missed(ours, until));
    if (leases.take(NAME, EVERY, clock.instant())) {
      run();
    }
  }

  private void run() {
    try {
      camel.sendBody("direct:" + NAME, null);
    } catch (CamelExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * A page of the alerts that are to be resolved. None while a route of an engineer's reads the
   * events of Alertmanager: what that repeats is not known here.
   */
  public List<Candidate> due() {
    if (repeating.isEmpty() || extensions.sources().contains(AlertmanagerReader.SOURCE)) {
      return List.of();
    }
    Repeating ours = repeating.get();
    String reason =
        "Alertmanager has not repeated this alert for " + Spans.words(ours.staleAfter());
    return alerts.look(ours, reason, clock.instant());
  }

  public boolean areThere(@Body List<Candidate> page) {
    return !page.isEmpty();
  }

  /** Those that could not be resolved are looked at again after another such time. */
  public void finish(@ExchangeProperty("stale") List<Candidate> page) {
    LOG.infof(
        "%d alerts that Alertmanager has not repeated for %s were checked",
        page.size(), Spans.words(repeating.orElseThrow().staleAfter()));
    alerts.postpone(
        repeating.orElseThrow(),
        page.stream().map(one -> one.recommendation().id()).toList(),
        clock.instant());
  }
}
