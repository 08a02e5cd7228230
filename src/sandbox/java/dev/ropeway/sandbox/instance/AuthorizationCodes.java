package dev.ropeway.sandbox.instance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Codes on their way from the consent page to the token endpoint: good for a minute, and once. */
public final class AuthorizationCodes {
  private static final Duration LIFE = Duration.ofSeconds(60);

  private final Instance instance;
  private final Map<String, Code> codes = new HashMap<>();

  AuthorizationCodes(Instance instance) {
    this.instance = instance;
  }

  private record Code(AuthorizationRequest request, String userName, Instant expires) {}

  public String issue(AuthorizationRequest request, String userName) {
    String value = instance.database.newSysId();
    codes.put(value, new Code(request, userName, instance.stamps.instant().plus(LIFE)));
    return value;
  }

  /**
   * The user who consented, null when the code does not fit. A try spends the code whatever comes
   * of it; whether a replay also ends the tokens already given is not in our sources, here it does
   * not.
   */
  public String redeem(String value, String clientId, String redirectUri, String verifier) {
    Code code = codes.remove(value);
    boolean fits =
        code != null
            && code.expires().isAfter(instance.stamps.instant())
            && code.request().clientId().equals(clientId)
            && code.request().redirectUri().equals(redirectUri)
            && proves(verifier, code.request());
    return fits ? code.userName() : null;
  }

  void forget() {
    codes.clear();
  }

  private static boolean proves(String verifier, AuthorizationRequest request) {
    if (request.challenge() == null) {
      return !request.client().isPublic();
    }
    return verifier != null && request.challenge().equals(challenge(verifier));
  }

  /** S256 of RFC 7636. */
  static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
