package dev.ropeway.security;

import dev.ropeway.api.Callers;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who gets in where. */
@ApplicationScoped
class RolePolicy implements HttpSecurityPolicy {

  private static final String LIMITED =
      "this is not for callers that are limited to paths; ask a caller that is not";

  private final AccessRules access;
  private final Audit audit;

  RolePolicy(AccessRules access, Audit audit) {
    this.access = access;
    this.audit = audit;
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext request) {
    String verb = context.request().method().name();
    String path = context.normalizedPath();
    if (access.isOpen(verb, path)) {
      return CheckResult.permit();
    }
    if (Pages.isDirectory(path)) {
      return identity.map(caller -> caller.isAnonymous() ? CheckResult.DENY : CheckResult.PERMIT);
    }
    Set<Role> allowed = access.roles(verb, path);
    return identity.flatMap(
        caller -> {
          if (allowed.stream().noneMatch(role -> caller.hasRole(role.word()))) {
            return CheckResult.deny();
          }
          if (!Callers.bounds(caller).everything() && !access.isWithinBounds(verb, path)) {
            Refusals.because(context, LIMITED);
            return CheckResult.deny();
          }
          return audit.concerns(verb, path)
              ? request.runBlocking(context, Uni.createFrom().item(caller), this::begin)
              : CheckResult.permit();
        });
  }

  private CheckResult begin(RoutingContext context, SecurityIdentity caller) {
    audit.begin(context, caller);
    return CheckResult.PERMIT;
  }
}
