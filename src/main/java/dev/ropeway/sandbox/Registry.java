package dev.ropeway.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who may come in beside people with passwords: OAuth clients. */
final class Registry {
  private final SandboxSettings settings;
  private final Map<String, OAuthClient> clients = new LinkedHashMap<>();

  Registry(SandboxSettings settings) {
    this.settings = settings;
    forget();
  }

  /** Back to what the sandbox was started with. */
  void forget() {
    clients.clear();
    clients.putAll(settings.clients());
  }

  Map<String, OAuthClient> clients() {
    return clients;
  }

  /** Null when no client has that id. */
  OAuthClient client(String id) {
    return clients.get(id);
  }
}
