package dev.ropeway.sandbox.instance;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Who may come in beside people with passwords: clients, holders of keys and of certificates. */
public final class Registry {
  private final SandboxSettings settings;
  private final Map<String, OAuthClient> clients = new LinkedHashMap<>();
  private final Map<String, String> apiKeys = new LinkedHashMap<>();
  private final Map<String, String> certificates = new LinkedHashMap<>();

  Registry(SandboxSettings settings) {
    this.settings = settings;
    forget();
  }

  /** Back to what the sandbox was started with. */
  void forget() {
    clients.clear();
    clients.putAll(settings.clients());
    apiKeys.clear();
    apiKeys.putAll(settings.apiKeys());
    certificates.clear();
    certificates.putAll(settings.certificates());
  }

  public Map<String, OAuthClient> clients() {
    return clients;
  }

  /** Null when no client has that id. */
  public OAuthClient client(String id) {
    return clients.get(id);
  }

  /** Key to user name. */
  public Map<String, String> apiKeys() {
    return apiKeys;
  }

  /** Subject, in its canonical form, to user name. */
  public Map<String, String> certificates() {
    return certificates;
  }

  /** Names that mean the same are written in more than one way. */
  public static String canonical(String subject) {
    return new X500Principal(subject).getName(X500Principal.CANONICAL);
  }
}
