package dev.ropeway.integration;

import dev.ropeway.assignment.TicketType;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Connection.Credentials;
import dev.ropeway.servicenow.Connections;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quartz.CronExpression;

/**
 * The integrations there are. A setting that is missing or contradicts another stops the start with
 * one sentence that names the key.
 */
@ApplicationScoped
@Startup
public class Integrations {

  private static final String UNUSED = "is set although auth.type=basic does not use it";
  private static final String NEEDED = "is needed for auth.type=oauth-password";

  private final Map<String, Integration> byName = new TreeMap<>();

  Integrations(IntegrationSettings settings, Connections connections) {
    settings
        .byName()
        .forEach(
            (name, one) -> {
              byName.put(name, integration(name, one));
              Connection connection = connection(name, one);
              connections
                  .sharing(connection)
                  .ifPresent(
                      other ->
                          require(
                              false,
                              name,
                              "instance-url",
                              "is that of " + other.name() + " too: credentials go by address"));
              connections.put(connection);
            });
  }

  /** Every integration, by name. */
  public Collection<Integration> all() {
    return byName.values();
  }

  public Optional<Integration> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The integration of that name; deliveries and polls only ask for those that exist. */
  public Integration named(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no integration is named " + name));
  }

  private static Integration integration(String name, IntegrationSettings.Settings settings) {
    var delivery = settings.delivery();
    var sync = settings.sync();
    require(delivery.concurrency() > 0, name, "delivery.concurrency", "must be at least 1");
    require(delivery.maxAttempts() > 0, name, "delivery.max-attempts", "must be at least 1");
    require(
        !delivery.timeout().isNegative() && !delivery.timeout().isZero(),
        name,
        "delivery.timeout",
        "must be longer than nothing");
    require(!delivery.settle().isNegative(), name, "delivery.settle", "must not be negative");
    require(
        sync.pageSize() > 0 && sync.pageSize() <= 10_000,
        name,
        "sync.page-size",
        "must be from 1 to 10000");
    require(!sync.overlap().isNegative(), name, "sync.overlap", "must not be negative");
    require(
        CronExpression.isValidExpression(sync.cron()),
        name,
        "sync.cron",
        "is not a Quartz cron expression");
    require(
        CronExpression.isValidExpression(sync.reconcileCron()),
        name,
        "sync.reconcile-cron",
        "is not a Quartz cron expression");
    TicketType ticketType = null;
    try {
      ticketType = TicketType.of(settings.ticketType());
    } catch (IllegalArgumentException e) {
      require(false, name, "ticket-type", e.getMessage());
    }
    return new Integration(
        name,
        ticketType,
        delivery.concurrency(),
        delivery.timeout(),
        delivery.settle(),
        delivery.maxAttempts(),
        sync.cron(),
        sync.reconcileCron(),
        sync.overlap(),
        sync.pageSize());
  }

  private static Connection connection(String name, IntegrationSettings.Settings settings) {
    URI url = settings.instanceUrl();
    require(url.getHost() != null, name, "instance-url", "has no host");
    require(
        url.getRawPath() == null || url.getRawPath().isEmpty() || url.getRawPath().equals("/"),
        name,
        "instance-url",
        "must not have a path");
    require(
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
        name,
        "instance-url",
        "must be scheme, host and port and nothing else");
    require(
        "https".equals(url.getScheme())
            || (settings.allowInsecure() && "http".equals(url.getScheme())),
        name,
        "instance-url",
        "must start with https:// (http:// only with allow-insecure=true)");
    return new Connection(
        name,
        URI.create(url.getScheme() + "://" + url.getRawAuthority()),
        credentials(name, settings.auth()),
        settings.delivery().timeout());
  }

  private static Credentials credentials(String name, IntegrationSettings.Auth auth) {
    return switch (auth.type()) {
      case "basic" -> {
        require(auth.clientId().isEmpty(), name, "auth.client-id", UNUSED);
        require(auth.clientSecret().isEmpty(), name, "auth.client-secret", UNUSED);
        yield new Credentials.Basic(auth.username(), auth.password());
      }
      case "oauth-password" -> {
        require(auth.clientId().isPresent(), name, "auth.client-id", NEEDED);
        require(auth.clientSecret().isPresent(), name, "auth.client-secret", NEEDED);
        yield new Credentials.OAuthPassword(
            auth.username(), auth.password(), auth.clientId().get(), auth.clientSecret().get());
      }
      default -> {
        require(false, name, "auth.type", "must be basic or oauth-password, not " + auth.type());
        yield null;
      }
    };
  }

  private static void require(boolean holds, String integration, String key, String complaint) {
    if (!holds) {
      throw new InvalidSettingException(
          "ropeway.integrations." + integration + "." + key, complaint);
    }
  }
}
