package dev.ropeway.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells whether a webhook comes from who knows its secret. */
final class WebhookSignatures {

  private static final String PREFIX = "sha256=";

  private WebhookSignatures() {}

  /** Takes as long for a wrong signature as for the right one. */
  static boolean isGenuine(String secret, byte[] body, String signature) {
    if (!signature.startsWith(PREFIX)) {
      return false;
    }
    try {
      return MessageDigest.isEqual(
          hmac(secret, body == null ? new byte[0] : body),
          HexFormat.of().parseHex(signature.substring(PREFIX.length()).strip()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
