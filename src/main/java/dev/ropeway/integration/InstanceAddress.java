package dev.ropeway.integration;

import dev.ropeway.store.InvalidSettingException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses an integration that is made over REST may name: instances of ServiceNow and what
 * configuration adds (E02). Whoever may make integrations must not reach our own network by it.
 */
record InstanceAddress(InstanceSettings settings) {

  private static final Set<String> SERVICE_NOW = Set.of("*.service-now.com", "*.servicenow.com");

  /**
   * The document, with what its host is allowed.
   *
   * @throws InvalidSettingException when the host or that of the proxy is not among those that may
   *     be named
   */
  SettingsDocument permitted(String name, SettingsDocument document) {
    String host = host(document.settings().getOrDefault("instance-url", ""));
    boolean insecure = matches(settings.insecureHosts().orElse(Set.of()), host);
    if (!insecure
        && !matches(SERVICE_NOW, host)
        && !matches(settings.domains().orElse(Set.of()), host)) {
      throw new InvalidSettingException(
          ValidatedIntegration.PREFIX + name + ".instance-url",
          "must be a host of service-now.com or servicenow.com, or one that ropeway.instances.domains"
              + " names");
    }
    String proxy = document.settings().get("proxy.host");
    if (proxy != null
        && !matches(settings.proxies().orElse(Set.of()), proxy.toLowerCase(Locale.ROOT))) {
      throw new InvalidSettingException(
          ValidatedIntegration.PREFIX + name + ".proxy.host",
          "must be a host that ropeway.instances.proxies names");
    }
    return document.with("allow-insecure", String.valueOf(insecure));
  }

  private static String host(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Whether a host is one of those; {@code *.} takes all below. */
  static boolean matches(Set<String> patterns, String host) {
    return patterns.stream()
        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
        .anyMatch(
            pattern ->
                pattern.startsWith("*.")
                    ? host.endsWith(pattern.substring(1)) && host.length() > pattern.length() - 1
                    : host.equals(pattern));
  }
}
