package dev.ropeway.integration.authorization;

import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.authorization.Authorizations.Authorization;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says days ahead which connection will stop working, as a detail of the health. Never a reason to
 * be down: another replica would fare the same.
 */
@ApplicationScoped
@Readiness
public class ExpiryForecast implements HealthCheck {

  private final Integrations integrations;
  private final InstanceStates states;
  private final Authorizations authorizations;

  ExpiryForecast(Integrations integrations, InstanceStates states, Authorizations authorizations) {
    this.integrations = integrations;
    this.states = states;
    this.authorizations = authorizations;
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
