package dev.ropeway.servicenow;

import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The TLS of each connection: our certificate, if it shows one, and whom it trusts. Whoever trusts
 * more than Java does still checks the name of the host.
 */
@ApplicationScoped
public class TlsContexts {

  private final TlsConfigurationRegistry registry;
  private final Vertx vertx;

  TlsContexts(TlsConfigurationRegistry registry, Vertx vertx) {
    this.registry = registry;
    this.vertx = vertx;
  }

  /** The context for calls of the connection; null where that of Java is used. */
  SSLContext of(Connection connection) {
    String name = configuration(connection);
    if (name == null) {
      return null;
    }
    try {
      return named(name).createSSLContext();
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("quarkus.tls." + name + " cannot be used", e);
    }
  }

  /** The name of the TLS configuration of the connection; null where that of Java is used. */
  public synchronized String configuration(Connection connection) {
    if (connection.trust().isEmpty()) {
      return connection.tls();
    }
    String name = "integration " + connection.name() + " " + connection.version();
    if (registry.get(name).isEmpty()) {
      TlsConfiguration own = connection.tls() == null ? null : named(connection.tls());
      registry.register(name, new Trusting(own, connection.trust(), vertx));
    }
    return name;
  }

  private TlsConfiguration named(String name) {
    return registry
        .get(name)
        .orElseThrow(() -> new IllegalStateException("no quarkus.tls." + name));
  }

  /** A configuration that trusts some more. */
  private static final class Trusting extends BaseTlsConfiguration {

    private final TlsConfiguration own;
    private final Vertx vertx;
    private final TrustManagerFactory trust;

    Trusting(TlsConfiguration own, List<X509Certificate> more, Vertx vertx) {
      this.own = own;
      this.vertx = vertx;
      try {
        KeyStore all = TrustedCertificates.with(own == null ? null : own.getTrustStore(), more);
        trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(all);
      } catch (Exception e) {
        throw new IllegalStateException("the certificates of trust cannot be used", e);
      }
    }

    @Override
    public KeyStore getKeyStore() {
      return own == null ? null : own.getKeyStore();
    }

    @Override
    public KeyCertOptions getKeyStoreOptions() {
      return own == null ? null : own.getKeyStoreOptions();
    }

    @Override
    public TrustOptions getTrustStoreOptions() {
      return TrustOptions.wrap(trust.getTrustManagers()[0]);
    }

    @Override
    public SSLContext createSSLContext() throws Exception {
      KeyCertOptions keys = getKeyStoreOptions();
      KeyManager[] managers =
          keys == null ? null : keys.getKeyManagerFactory(vertx).getKeyManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers, trust.getTrustManagers(), null);
      return context;
    }
  }
}
