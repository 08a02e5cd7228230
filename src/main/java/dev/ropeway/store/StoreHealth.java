package dev.ropeway.store;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the store was reached and its schema is current, and from then on whether or not it
 * can be reached: replicas that all went out of service with it would leave callers with a refused
 * connection, where a ready one tells them when to come back.
 */
@Readiness
@ApplicationScoped
class StoreHealth implements HealthCheck {

  private final Database database;

  StoreHealth(Database database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("Store")
        .status(database.isReady())
        .withData("reachable", database.isReachable())
        .build();
  }
}
