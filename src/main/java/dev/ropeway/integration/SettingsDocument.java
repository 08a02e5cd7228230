package dev.ropeway.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.integration.IntegrationSettings.Settings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of an integration that was made over REST: the same keys as in configuration, read
 * by the same mapping with the same defaults, its secrets apart from the rest.
 *
 * @param settings by key below {@code ropeway.integrations.<name>.}
 * @param secrets likewise
 */
public record SettingsDocument(Map<String, String> settings, Map<String, String> secrets) {

  /** What is never shown. */
  static final Set<String> SECRET_KEYS =
      Set.of(
          "auth.password", "auth.api-key", "auth.client-secret", "auth.jwt.key", "changes.secret");

  /** Its fields are resource types: {@code cmdb.classes."microsoft.web/sites"}. */
  private static final String CLASSES = "classes";

  public SettingsDocument {
    settings = new TreeMap<>(settings);
    secrets = new TreeMap<>(secrets);
  }

  /** Reads {@code {"auth":{"clientId":"x"}}} as {@code auth.client-id=x}. */
  public static SettingsDocument of(JsonNode json) {
    Map<String, String> all = FlatJson.keys(json, CLASSES);
    Map<String, String> secrets = new TreeMap<>(all);
    secrets.keySet().retainAll(SECRET_KEYS);
    all.keySet().removeAll(SECRET_KEYS);
    return new SettingsDocument(all, secrets);
  }

  /** {@code ropeway.integrations.acme.auth.client-id} as {@code /auth/clientId}. */
  public static String pointer(String configurationKey) {
    return FlatJson.pointer(
        configurationKey.replaceFirst("^ropeway\\.integrations\\.[^.]+\\.", ""));
  }

  /** The same with other secrets where those are given. */
  SettingsDocument with(Map<String, String> otherSecrets) {
    Map<String, String> merged = new TreeMap<>(secrets);
    merged.putAll(otherSecrets);
    return new SettingsDocument(settings, merged);
  }

  SettingsDocument with(String key, String value) {
    Map<String, String> merged = new TreeMap<>(settings);
    merged.put(key, value);
    return new SettingsDocument(merged, secrets);
  }

  SettingsDocument without(Collection<String> keys) {
    SettingsDocument less = new SettingsDocument(settings, secrets);
    less.settings.keySet().removeAll(keys);
    less.secrets.keySet().removeAll(keys);
    return less;
  }

  /**
   * The settings as configuration would have them.
   *
   * @throws InvalidSettingException when a value cannot be read
   */
  Settings read(String name) {
    Map<String, String> properties = new HashMap<>();
    // Quoted: a name may hold dots.
    String prefix = "ropeway.integrations.\"" + name + "\".";
    settings.forEach((key, value) -> properties.put(prefix + key, value));
    secrets.forEach((key, value) -> properties.put(prefix + key, value));
    try {
      // No expressions: what a caller sends is never looked up in our own configuration.
      return new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(IntegrationSettings.class)
          .withSources(new PropertiesConfigSource(properties, name, 100))
          .build()
          .getConfigMapping(IntegrationSettings.class)
          .byName()
          .get(name);
    } catch (ConfigValidationException e) {
      String problem = e.getProblem(0).getMessage();
      String key =
          properties.keySet().stream()
              .filter(problem::contains)
              .findFirst()
              .map(found -> found.substring(prefix.length()))
              .orElse("instance-url");
      throw new InvalidSettingException(
          ValidatedIntegration.PREFIX + name + "." + key,
          "has an invalid format; GET /openapi shows the valid ones");
    }
  }

  @Override
  public String toString() {
    return "SettingsDocument" + settings;
  }
}
