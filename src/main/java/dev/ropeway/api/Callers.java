package dev.ropeway.api;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import java.util.Map;

/** Names the caller of a request for the timeline. */
public final class Callers {

  private static final String USER = "CamelVertxPlatformHttpAuthenticatedUser";

  private Callers() {}

  public static String name(Map<String, Object> headers) {
    return headers.get(USER) instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
        ? user.getSecurityIdentity().getPrincipal().getName()
        : "anonymous";
  }
}
