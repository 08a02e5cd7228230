package dev.ropeway.rest;

import dev.ropeway.rest.AboutView.Check;
import dev.ropeway.store.Replicas;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The step of the route that says what runs here. */
@ApplicationScoped
@Named("aboutResource")
@RegisterForReflection // routes call it by name
public class AboutResource {

  /** How the library that runs the routes calls what it looks at. */
  private static final Set<String> OF_ROUTES =
      Set.of("camel-routes", "camel-consumers", "context", "route-controller");

  private final Replicas replicas;
  private final SmallRyeHealthReporter health;
  private final String version;
  private final Clock clock;

  AboutResource(
      Replicas replicas,
      SmallRyeHealthReporter health,
      @ConfigProperty(name = "quarkus.application.version") String version,
      Clock clock) {
    this.replicas = replicas;
    this.health = health;
    this.version = version;
    this.clock = clock;
  }

  public AboutView show() {
    Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    SmallRyeHealth readiness = health.getReadiness();
    return new AboutView(
        version,
        Runtime.version().toString(),
        clock.instant().minus(up),
        !readiness.isDown(),
        checks(readiness),
        replicas.all());
  }

  /** What a check has seen may name what a limited caller is not to know. */
  private static List<Check> checks(SmallRyeHealth readiness) {
    Map<String, Boolean> checks = new TreeMap<>();
    readiness
        .getPayload()
        .getJsonArray("checks")
        .getValuesAs(JsonObject.class)
        .forEach(
            one ->
                checks.merge(
                    OF_ROUTES.contains(one.getString("name")) ? "Routes" : one.getString("name"),
                    one.getString("status").equals("UP"),
                    Boolean::logicalAnd));
    return checks.entrySet().stream().map(one -> new Check(one.getKey(), one.getValue())).toList();
  }
}
