package dev.ropeway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** How keys are made and kept. */
final class KeyText {

  /** Tells people and secret scanners whose key it is. */
  static final String PREFIX = "rw_";

  private static final int BYTES = 32;
  private static final String HASH = "sha256:";

  private KeyText() {}

  /** A key that nobody can guess. */
  static String random() {
    byte[] bits = new byte[BYTES];
    // Made here: a static one would be made while a native image is built, and be the same
    // everywhere.
    new SecureRandom().nextBytes(bits);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /**
   * What is kept of a key. A slow hash would protect short passwords; 256 random bits need none.
   */
  static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest that {@code sha256:<hex>} says, or empty if it says none. */
  static Optional<byte[]> parse(String hash) {
    String lower = hash.strip().toLowerCase(Locale.ROOT);
    if (!lower.matches(HASH + "[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return Optional.of(HexFormat.of().parseHex(lower.substring(HASH.length())));
  }
}
