package dev.ropeway.notification;

import dev.ropeway.store.InvalidSettingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs calls of webhooks as Standard Webhooks has it, so that its libraries can check them. */
final class WebhookSignature {

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;

  private final byte[] secret;

  private WebhookSignature(byte[] secret) {
    this.secret = secret;
  }

  /**
   * @param key named when the secret cannot be used
   */
  static WebhookSignature of(String secret, String key) {
    String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      if (bytes.length >= MIN_BYTES) {
        return new WebhookSignature(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new InvalidSettingException(
        key, "must be whsec_ followed by at least " + MIN_BYTES + " bytes as base64");
  }

  /** The value of {@code webhook-signature}. */
  String of(String id, Instant at, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String signed = id + "." + at.getEpochSecond() + "." + body;
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
