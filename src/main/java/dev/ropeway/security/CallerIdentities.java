package dev.ropeway.security;

import dev.ropeway.api.Callers;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.recommendation.Bounds;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** What Ropeway keeps in mind of a caller while it serves a request: name, roles and bounds. */
@ApplicationScoped
class CallerIdentities {

  /** The attribute of an identity that says how its caller was known. */
  static final String HOW = "how";

  private static final String VISITOR = "open-console";

  /** The scope of whoever is not limited, where limits must be said. */
  private static final String ALL = "/";

  private final Scopes scopes;

  CallerIdentities(Scopes scopes) {
    this.scopes = scopes;
  }

  /**
   * A caller.
   *
   * @param limits paths that the caller is limited to; null if it is not
   */
  SecurityIdentity of(String name, Set<Role> roles, String how, Set<String> limits) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(name))
            .addAttribute(HOW, how)
            .addAttribute(Callers.BOUNDS, bounds(limits));
    roles.forEach(role -> identity.addRole(role.word()));
    return identity.build();
  }

  /** Whoever looks at an open console without having signed in. */
  SecurityIdentity visitor() {
    return of("anonymous", Set.of(Role.READER), VISITOR, null);
  }

  /** Whether somebody only looks at an open console. */
  static boolean isVisitor(SecurityIdentity caller) {
    return VISITOR.equals(caller.getAttribute(HOW));
  }

  private Bounds bounds(Set<String> limits) {
    return limits == null || limits.contains(ALL)
        ? Bounds.EVERYTHING
        : Bounds.within(scopes.withPlacesBelow(limits));
  }
}
