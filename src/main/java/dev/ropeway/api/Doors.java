package dev.ropeway.api;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Who gets in where, and how those are told who don't: refusals before a route are problems too. */
@ApplicationScoped
class Doors implements HttpSecurityPolicy {

  private static final Map<Integer, String> REFUSALS =
      Map.of(
          400, "the request cannot be read",
          403, "the caller's roles do not allow this",
          404, "there is nothing here",
          405, "this path does not take that verb; Allow names those it takes",
          413, "the body is larger than the limit of quarkus.http.limits.max-body-size",
          415, "send application/json");

  private final ApiKeys keys;
  private final boolean openConsole;

  Doors(ApiKeys keys, ApiSettings settings) {
    this.keys = keys;
    this.openConsole = settings.openConsole();
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext request) {
    Set<Role> allowed = Role.allowed(context.request().method().name(), context.normalizedPath());
    boolean page = !context.normalizedPath().startsWith("/api/");
    if (keys.isOpen() || allowed.isEmpty() || (page && openConsole)) {
      return CheckResult.permit();
    }
    return identity.map(
        caller ->
            allowed.stream().anyMatch(role -> caller.hasRole(role.word()))
                ? CheckResult.PERMIT
                : CheckResult.DENY);
  }

  void refuse(@Observes Router router) {
    REFUSALS.forEach(
        (status, detail) ->
            router.errorHandler(status, context -> answer(context, Problem.of(status, detail))));
    router.route("/api/*").failureHandler(Doors::failed).handler(Doors::readable);
  }

  private static void failed(RoutingContext context) {
    int status = context.failure() instanceof ForbiddenException ? 403 : context.statusCode();
    if (REFUSALS.containsKey(status)) {
      answer(context, Problem.of(status, REFUSALS.get(status)));
    } else {
      context.next();
    }
  }

  /** Camel's own 415 has no body. */
  private static void readable(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (media.isEmpty() || media.endsWith("/json") || media.endsWith("+json")) {
      context.next();
    } else {
      answer(context, Problem.of(415, REFUSALS.get(415)));
    }
  }

  static void answer(RoutingContext context, Problem problem) {
    if (context.response().ended()) {
      return;
    }
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.at(context.normalizedPath()).json());
  }
}
