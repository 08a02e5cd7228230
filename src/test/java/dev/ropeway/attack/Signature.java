package dev.ropeway.attack;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** As GitHub signs, so that what it signs is read. */
final class Signature {

  private Signature() {}

  static String hex(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              AttackedApplication.SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), "x"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
