package dev.ropeway.integration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The integrations that configuration provisions, by name. */
@ConfigMapping(prefix = "ropeway.integrations")
public interface IntegrationSettings {

  @WithParentName
  Map<String, Settings> byName();

  /** One connection to one ServiceNow instance. */
  interface Settings {

    /** Where the instance is, without a path: {@code https://acme.service-now.com}. */
    URI instanceUrl();

    /** {@code production} or {@code test} (D20). */
    @WithDefault("production")
    String environment();

    /** False: nothing is delivered or polled, and everything waits (C13). */
    @WithDefault("true")
    boolean enabled();

    Auth auth();

    /** The kind of ticket for recommendations whose rule names none. */
    @WithDefault("incident")
    String ticketType();

    /** Prefixes of which a recommendation's scope or resource must have one; none: all (B04). */
    Optional<Set<String>> scope();

    /** {@code default}: Ropeway words the tickets (B06). */
    @WithDefault("default")
    String fieldMode();

    /** Makes a configuration item where none is found (E01); needs {@code cmdb.look-up-by}. */
    @WithDefault("false")
    boolean createConfigurationItems();

    /** Allows http and private addresses: for a sandbox. */
    @WithDefault("false")
    boolean allowInsecure();

    Sync sync();

    Delivery delivery();

    People people();

    Cmdb cmdb();

    Changes changes();
  }

  /** Who Ropeway is to the instance. */
  interface Auth {

    /**
     * {@code basic}, {@code api-key}, {@code certificate}, {@code oauth-password}, {@code
     * oauth-client-credentials}, {@code oauth-authorization-code} or {@code oauth-jwt-bearer}.
     */
    String type();

    /** The integration user. */
    Optional<String> username();

    Optional<String> password();

    /** Forgets the password as soon as a refresh token is held (C07, E05). */
    @WithDefault("false")
    boolean forgetPassword();

    Optional<String> apiKey();

    Optional<String> clientId();

    Optional<String> clientSecret();

    /** The instance's Refresh Token Lifespan, by which an expiry is foretold (E06). */
    @WithDefault("100d")
    Duration refreshTokenLife();

    Jwt jwt();

    /** A {@code quarkus.tls.<name>} configuration whose key store holds our certificate. */
    Optional<String> tls();
  }

  /** How the assertions of oauth-jwt-bearer are made. */
  interface Jwt {

    /** Private RSA or EC key, PEM (PKCS#8). */
    Optional<String> key();

    /** The key's id at the instance, sent as kid. */
    Optional<String> keyId();

    /** Default: the client id. */
    Optional<String> audience();
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

    /** How far back the first poll looks (E01). */
    @WithDefault("120")
    int lookBackDays();

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

    /** Tests the connection before the first delivery, which waits until nothing fails. */
    @WithDefault("true")
    boolean testFirst();
  }

  /** How people and groups are found, and who is taken instead of one who is not. */
  interface People {

    /** Takes the place of an owner whom nobody is, or of whom there are several. */
    Optional<String> fallbackAssignee();

    /** Takes the place of such a group, and of an owner that even the fallback is none for. */
    Optional<String> fallbackGroup();

    /** Takes the place of such a caller. */
    Optional<String> fallbackCaller();

    /** How long it is remembered who is meant. */
    @WithDefault("10m")
    Duration remember();

    /** How long it is remembered that nobody is, where another was taken instead. */
    @WithDefault("1m")
    Duration rememberUnknown();
  }

  /** How configuration items are found and made (E31, E01). */
  interface Cmdb {

    /**
     * By what they are looked up, the most trusted first: {@code resource-id}, {@code attribute},
     * {@code fqdn}, {@code name}, {@code ip}; none: they are not.
     */
    Optional<List<String>> lookUpBy();

    /** A column of cmdb_ci that holds the id that a cloud gives its resource. */
    Optional<String> attribute();

    /** Whether tickets get the service that their configuration item belongs to. */
    @WithDefault("true")
    boolean businessService();

    /** The class of an item that is made, by resource type. */
    Map<String, String> classes();

    /** How long it is remembered which is meant. */
    @WithDefault("1h")
    Duration remember();

    /** How long it is remembered that none is. */
    @WithDefault("5m")
    Duration rememberUnknown();
  }

  /** Hints that the instance posts when a ticket changed. */
  interface Changes {

    /** What their HMAC is made with; without it hints are refused. */
    Optional<String> secret();
  }
}
