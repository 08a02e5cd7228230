package dev.ropeway.integration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

    /** {@code production} or {@code test}, whose tickets are marked (D20). */
    @WithDefault("production")
    String environment();

    /** Holds new tickets of a test environment until a person releases them. */
    @WithDefault("false")
    boolean holdTest();

    /** False: nothing is delivered or polled, and everything waits (C13). */
    @WithDefault("true")
    boolean enabled();

    Auth auth();

    /** The kind of ticket for recommendations whose rule names none. */
    @WithDefault("incident")
    String ticketType();

    /** Prefixes of which a recommendation's scope or resource must have one; none: all (B04). */
    Optional<Set<String>> scope();

    /**
     * How mappings begin that nobody stored (B06): {@code default} or {@code customized}, the same
     * fields to be changed.
     */
    @WithDefault("default")
    String fieldMode();

    /** Makes a configuration item where none is found (E01); needs {@code cmdb.look-up-by}. */
    @WithDefault("false")
    boolean createConfigurationItems();

    /** Allows http and private addresses: for a sandbox. */
    @WithDefault("false")
    boolean allowInsecure();

    /** The HTTP proxy through which the instance is reached. */
    Proxy proxy();

    /** Authorities beside those that Java trusts, whose certificates are taken: PEM. */
    Optional<String> trust();

    /** A file of such certificates. */
    Optional<String> trustFile();

    Sync sync();

    Delivery delivery();

    People people();

    Cmdb cmdb();

    /** What states of tickets are called here, by ticket type and value (A07). */
    Map<String, Map<String, String>> stateLabels();

    Changes changes();

    Notes notes();

    Attachments attachments();

    WorkItems workItems();

    Activity activity();
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

  /** A proxy between Ropeway and the instance. */
  interface Proxy {

    /** Its name or address; none: the instance is reached directly. */
    Optional<String> host();

    /** Needed with a host. */
    OptionalInt port();

    Optional<String> username();

    Optional<String> password();

    /** Hosts that are reached directly; {@code *.} or a leading dot takes all below. */
    Optional<Set<String>> noProxy();
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

  /** What is said on tickets: {@code comments}, {@code work-notes} or {@code none}. */
  interface Notes {

    /** What people write there and is to be seen here. */
    @WithDefault("comments,work-notes")
    Set<String> in();

    /** What callers may post here to be written there. */
    @WithDefault("work-notes")
    Set<String> out();
  }

  /** The files of tickets. */
  interface Attachments {

    /** Lists what people attach; without it where notes are read. */
    Optional<Boolean> in();

    /** Whether callers may send files to be attached. */
    @WithDefault("false")
    boolean evidence();
  }

  /** Hints that the instance posts when a ticket changed. */
  interface Changes {

    /** What their HMAC is made with; without it hints are refused. */
    Optional<String> secret();
  }

  /** Which records of the instance are imported, whoever made them. */
  interface WorkItems {

    /** Ticket types whose tables are read (E01); none: nothing is imported. */
    Optional<List<String>> types();

    /** How far back the first import reads, at most 120 days (E01). */
    @WithDefault("30")
    int lookBackDays();

    /** When changes are imported, as a Quartz expression. */
    @WithDefault("0 0/5 * * * ?")
    String cron();

    /** When it is checked which imported records are still there. */
    @WithDefault("0 41 2 * * ?")
    String checkCron();
  }

  /** What people do on the instance. */
  interface Activity {

    /**
     * {@code logins}, {@code privileges}, {@code records}, {@code exports}, {@code deletes}; none:
     * nothing is read.
     */
    Optional<List<String>> streams();

    /** The tables whose changes {@code records} has. */
    Optional<List<String>> tables();

    /** When it is read, as a Quartz expression. */
    @WithDefault("0 0/5 * * * ?")
    String cron();

    /** When it is listed who has which role; with the stream {@code privileges}. */
    @WithDefault("0 23 3 * * ?")
    String privilegesCron();

    /** How many failed logins of one user make an alarm. */
    @WithDefault("20")
    int failedLogins();

    /** Within which time. */
    @WithDefault("10m")
    Duration failedLoginsWithin();
  }
}
