package dev.ropeway.sandbox.instance;

import java.time.Instant;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Access tokens in the JWT format. Which claims a real one carries is not in our sources. */
final class JwtTokens {
  private final Instance instance;
  private RsaJsonWebKey key;

  JwtTokens(Instance instance) {
    this.instance = instance;
  }

  String signed(String clientId, String userName, Instant expires) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(instance.url);
    claims.setAudience(clientId);
    claims.setSubject(userName);
    claims.setJwtId(instance.database.newSysId());
    claims.setExpirationTime(NumericDate.fromSeconds(expires.getEpochSecond()));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setKeyIdHeaderValue(key().getKeyId());
    signature.setKey(key().getPrivateKey());
    signature.setPayload(claims.toJson());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("Our own key does not sign", e);
    }
  }

  /** {@code /api/now/oauth/jwks}, one key of it. */
  Map<String, Object> publicKey() {
    return key().toParams(OutputControlLevel.PUBLIC_ONLY);
  }

  // Made when first needed: it takes longer than all the rest of a start.
  private RsaJsonWebKey key() {
    if (key == null) {
      try {
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("sandbox");
        key.setUse("sig");
      } catch (JoseException e) {
        throw new IllegalStateException("Every Java runtime makes RSA keys", e);
      }
    }
    return key;
  }
}
