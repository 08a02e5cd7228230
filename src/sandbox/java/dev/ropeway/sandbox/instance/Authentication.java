package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.User;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;

/** Finds out who is calling. */
public final class Authentication {
  private final Instance instance;

  Authentication(Instance instance) {
    this.instance = instance;
  }

  /**
   * The user of a request, or the 401 that every cause shares. Which way in goes first when a
   * request tries several is not in our sources.
   */
  public User user(HttpServerRequest http) {
    String apiKey = http.getHeader("x-sn-apikey");
    if (apiKey != null) {
      return named(instance.registry.apiKeys().get(apiKey));
    }
    String header = http.getHeader("Authorization");
    if (header != null) {
      return isBearer(header) ? byToken(header.substring(7).strip()) : byPassword(header);
    }
    String token = http.getParam("access_token");
    return token != null ? byToken(token) : named(byCertificate(http));
  }

  private User named(String userName) {
    if (userName == null || !instance.accounts.isActive(userName)) {
      throw ErrorAnswer.unauthenticated();
    }
    return instance.user(userName);
  }

  /** Null without a certificate, or with one that belongs to nobody. */
  private String byCertificate(HttpServerRequest http) {
    if (http.sslSession() == null) {
      return null;
    }
    try {
      X509Certificate own = (X509Certificate) http.sslSession().getPeerCertificates()[0];
      String subject = own.getSubjectX500Principal().getName(X500Principal.CANONICAL);
      return instance.registry.certificates().get(subject);
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private User byPassword(String header) {
    String[] pair = basic(header);
    if (pair == null) {
      throw ErrorAnswer.unauthenticated();
    }
    instance.accounts.checkBasic(pair[0], pair[1]);
    return instance.user(pair[0]);
  }

  private User byToken(String value) {
    IssuedTokens.Token token = instance.tokens.accessToken(value);
    return named(token == null ? null : token.userName());
  }

  private static boolean isBearer(String header) {
    return header.regionMatches(true, 0, "Bearer ", 0, 7);
  }

  /** Name and password of a Basic header, null when it is none. */
  public static String[] basic(String header) {
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2 ? pair : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
