package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.Row;
import java.security.Key;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.RsaKeyUtil;
import org.jose4j.keys.X509Util;
import org.jose4j.lang.JoseException;

/**
 * Signed statements of a client about whom it acts for. The issuer must be the client id. So must
 * the audience according to two pages of the documentation; a third says it is the token endpoint,
 * which is accepted beside the client id, not instead of it. A real registry chooses the key by its
 * {@code kid}, here every key of the client is tried.
 */
public final class Assertions {
  private static final int CLOCK_SKEW_SECONDS = 300;

  private final Instance instance;
  private final Map<String, Instant> seen = new HashMap<>();

  Assertions(Instance instance) {
    this.instance = instance;
  }

  /** The user the assertion speaks of, null when it is not to be believed. */
  public String userName(String clientId, OAuthClient client, String assertion) {
    for (String pem : client.publicKeys()) {
      try {
        JwtClaims claims = consumer(clientId, key(pem)).processToClaims(assertion);
        return isReplay(client, clientId, claims) ? null : user(client, claims.getSubject());
      } catch (InvalidJwtException | MalformedClaimException e) {
        continue; // signed with another key, or not good at all: the instance does not say either
      }
    }
    return null;
  }

  void forget() {
    seen.clear();
  }

  private JwtConsumer consumer(String clientId, Key key) {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
        .setVerificationKey(key)
        .setExpectedIssuer(clientId)
        .setExpectedAudience(clientId)
        .setRequireSubject()
        .setRequireExpirationTime()
        .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
        .setEvaluationTime(NumericDate.fromMilliseconds(instance.stamps.instant().toEpochMilli()))
        .build();
  }

  private boolean isReplay(OAuthClient client, String clientId, JwtClaims claims)
      throws MalformedClaimException {
    if (!client.isJtiVerified()) {
      return false;
    }
    Instant now = instance.stamps.instant();
    seen.values().removeIf(end -> !end.isAfter(now));
    long end = claims.getExpirationTime().getValue() + CLOCK_SKEW_SECONDS;
    return claims.getJwtId() == null
        || seen.putIfAbsent(clientId + ' ' + claims.getJwtId(), Instant.ofEpochSecond(end)) != null;
  }

  private String user(OAuthClient client, String subject) {
    for (Row row : instance.table("sys_user").rowsByAge()) {
      if (row.get(client.userField()).equals(subject)) {
        return row.get("user_name");
      }
    }
    return null;
  }

  private static Key key(String pem) {
    try {
      return pem.contains("CERTIFICATE")
          ? new X509Util().fromBase64Der(body(pem)).getPublicKey()
          : new RsaKeyUtil().fromPemEncoded(pem);
    } catch (JoseException | java.security.spec.InvalidKeySpecException e) {
      throw new IllegalArgumentException("A registered public key cannot be read", e);
    }
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
  }
}
