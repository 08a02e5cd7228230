package dev.ropeway.api;

import dev.ropeway.recommendation.Bounds;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import java.util.Map;

/** Who sent a request, and what it may do. */
public final class Callers {

  /** The header in which a message has its caller. */
  public static final String USER = "CamelVertxPlatformHttpAuthenticatedUser";

  /** The attribute of an identity that says what its caller may see. */
  public static final String BOUNDS = "bounds";

  private Callers() {}

  /** The caller's name, for timelines. */
  public static String name(Map<String, Object> headers) {
    return headers.get(USER) instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
        ? user.getSecurityIdentity().getPrincipal().getName()
        : "anonymous";
  }

  /** Whether the caller has a role, which is told by its word. */
  public static boolean has(Map<String, Object> headers, String role) {
    return headers.get(USER) instanceof QuarkusHttpUser user
        && user.getSecurityIdentity().hasRole(role);
  }

  /**
   * What the caller may see. What no request asks for, such as a timer of a mounted route, has no
   * bounds.
   */
  public static Bounds bounds(Map<String, Object> headers) {
    return headers.get(USER) instanceof QuarkusHttpUser user
        ? bounds(user.getSecurityIdentity())
        : Bounds.EVERYTHING;
  }

  /** What a caller may see; nothing if nobody said what. */
  public static Bounds bounds(SecurityIdentity caller) {
    Bounds bounds = caller.getAttribute(BOUNDS);
    return bounds == null ? Bounds.NOTHING : bounds;
  }
}
