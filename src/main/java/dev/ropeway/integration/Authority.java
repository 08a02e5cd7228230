package dev.ropeway.integration;

import dev.ropeway.store.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How much of an integration whoever puts it may decide. */
public enum Authority {
  /** Makes integrations, and changes none. */
  CREATION {
    @Override
    SettingsDocument change(String name, SettingsDocument before, SettingsDocument wanted) {
      throw new ForbiddenChangeException(
          "integration \""
              + name
              + "\" already exists; only callers with the role security-admin or owner may change it");
    }
  },

  /** Also changes settings, but not where an integration leads, as whom, and whether it works. */
  SETTINGS {
    @Override
    SettingsDocument change(String name, SettingsDocument before, SettingsDocument wanted) {
      wanted.secrets().keySet().forEach(Authority::forbid);
      wanted.settings().keySet().stream()
          .filter(Authority::isForOwners)
          .filter(key -> !isSame(key, before.settings().get(key), wanted.settings().get(key)))
          .forEach(Authority::forbid);
      Map<String, String> settings = new TreeMap<>(wanted.settings());
      settings.keySet().removeIf(Authority::isForOwners);
      before.settings().entrySet().stream()
          .filter(setting -> isForOwners(setting.getKey()))
          .forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
      return new SettingsDocument(settings, before.secrets());
    }
  },

  /** Everything. */
  CONNECTION {
    @Override
    SettingsDocument change(String name, SettingsDocument before, SettingsDocument wanted) {
      return isElsewhere(before.settings(), wanted.settings())
          ? wanted
          : new SettingsDocument(wanted.settings(), kept(before, wanted)).with(wanted.secrets());
    }
  };

  private static final String ADDRESS = "instance-url";

  /** What a secret was given for. */
  private static final List<String> LOGIN =
      List.of(ADDRESS, "auth.type", "auth.username", "auth.client-id");

  /** By which way a secret was to go, and to whom: others could read it. */
  private static final List<String> WAY =
      List.of("trust", "proxy.host", "proxy.port", "proxy.username");

  /** What a setting that is left out means, as IntegrationSettings has it. */
  private static final Map<String, String> DEFAULTS =
      Map.of("enabled", "true", "auth.forget-password", "false");

  /**
   * What an integration becomes of which a caller wants something else.
   *
   * @throws ForbiddenChangeException when it is not for the caller to decide
   */
  abstract SettingsDocument change(String name, SettingsDocument before, SettingsDocument wanted);

  private static boolean isForOwners(String key) {
    return key.equals(ADDRESS)
        || key.equals("enabled")
        || key.equals("trust")
        || key.startsWith("auth.")
        || key.startsWith("proxy.");
  }

  /** Secrets go with the address, the client and the way that they were given for. */
  private static boolean isElsewhere(Map<String, String> before, Map<String, String> wanted) {
    return LOGIN.stream()
            .anyMatch(key -> before.get(key) != null && !before.get(key).equals(wanted.get(key)))
        || WAY.stream()
            .anyMatch(key -> wanted.get(key) != null && !wanted.get(key).equals(before.get(key)));
  }

  private static Map<String, String> kept(SettingsDocument before, SettingsDocument wanted) {
    Map<String, String> kept = new TreeMap<>(before.secrets());
    if (!wanted.settings().containsKey("proxy.username")) {
      kept.remove("proxy.password");
    }
    return kept;
  }

  private static boolean isSame(String key, String before, String wanted) {
    return key.equals(ADDRESS)
        // As it is shown: without a slash at its end.
        ? before != null
            && Text.withoutEnding(before, '/').equalsIgnoreCase(Text.withoutEnding(wanted, '/'))
        : Objects.equals(before == null ? DEFAULTS.get(key) : before, wanted);
  }

  private static void forbid(String key) {
    throw new ForbiddenChangeException(
        SettingsDocument.pointer(key)
            + ": only an owner may change this; leave it as it is, and leave out secrets");
  }
}
