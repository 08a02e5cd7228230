package dev.ropeway.sandbox.instance;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a sandbox is started with; everything that may change while it runs is in {@link
 * dev.ropeway.sandbox.faults.Faults} and {@link dev.ropeway.sandbox.Sandbox}. Immutable: each
 * {@code with…} gives a changed copy.
 */
public final class SandboxSettings {
  private static final String DEFAULT_CLIENT = "ropeway-client";
  // Everybody in the seed who may be played in a test, with the user name as password.
  private static final List<String> PEOPLE =
      List.of(
          "admin",
          "ropeway",
          "ropeway.service",
          "ropeway.security",
          "ropeway.norole",
          "ropeway.nojournal",
          "ropeway.nogroups",
          "ropeway.auditor",
          "ada.fulmer",
          "ben.okafor",
          "carla.mendes",
          "dmitri.volkov",
          "emi.tanaka",
          "frank.former");

  private int port;
  private String host = "127.0.0.1";
  private Duration latency = Duration.ZERO;
  private Clock clock = Clock.systemUTC();
  private boolean compression = true;
  private Map<String, String> users = new HashMap<>();
  private Map<String, OAuthClient> clients = new LinkedHashMap<>();
  private Map<String, String> apiKeys = new HashMap<>(Map.of("ropeway-api-key", "ropeway.service"));
  private Map<String, String> certificates = new HashMap<>();
  private Tls tls;

  private SandboxSettings() {}

  private SandboxSettings(SandboxSettings other) {
    port = other.port;
    host = other.host;
    latency = other.latency;
    clock = other.clock;
    compression = other.compression;
    users = new HashMap<>(other.users);
    clients = new LinkedHashMap<>(other.clients);
    apiKeys = new HashMap<>(other.apiKeys);
    certificates = new HashMap<>(other.certificates);
    tls = other.tls;
  }

  /** A free port of the loopback interface, no latency, the accounts named in the documentation. */
  public static SandboxSettings defaults() {
    return new SandboxSettings()
        .with(settings -> PEOPLE.forEach(name -> settings.users.put(name, name)))
        .withClient(
            DEFAULT_CLIENT,
            OAuthClient.withSecret("ropeway-secret")
                .withName("Ropeway")
                .withRedirectUris("http://localhost:8080/oauth/callback"));
  }

  /** Port to listen on; 0 takes a free one. */
  public SandboxSettings withPort(int other) {
    return with(settings -> settings.port = other);
  }

  public SandboxSettings withHost(String other) {
    return with(settings -> settings.host = other);
  }

  public SandboxSettings withLatency(Duration other) {
    return with(settings -> settings.latency = other);
  }

  public SandboxSettings withClock(Clock other) {
    return with(settings -> settings.clock = other);
  }

  /** Adds an account; a user row is made for it if the seed has none. */
  public SandboxSettings withUser(String userName, String password) {
    return with(settings -> settings.users.put(userName, password));
  }

  /** Adds or replaces a client that may use every grant. */
  public SandboxSettings withClient(String id, String secret) {
    return withClient(id, OAuthClient.withSecret(secret));
  }

  /** Adds or replaces an entry of the application registry. */
  public SandboxSettings withClient(String id, OAuthClient client) {
    return with(settings -> settings.clients.put(id, client));
  }

  /** Lifespans of what the default client is given. */
  public SandboxSettings withTokenLife(Duration access, Duration refresh) {
    return withClient(DEFAULT_CLIENT, clients.get(DEFAULT_CLIENT).withTokenLife(access, refresh));
  }

  /** Where the default client lets people go on to after the consent page. */
  public SandboxSettings withRedirectUri(String uri) {
    return withClient(DEFAULT_CLIENT, clients.get(DEFAULT_CLIENT).withRedirectUris(uri));
  }

  /** Adds a key for the header {@code x-sn-apikey} and the user it stands for. */
  public SandboxSettings withApiKey(String key, String userName) {
    return with(settings -> settings.apiKeys.put(key, userName));
  }

  /** Adds a client certificate, by the distinguished name of its subject, and its user. */
  public SandboxSettings withCertificate(String subject, String userName) {
    return with(settings -> settings.certificates.put(Registry.canonical(subject), userName));
  }

  /** Speaks https, with the certificate of this PKCS#12 file. */
  public SandboxSettings withTls(Path keyStore, String password) {
    return with(settings -> settings.tls = new Tls(keyStore, null, password));
  }

  /** Speaks https and takes client certificates that the trust store (PKCS#12) vouches for. */
  public SandboxSettings withTls(Path keyStore, Path trustStore, String password) {
    return with(settings -> settings.tls = new Tls(keyStore, trustStore, password));
  }

  /** Whether answers are gzipped for clients that accept it, as real instances do. */
  public SandboxSettings withCompression(boolean other) {
    return with(settings -> settings.compression = other);
  }

  public int port() {
    return port;
  }

  public String host() {
    return host;
  }

  public Duration latency() {
    return latency;
  }

  Clock clock() {
    return clock;
  }

  public boolean compression() {
    return compression;
  }

  Map<String, String> users() {
    return users;
  }

  Map<String, OAuthClient> clients() {
    return clients;
  }

  Map<String, String> apiKeys() {
    return apiKeys;
  }

  Map<String, String> certificates() {
    return certificates;
  }

  /** Null for plain http. */
  public Tls tls() {
    return tls;
  }

  private SandboxSettings with(Consumer<SandboxSettings> change) {
    SandboxSettings copy = new SandboxSettings(this);
    change.accept(copy);
    return copy;
  }
}
