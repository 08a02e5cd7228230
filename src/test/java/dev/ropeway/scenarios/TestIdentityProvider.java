package dev.ropeway.scenarios;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * A directory that issues tokens, as Entra ID does: two issuers, for v1 and for v2 tokens, with the
 * same keys.
 */
public final class TestIdentityProvider implements AutoCloseable {

  /** The claim that limits a caller to paths. */
  public static final String SCOPES = "ropeway_scopes";

  public static final String AUDIENCE = "api://ropeway";

  private final HttpServer server;
  private final List<RsaJsonWebKey> keys = new CopyOnWriteArrayList<>();
  private volatile boolean down;
  private final AtomicInteger keyReads = new AtomicInteger();

  public TestIdentityProvider(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    newKey();
  }

  public String url(String version) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + version;
  }

  /** Signs with another key from now on; those before stay good. */
  public void newKey() {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(UUID.randomUUID().toString());
      key.setAlgorithm("RS256");
      key.setUse("sig");
      keys.add(key);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often somebody asked for its keys. */
  public int keyReads() {
    return keyReads.get();
  }

  public void goesAway(boolean away) {
    down = away;
  }

  private RsaJsonWebKey key() {
    return keys.get(keys.size() - 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (down) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      String version = exchange.getRequestURI().getPath().split("/")[1];
      boolean asksForKeys = exchange.getRequestURI().getPath().endsWith("/keys");
      keyReads.addAndGet(asksForKeys ? 1 : 0);
      String json =
          asksForKeys
              ? new JsonWebKeySet(new ArrayList<>(keys)).toJson(OutputControlLevel.PUBLIC_ONLY)
              : Json.write(
                  Map.of(
                      "issuer", url(version),
                      "jwks_uri", url(version) + "/keys",
                      "token_endpoint", url(version) + "/token"));
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Claims of a good v2 token for Ropeway with these roles. */
  public JwtClaims claims(String... roles) {
    return claimsOf("v2", roles);
  }

  public JwtClaims claimsOf(String version, String... roles) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(url(version));
    claims.setAudience(AUDIENCE);
    claims.setSubject("b7c5e1c6-3b0d-4d6e-9a52-7f3b0e8a1d11");
    claims.setIssuedAtToNow();
    claims.setExpirationTime(inSeconds(600));
    claims.setStringListClaim("roles", roles);
    claims.setStringListClaim(SCOPES, "/");
    return claims;
  }

  public static NumericDate inSeconds(long seconds) {
    NumericDate date = NumericDate.now();
    date.addSeconds(seconds);
    return date;
  }

  public String sign(JwtClaims claims) {
    return sign(claims, "RS256", key().getRsaPrivateKey(), key().getKeyId());
  }

  /** Signed by somebody who knows only what is public. */
  public String forge(JwtClaims claims, String algorithm) {
    Key secret =
        algorithm.equals("none")
            ? null
            : new org.jose4j.keys.HmacKey(key().getPublicKey().getEncoded());
    return sign(claims, algorithm, secret, key().getKeyId());
  }

  /** Signed with a key that the directory does not publish. */
  public String signElsewhere(JwtClaims claims, String keyId) {
    try {
      return sign(claims, "RS256", RsaJwkGenerator.generateJwk(2048).getRsaPrivateKey(), keyId);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  public String keyId() {
    return key().getKeyId();
  }

  private static String sign(JwtClaims claims, String algorithm, Key key, String keyId) {
    JsonWebSignature token = new JsonWebSignature();
    token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    token.setDoKeyValidation(false);
    token.setPayload(claims.toJson());
    token.setAlgorithmHeaderValue(algorithm);
    token.setKey(key);
    token.setKeyIdHeaderValue(keyId);
    token.setHeader("typ", "JWT");
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
