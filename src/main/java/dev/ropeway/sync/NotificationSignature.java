package dev.ropeway.sync;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a hint comes from who knows the integration's secret: HMAC-SHA256 over {@code
 * <timestamp>.<body>} as base64, with a timestamp in seconds that is at most five minutes off.
 */
final class NotificationSignature {

  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String BEARER = "Bearer ";

  private NotificationSignature() {}

  /**
   * What the hint is remembered by, so that it is taken once; empty when it is not genuine.
   *
   * @param secret of the integration; null where none takes hints
   */
  static Optional<byte[]> verified(
      String secret, String timestamp, String signature, byte[] body, Instant now) {
    if (secret == null || timestamp == null || signature == null || !isFresh(timestamp, now)) {
      return Optional.empty();
    }
    byte[] expected = hmac(secret, timestamp, body);
    return MessageDigest.isEqual(expected, decoded(signature))
        ? Optional.of(expected)
        : Optional.empty();
  }

  /** Whether the header carries the secret itself: for instances that cannot sign. */
  static boolean isBearer(String secret, String authorization) {
    return secret != null
        && authorization != null
        && authorization.startsWith(BEARER)
        && MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8),
            authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isFresh(String timestamp, Instant now) {
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(at, now).abs().compareTo(WINDOW) <= 0;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  static byte[] hmac(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) '.');
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
