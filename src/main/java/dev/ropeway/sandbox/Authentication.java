package dev.ropeway.sandbox;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Knows the accounts and the tokens that are alive. */
final class Authentication {
  private final Instance instance;
  private final Map<String, Token> accessTokens = new HashMap<>();
  private final Map<String, Token> refreshTokens = new HashMap<>();

  Authentication(Instance instance) {
    this.instance = instance;
  }

  /** A token of either kind. */
  record Token(String value, String userName, Instant expires) {}

  /** The user of a request, or the 401 that every cause shares. */
  User user(MultiMap headers, MultiMap parameters) {
    String header = headers.get("Authorization");
    String query = parameters.get("access_token");
    if (header == null && query == null) {
      throw Refusal.unauthenticated();
    }
    if (header == null || header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      Token token = accessTokens.get(header == null ? query : header.substring(7).strip());
      if (token == null || !token.expires().isAfter(now())) {
        throw Refusal.unauthenticated();
      }
      return instance.user(token.userName());
    }
    String[] pair = basic(header);
    if (pair == null || !isAccount(pair[0], pair[1])) {
      throw Refusal.unauthenticated();
    }
    return instance.user(pair[0]);
  }

  /** Name and password of a Basic header, null when it is none. */
  static String[] basic(String header) {
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

  boolean isAccount(String userName, String password) {
    Row row = instance.database.user(userName);
    return row != null
        && row.get("active").equals("true")
        && !row.get("locked_out").equals("true")
        && password.equals(instance.settings.users().get(userName));
  }

  /** The token that is alive already, or a new one: asking again does not rotate. */
  Token access(String userName) {
    return alive(accessTokens, userName, instance.settings.accessTokenLife());
  }

  /** A new password grant renews the expiry of the refresh token but not its value. */
  Token refresh(String userName) {
    Token token = alive(refreshTokens, userName, instance.settings.refreshTokenLife());
    Instant expires = now().plus(instance.settings.refreshTokenLife());
    Token renewed = new Token(token.value(), userName, expires);
    refreshTokens.put(token.value(), renewed);
    return renewed;
  }

  Token refreshToken(String value) {
    Token token = refreshTokens.get(value);
    return token != null && token.expires().isAfter(now()) ? token : null;
  }

  void revoke(String value) {
    accessTokens.remove(value);
    refreshTokens.remove(value);
  }

  void revokeAll() {
    accessTokens.clear();
    refreshTokens.clear();
  }

  Instant now() {
    return instance.stamps.instant();
  }

  private Token alive(Map<String, Token> tokens, String userName, Duration life) {
    tokens.values().removeIf(token -> !token.expires().isAfter(now()));
    for (Token token : tokens.values()) {
      if (token.userName().equals(userName)) {
        return token;
      }
    }
    String value = instance.database.newSysId() + instance.database.newSysId();
    Token token = new Token(value, userName, now().plus(life));
    tokens.put(value, token);
    return token;
  }
}
