package dev.ropeway.sandbox;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Finds out who is calling. */
final class Authentication {
  private final Instance instance;

  Authentication(Instance instance) {
    this.instance = instance;
  }

  /** The user of a request, or the 401 that every cause shares. */
  User user(MultiMap headers, MultiMap parameters) {
    String header = headers.get("Authorization");
    if (header != null && !isBearer(header)) {
      return byPassword(header);
    }
    String token = header == null ? parameters.get("access_token") : header.substring(7).strip();
    return byToken(token);
  }

  private User byPassword(String header) {
    String[] pair = basic(header);
    if (pair == null) {
      throw Refusal.unauthenticated();
    }
    instance.accounts.checkBasic(pair[0], pair[1]);
    return instance.user(pair[0]);
  }

  private User byToken(String value) {
    TokenStore.Token token = instance.tokens.accessToken(value);
    if (token == null || !instance.accounts.isActive(token.userName())) {
      throw Refusal.unauthenticated();
    }
    return instance.user(token.userName());
  }

  private static boolean isBearer(String header) {
    return header.regionMatches(true, 0, "Bearer ", 0, 7);
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
}
