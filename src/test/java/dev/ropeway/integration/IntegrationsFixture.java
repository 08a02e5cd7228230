package dev.ropeway.integration;

import dev.ropeway.servicenow.Connections;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.Map;

/** Integrations for tests that need one and do not care how it is reached. */
public final class IntegrationsFixture {

  private IntegrationsFixture() {}

  public static Integrations with(String name, TicketType ticketType) {
    String prefix = "ropeway.integrations." + name + ".";
    return of(
        Map.of(
            prefix + "instance-url", "https://" + name + ".example.org",
            prefix + "ticket-type", ticketType.word(),
            prefix + "auth.type", "basic",
            prefix + "auth.username", "ropeway",
            prefix + "auth.password", "ropeway"),
        new Connections());
  }

  static Integrations of(Map<String, String> settings, Connections connections) {
    return new Integrations(
        mapped(IntegrationSettings.class, settings),
        secrets(settings),
        Shipped.types(),
        connections,
        null,
        Clock.systemUTC());
  }

  /** The secrets that such a configuration would keep. */
  public static Secrets secrets(Map<String, String> settings) {
    return new Secrets(mapped(SecretSettings.class, settings));
  }

  private static <T> T mapped(Class<T> type, Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(type)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(type);
  }
}
