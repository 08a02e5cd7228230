package dev.ropeway.integration;

import dev.ropeway.servicenow.ProxyServer;
import dev.ropeway.servicenow.TrustedCertificates;
import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the way to an instance: through which proxy, and trusting whom beside Java's own. */
record ConfiguredNetwork(String integration, IntegrationSettings.Settings settings) {

  private static final int LAST_PORT = 65_535;

  /**
   * The proxy for calls to that host; null for none.
   *
   * @throws InvalidSettingException naming the setting that is wrong or missing
   */
  ProxyServer proxy(String instance) {
    var proxy = settings.proxy();
    if (proxy.host().isEmpty()) {
      require(proxy.port().isEmpty(), "proxy.port", "is set, but proxy.host is not");
      require(proxy.username().isEmpty(), "proxy.username", "is set, but proxy.host is not");
      require(proxy.password().isEmpty(), "proxy.password", "is set, but proxy.host is not");
      require(proxy.noProxy().isEmpty(), "proxy.no-proxy", "is set, but proxy.host is not");
      return null;
    }
    String host = proxy.host().get();
    require(
        host.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '@'),
        "proxy.host",
        "must be a host such as proxy.example.com, without http:// and without the port");
    int port = proxy.port().orElse(0);
    require(port > 0 && port <= LAST_PORT, "proxy.port", "must be from 1 to " + LAST_PORT);
    require(
        proxy.username().isPresent() || proxy.password().isEmpty(),
        "proxy.username",
        "must be set, because proxy.password is");
    require(
        proxy.password().isPresent() || proxy.username().isEmpty(),
        "proxy.password",
        "must be set, because proxy.username is");
    require(
        proxy.username().filter(name -> name.indexOf(':') >= 0).isEmpty(),
        "proxy.username",
        "must not contain a colon");
    return isDirect(instance, proxy.noProxy().orElse(Set.of()))
        ? null
        : new ProxyServer(host, port, proxy.username().orElse(null), proxy.password().orElse(null));
  }

  /** Whether a host is reached without the proxy: by its name, or as one below a name. */
  private static boolean isDirect(String host, Set<String> noProxy) {
    Set<String> patterns =
        noProxy.stream()
            .map(String::strip)
            .map(one -> one.startsWith(".") ? "*" + one : one)
            .collect(Collectors.toSet());
    return InstanceAddress.matches(patterns, host.toLowerCase(Locale.ROOT));
  }

  /**
   * Whom the instance's certificate may come from, beside those whom Java trusts.
   *
   * @throws InvalidSettingException when a certificate cannot be read
   */
  List<X509Certificate> trust() {
    List<X509Certificate> trusted = new ArrayList<>();
    settings.trust().ifPresent(pem -> trusted.addAll(read(pem, "trust")));
    settings.trustFile().ifPresent(file -> trusted.addAll(read(text(file), "trust-file")));
    return trusted;
  }

  private List<X509Certificate> read(String pem, String key) {
    try {
      return TrustedCertificates.read(pem);
    } catch (IllegalArgumentException e) {
      throw invalid(key, e.getMessage());
    }
  }

  private String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw invalid("trust-file", "must be a file that can be read, but " + file + " cannot");
    }
  }

  /** A sentence about the first certificate that is not valid at that time; empty for none. */
  static Optional<String> expired(List<X509Certificate> trust, Instant now) {
    return trust.stream()
        .filter(certificate -> certificate.getNotAfter().toInstant().isBefore(now))
        .findFirst()
        .map(
            certificate ->
                "must contain certificates that are still valid, but "
                    + certificate.getSubjectX500Principal().getName()
                    + " expired at "
                    + certificate.getNotAfter().toInstant());
  }

  private void require(boolean holds, String key, String complaint) {
    if (!holds) {
      throw invalid(key, complaint);
    }
  }

  private InvalidSettingException invalid(String key, String complaint) {
    return new InvalidSettingException(
        ValidatedIntegration.PREFIX + integration + "." + key, complaint);
  }
}
