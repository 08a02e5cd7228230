package dev.ropeway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The tokens that were given out; one of each kind for a client and a user. */
final class TokenStore {
  private final Instance instance;
  private final Map<String, Token> access = new HashMap<>();
  private final Map<String, Token> refresh = new HashMap<>();

  TokenStore(Instance instance) {
    this.instance = instance;
  }

  /** A token of either kind. */
  record Token(String value, String clientId, String userName, Instant expires) {}

  /**
   * The access token that is alive already, or a new one: asking again does not rotate. The
   * documentation says that its expiry may be extended then; here it is not.
   */
  Token access(String clientId, String userName, Duration life) {
    return alive(access, clientId, userName, life);
  }

  /** A new password or code grant renews the expiry of the refresh token but not its value. */
  Token refresh(String clientId, String userName, Duration life) {
    Token token = alive(refresh, clientId, userName, life);
    Token renewed = new Token(token.value(), clientId, userName, now().plus(life));
    refresh.put(token.value(), renewed);
    return renewed;
  }

  /** Null when there is no such token or its time is over. */
  Token accessToken(String value) {
    return alive(access.get(value));
  }

  Token refreshToken(String value) {
    return alive(refresh.get(value));
  }

  void revoke(String value) {
    access.remove(value);
    refresh.remove(value);
  }

  void revokeAccess() {
    access.clear();
  }

  void revokeAll() {
    access.clear();
    refresh.clear();
  }

  Instant now() {
    return instance.stamps.instant();
  }

  private Token alive(Token token) {
    return token != null && token.expires().isAfter(now()) ? token : null;
  }

  private Token alive(Map<String, Token> tokens, String clientId, String userName, Duration life) {
    tokens.values().removeIf(token -> alive(token) == null);
    for (Token token : tokens.values()) {
      if (token.clientId().equals(clientId) && token.userName().equals(userName)) {
        return token;
      }
    }
    String value = instance.database.newSysId() + instance.database.newSysId();
    Token token = new Token(value, clientId, userName, now().plus(life));
    tokens.put(value, token);
    return token;
  }
}
