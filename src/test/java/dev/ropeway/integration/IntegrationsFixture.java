package dev.ropeway.integration;

import dev.ropeway.assignment.TicketType;
import dev.ropeway.servicenow.Connections;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Integrations for tests that need one and do not care how it is reached. */
public final class IntegrationsFixture {

  private IntegrationsFixture() {}

  public static Integrations with(String name, TicketType ticketType) {
    String prefix = "ropeway.integrations." + name + ".";
    return of(
        Map.of(
            prefix + "instance-url", "https://" + name + ".example.org",
            prefix + "ticket-type", ticketType.table(),
            prefix + "auth.type", "basic",
            prefix + "auth.username", "ropeway",
            prefix + "auth.password", "ropeway"),
        new Connections());
  }

  static Integrations of(Map<String, String> settings, Connections connections) {
    return new Integrations(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(IntegrationSettings.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(IntegrationSettings.class),
        connections);
  }
}
