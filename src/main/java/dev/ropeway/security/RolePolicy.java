package dev.ropeway.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who gets in where. */
@ApplicationScoped
class RolePolicy implements HttpSecurityPolicy {

  private final ApiKeys keys;
  private final AccessRules access;
  private final Audit audit;
  private final boolean openConsole;

  RolePolicy(ApiKeys keys, AccessRules access, Audit audit, ApiSettings settings) {
    this.keys = keys;
    this.access = access;
    this.audit = audit;
    this.openConsole = settings.openConsole();
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext request) {
    String verb = context.request().method().name();
    String path = context.normalizedPath();
    if (access.isOpen(verb, path) || (openConsole && AccessRules.isLook(verb, path))) {
      return CheckResult.permit();
    }
    Set<Role> allowed = access.roles(verb, path);
    return identity.flatMap(
        caller -> {
          if (!keys.isOpen() && allowed.stream().noneMatch(role -> caller.hasRole(role.word()))) {
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
