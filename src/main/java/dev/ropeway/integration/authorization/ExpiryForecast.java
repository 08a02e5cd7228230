package dev.ropeway.integration.authorization;

import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.StoreBusyException;
import dev.ropeway.assignment.StoreReady;
import dev.ropeway.assignment.StoreUnavailableException;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsChanged;
import dev.ropeway.integration.authorization.Authorizations.Authorization;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says days ahead which connection will stop working: as a gauge, and as a detail of the health.
 * Never a reason to be down: another replica would fare the same.
 */
@ApplicationScoped
@Readiness
public class ExpiryForecast implements HealthCheck {

  private static final String GAUGE = "ropeway.authorization.refresh.expires";

  private final Integrations integrations;
  private final InstanceStates states;
  private final Authorizations authorizations;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final Set<String> measured = new HashSet<>();

  ExpiryForecast(
      Integrations integrations,
      InstanceStates states,
      Authorizations authorizations,
      MeterRegistry metrics,
      Clock clock) {
    this.integrations = integrations;
    this.states = states;
    this.authorizations = authorizations;
    this.metrics = metrics;
    this.clock = clock;
  }

  void start(@Observes StoreReady ready) {
    measure();
  }

  void changed(@Observes IntegrationsChanged change) {
    measure();
  }

  private synchronized void measure() {
    for (String name : Set.copyOf(measured)) {
      if (integrations.find(name).isEmpty() && measured.remove(name)) {
        metrics.remove(metrics.get(GAUGE).tag("integration", name).meter());
      }
    }
    for (Integration one : integrations.all()) {
      if (measured.add(one.name())) {
        Gauge.builder(GAUGE, () -> secondsLeft(one.name()))
            .description("Until the refresh token expires; not a number where there is none")
            .baseUnit("seconds")
            .tag("integration", one.name())
            .register(metrics);
      }
    }
  }

  private double secondsLeft(String integration) {
    try {
      return authorizations
          .of(integration)
          .map(Authorization::refreshTokenExpiresAt)
          .map(end -> (double) Duration.between(clock.instant(), end).toSeconds())
          .orElse(Double.NaN);
    } catch (StoreUnavailableException | StoreBusyException e) {
      return Double.NaN;
    }
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("ServiceNow connections").up();
    try {
      Map<String, InstanceState> known = states.all();
      for (Integration one : integrations.all()) {
        String state = known.getOrDefault(one.name(), InstanceState.NEW).status().word();
        String warning = authorizations.of(one.name()).map(Authorization::warning).orElse(null);
        health.withData(
            one.name(),
            !one.enabled() ? "disabled" : warning == null ? state : state + ": " + warning);
      }
    } catch (StoreUnavailableException | StoreBusyException e) {
      health.withData("store", "not reachable");
    }
    return health.build();
  }
}
