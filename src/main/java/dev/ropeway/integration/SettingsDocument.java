package dev.ropeway.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.integration.IntegrationSettings.Settings;
import dev.ropeway.store.FlatJson;
import dev.ropeway.store.InvalidSettingException;
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
          "auth.password",
          "auth.api-key",
          "auth.client-secret",
          "auth.jwt.key",
          "changes.secret",
          "proxy.password");

  /** Its fields are resource types: {@code cmdb.classes."microsoft.web/sites"}. */
  private static final String CLASSES = "classes";

  /** Its fields are ticket types, and theirs are values of states. */
  private static final String STATE_LABELS = "stateLabels";

  public SettingsDocument {
    settings = new TreeMap<>(settings);
    secrets = new TreeMap<>(secrets);
  }

  /** Reads {@code {"auth":{"clientId":"x"}}} as {@code auth.client-id=x}. */
  public static SettingsDocument of(JsonNode json) {
    Map<String, String> all = FlatJson.keys(json, CLASSES, STATE_LABELS);
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

  /** The same with these labels for the states of a ticket type, and no others. */
  SettingsDocument labelled(String ticketType, JsonNode labels) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject(STATE_LABELS).set(ticketType, labels);
    Map<String, String> given = FlatJson.keys(json, STATE_LABELS);
    String prefix = "state-labels.\"" + ticketType + "\".";
    Map<String, String> merged = new TreeMap<>(settings);
    merged.keySet().removeIf(key -> key.startsWith(prefix));
    merged.putAll(given);
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
    Map<String, String> keys = new HashMap<>(settings);
    keys.putAll(secrets);
    return FlatJson.read(
        IntegrationSettings.class,
        IntegrationSettings::byName,
        ValidatedIntegration.PREFIX,
        name,
        keys,
        "instance-url");
  }

  @Override
  public String toString() {
    return "SettingsDocument" + settings;
  }
}
