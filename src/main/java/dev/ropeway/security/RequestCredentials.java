package dev.ropeway.security;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a request brings to be let in with.
 *
 * @param keys of X-API-Key and of a Basic password, in that order
 * @param bearer whether there is a bearer token
 */
record RequestCredentials(List<String> keys, boolean bearer) {

  static RequestCredentials of(HttpServerRequest request) {
    return of(request.getHeader("X-API-Key"), request.getHeader("Authorization"));
  }

  static RequestCredentials of(String apiKey, String authorization) {
    List<String> keys = new ArrayList<>();
    if (apiKey != null) {
      keys.add(apiKey);
    }
    if (is("basic", authorization)) {
      keys.add(password(authorization.substring("basic".length()).strip()));
    }
    return new RequestCredentials(List.copyOf(keys), is("bearer", authorization));
  }

  /** The bearer token as it came; empty where there is none. */
  static String token(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    return is("bearer", authorization) ? authorization.substring("bearer".length()).strip() : "";
  }

  boolean isEmpty() {
    return keys.isEmpty() && !bearer;
  }

  private static boolean is(String scheme, String authorization) {
    int end = scheme.length();
    return authorization != null
        && authorization.regionMatches(true, 0, scheme, 0, end)
        && (authorization.length() == end || Character.isWhitespace(authorization.charAt(end)));
  }

  /** What stands behind the colon; what cannot be read is a password that nobody has. */
  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
