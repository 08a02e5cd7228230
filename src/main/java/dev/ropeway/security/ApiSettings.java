package dev.ropeway.security;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call the REST API. */
@ConfigMapping(prefix = "ropeway.api")
public interface ApiSettings {

  /** {@code keys}, or {@code none}: everybody may do everything. */
  @WithDefault("keys")
  String auth();

  /** The largest body that is read; more is a 413. */
  @WithDefault("10M")
  MemorySize maxBodySize();

  /**
   * Bytes that the bodies of all requests may take together; beyond, the answer is 503. A sixteenth
   * of the heap if it is not set, and never less than one body of the largest size.
   */
  Optional<MemorySize> maxBodiesInFlight();

  /** How long a body may take to arrive, and to wait until there is memory to read it. */
  @WithDefault("30s")
  Duration bodyTimeout();

  /** Lets everybody read the pages; the REST API stays shut. */
  @WithDefault("false")
  boolean openConsole();

  /** How long the audit log keeps who administered what and who was turned away. */
  @WithDefault("400d")
  Duration auditRetention();

  /** The keys there are, by a name that the timeline shows. */
  Map<String, Key> keys();

  /** What bearer tokens open. */
  Oidc oidc();

  /** Tokens are verified by Quarkus, under its own keys: quarkus.oidc. */
  interface Oidc {

    /** By a role of Ropeway the values of the token's claim that mean it; without any, its word. */
    Map<String, Set<String>> roles();

    /**
     * The claim that lists the paths to which a token is limited; a token without it may see
     * nothing, and one with {@code /} everything. Not set: tokens are not limited.
     */
    Optional<String> scopesClaim();
  }

  /** A secret and what it opens. */
  interface Key {

    /** Sent as X-API-Key, or as the password of HTTP Basic. */
    Optional<String> key();

    /** Instead of the key: {@code sha256:} and the hex digits of its SHA-256. */
    Optional<String> hash();

    /** Any of event-producer, reader, contributor, security-admin, owner. */
    Set<String> roles();

    /** Paths to which the caller is limited; none: it is not limited. */
    Optional<Set<String>> scopes();
  }
}
