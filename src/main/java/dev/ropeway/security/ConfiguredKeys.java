package dev.ropeway.security;

import dev.ropeway.store.InvalidSettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The callers that configuration knows, or a sentence that says what is wrong with them. */
record ConfiguredKeys(boolean open, List<Caller> callers) {

  /** Shorter ones can be guessed, or were typed by hand. */
  private static final int MIN_LENGTH = 24;

  /** Of keys in the examples and in dev mode, which a hash must not hide. */
  private static final List<byte[]> PUBLISHED =
      Stream.of("change-me-to-something-long-and-random", "change-me", "test", "dev")
          .map(KeyText::digest)
          .toList();

  /**
   * A name, what its key hashes to, and what it may do.
   *
   * @param scopes paths that it is limited to; null if it is not
   */
  record Caller(String name, byte[] digest, Set<Role> roles, Set<String> scopes) {}

  /**
   * @param otherWayIn whether callers can get in without a key, by a token
   * @param production whether keys must be hard to guess
   */
  static ConfiguredKeys of(ApiSettings settings, boolean otherWayIn, boolean production) {
    boolean open =
        switch (settings.auth()) {
          case "none" -> true;
          case "keys" -> false;
          default -> throw new InvalidSettingException("ropeway.api.auth", "must be keys or none");
        };
    if (open && !settings.keys().isEmpty()) {
      throw new InvalidSettingException(
          "ropeway.api.auth", "is none, but ropeway.api.keys is set: remove one of them");
    }
    if (open && otherWayIn) {
      throw new InvalidSettingException(
          "ropeway.api.auth", "is none, but quarkus.oidc is enabled: remove one of them");
    }
    if (!open && settings.keys().isEmpty() && !otherWayIn) {
      throw new InvalidSettingException(
          "ropeway.api.keys.<name>.key",
          "must be set for at least one caller; otherwise enable quarkus.oidc for tokens, or set"
              + " ropeway.api.auth=none to accept calls without credentials");
    }
    return new ConfiguredKeys(
        open,
        new TreeMap<>(settings.keys())
            .entrySet().stream()
                .map(key -> caller(key.getKey(), key.getValue(), production))
                .toList());
  }

  private static Caller caller(String name, ApiSettings.Key key, boolean production) {
    String setting = "ropeway.api.keys." + name;
    String plain = key.key().filter(text -> !text.isBlank()).orElse(null);
    String hash = key.hash().filter(text -> !text.isBlank()).orElse(null);
    if ((plain == null) == (hash == null)) {
      throw new InvalidSettingException(
          setting + ".key", "or " + setting + ".hash must be set, and not both");
    }
    byte[] digest =
        plain != null
            ? KeyText.digest(plain)
            : KeyText.parse(hash)
                .orElseThrow(
                    () ->
                        new InvalidSettingException(
                            setting + ".hash",
                            "must be sha256: followed by the 64 hex digits of the key's SHA-256"));
    if (production && plain != null && plain.length() < MIN_LENGTH) {
      throw new InvalidSettingException(
          setting + ".key", "must have at least " + MIN_LENGTH + " random characters");
    }
    if (production && PUBLISHED.stream().anyMatch(known -> Arrays.equals(known, digest))) {
      throw new InvalidSettingException(
          setting + (plain == null ? ".hash" : ".key"),
          "belongs to a key from the published examples: set a key of your own");
    }
    return new Caller(
        name, digest, roles(setting + ".roles", key.roles()), key.scopes().orElse(null));
  }

  private static Set<Role> roles(String setting, Set<String> words) {
    return words.stream()
        .map(
            word ->
                Role.named(word)
                    .orElseThrow(
                        () -> new InvalidSettingException(setting, "has the unknown role " + word)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
