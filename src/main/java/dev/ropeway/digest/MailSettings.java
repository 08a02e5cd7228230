package dev.ropeway.digest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How mails are sent; none is until {@code from} and {@code allowed-domains} are set. */
@ConfigMapping(prefix = "ropeway.mail")
public interface MailSettings {

  /** The address of the sender, with or without a name. */
  Optional<String> from();

  /** Mails go to addresses in these domains alone. */
  Optional<List<String>> allowedDomains();

  /** Every mail goes to this address instead, for a trial. */
  Optional<String> trialTo();

  /** Whom recipients may ask: an address, to which answers go as well. */
  Optional<String> contact();

  Smtp smtp();

  /** The mail server that passes mails on. */
  interface Smtp {

    @WithDefault("localhost")
    String host();

    /** 587 for starttls, 465 for tls and 25 for none, unless it is set. */
    Optional<Integer> port();

    /** One of starttls, tls and none. */
    @WithDefault("starttls")
    Encryption tls();

    /**
     * The name of a {@code quarkus.tls} configuration; without it Java's authorities are trusted.
     */
    Optional<String> tlsConfiguration();

    Optional<String> user();

    Optional<String> password();

    /** The name of a {@code quarkus.oidc-client} whose token is sent in the place of a password. */
    Optional<String> oidcClient();

    /** How long each answer of the server may take. */
    @WithDefault("30s")
    Duration timeout();
  }

  /** How the connection to the mail server is encrypted. */
  enum Encryption {
    /** Required, once connected. */
    STARTTLS(587),
    TLS(465),
    NONE(25);

    private final int port;

    Encryption(int port) {
      this.port = port;
    }

    int port() {
      return port;
    }
  }
}
