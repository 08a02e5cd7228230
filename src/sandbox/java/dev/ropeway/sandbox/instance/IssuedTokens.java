package dev.ropeway.sandbox.instance;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The tokens that were given out; one of each kind for a client and a user. */
public final class IssuedTokens {
  private final Instance instance;
  private final JwtTokens jwts;
  private final Map<String, Token> access = new HashMap<>();
  private final Map<String, Token> refresh = new HashMap<>();

  IssuedTokens(Instance instance) {
    this.instance = instance;
    this.jwts = new JwtTokens(instance);
  }

  /** A token of either kind. */
  public record Token(String value, String clientId, String userName, Instant expires) {}

  /**
   * The access token that is alive already, or a new one: asking again does not rotate. The
   * documentation says that its expiry may be extended then; here it is not.
   */
  public Token access(String clientId, OAuthClient client, String userName) {
    Token token = alive(access, clientId, userName);
    if (token != null) {
      return token;
    }
    Instant expires = now().plus(client.accessTokenLife());
    String value = client.hasJwtTokens() ? jwts.signed(clientId, userName, expires) : opaque();
    return kept(access, new Token(value, clientId, userName, expires));
  }

  /** A new password or code grant renews the expiry of the refresh token but not its value. */
  public Token refresh(String clientId, OAuthClient client, String userName) {
    Token token = alive(refresh, clientId, userName);
    String value = token == null ? opaque() : token.value();
    Instant expires = now().plus(client.refreshTokenLife());
    return kept(refresh, new Token(value, clientId, userName, expires));
  }

  /** Null when there is no such token or its time is over. */
  Token accessToken(String value) {
    return alive(access.get(value));
  }

  public Token refreshToken(String value) {
    return alive(refresh.get(value));
  }

  public Map<String, Object> publicKey() {
    return jwts.publicKey();
  }

  public void revoke(String value) {
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

  public Instant now() {
    return instance.stamps.instant();
  }

  private Token alive(Token token) {
    return token != null && token.expires().isAfter(now()) ? token : null;
  }

  private Token alive(Map<String, Token> tokens, String clientId, String userName) {
    tokens.values().removeIf(token -> alive(token) == null);
    for (Token token : tokens.values()) {
      if (token.clientId().equals(clientId) && token.userName().equals(userName)) {
        return token;
      }
    }
    return null;
  }

  private static Token kept(Map<String, Token> tokens, Token token) {
    tokens.put(token.value(), token);
    return token;
  }

  private String opaque() {
    return instance.database.newSysId() + instance.database.newSysId();
  }
}
