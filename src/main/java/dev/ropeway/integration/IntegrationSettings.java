package dev.ropeway.integration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The integrations that configuration provisions, by name. */
@ConfigMapping(prefix = "ropeway.integrations")
public interface IntegrationSettings {

  @WithParentName
  Map<String, Settings> byName();

  /** One connection to one ServiceNow instance. */
  interface Settings {

    /** Where the instance is, without a path: {@code https://acme.service-now.com}. */
    URI instanceUrl();

    Auth auth();

    /** The kind of ticket for recommendations whose rule names none. */
    @WithDefault("incident")
    String ticketType();

    /** Allows http and plain addresses: for a sandbox. */
    @WithDefault("false")
    boolean allowInsecure();

    Sync sync();

    Delivery delivery();
  }

  /** Who Ropeway is to the instance. */
  interface Auth {

    /** {@code basic} or {@code oauth-password}. */
    String type();

    String username();

    String password();

    Optional<String> clientId();

    Optional<String> clientSecret();
  }

  /** How changes are brought back. */
  interface Sync {

    /** When tickets are polled, as a Quartz expression. */
    @WithDefault("0/30 * * * * ?")
    String cron();

    /** When every open ticket is checked for still being there. */
    @WithDefault("0 17 * * * ?")
    String reconcileCron();

    /** How far before the last row seen a poll starts: longer than a transaction may run. */
    @WithDefault("90s")
    Duration overlap();

    /** Rows per page. */
    @WithDefault("1000")
    int pageSize();
  }

  /** How tickets are written. */
  interface Delivery {

    /** Calls in flight at once. */
    @WithDefault("16")
    int concurrency();

    /** The longest a call may take. */
    @WithDefault("30s")
    Duration timeout();

    /** How long a lost create may still be committed: longer than ServiceNow's 60 s quota. */
    @WithDefault("90s")
    Duration settle();

    /** After how many failed attempts of its own an assignment is parked. */
    @WithDefault("12")
    int maxAttempts();
  }
}
