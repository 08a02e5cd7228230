package dev.ropeway.api;

import dev.ropeway.integration.InvalidSettingException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The callers that configuration knows. Without any, and without {@code auth=none}, there is no
 * start.
 */
@ApplicationScoped
@Startup
class ApiKeys {

  private final boolean open;
  private final List<Caller> callers = new ArrayList<>();

  /** A name, what its key hashes to, and what it may do. */
  record Caller(String name, byte[] digest, Set<Role> roles) {}

  ApiKeys(ApiSettings settings) {
    open =
        switch (settings.auth()) {
          case "none" -> true;
          case "keys" -> false;
          default -> throw new InvalidSettingException("ropeway.api.auth", "must be keys or none");
        };
    if (open && !settings.keys().isEmpty()) {
      throw new InvalidSettingException(
          "ropeway.api.auth", "is none although ropeway.api.keys are set: decide for one");
    }
    if (!open && settings.keys().isEmpty()) {
      throw new InvalidSettingException(
          "ropeway.api.keys.<name>.key",
          "must be set for at least one caller, or ropeway.api.auth=none to let everybody in");
    }
    new TreeMap<>(settings.keys())
        .forEach((name, key) -> callers.add(new Caller(name, sha256(key.key()), roles(name, key))));
  }

  private static Set<Role> roles(String name, ApiSettings.Key key) {
    if (key.key().isBlank()) {
      throw new InvalidSettingException("ropeway.api.keys." + name + ".key", "must not be blank");
    }
    return key.roles().stream()
        .map(
            word ->
                Role.named(word)
                    .orElseThrow(
                        () ->
                            new InvalidSettingException(
                                "ropeway.api.keys." + name + ".roles", "knows no role " + word)))
        .collect(Collectors.toSet());
  }

  boolean isOpen() {
    return open;
  }

  /** The caller with that key. Takes the same time whichever key it is, or none. */
  Optional<Caller> find(String key) {
    byte[] digest = sha256(key);
    Caller found = null;
    for (Caller caller : callers) {
      if (MessageDigest.isEqual(caller.digest(), digest)) {
        found = caller;
      }
    }
    return Optional.ofNullable(found);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
