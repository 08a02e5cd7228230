package dev.ropeway.doors;

import dev.ropeway.api.Problem;
import dev.ropeway.assignment.StoreUnavailableException;
import dev.ropeway.doors.Tokens.ProviderUnavailableException;
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

/**
 * Who gets in where, and how those are told who don't: refusals before a route are problems too.
 */
@ApplicationScoped
class Doors implements HttpSecurityPolicy {

  private static final Map<Integer, String> REFUSALS =
      Map.of(
          400, "the request cannot be read",
          403, "the caller's roles do not allow this",
          404, "there is nothing here",
          405, "this path does not take that verb; Allow names those it takes",
          413, "the body is larger than the limit of ropeway.api.max-body-size",
          415, "send application/json");

  private final ApiKeys keys;
  private final boolean openConsole;
  private final long maxBodySize;
  private final Operations operations;
  private final Access access;
  private final Audit audit;

  Doors(ApiKeys keys, ApiSettings settings, Operations operations, Access access, Audit audit) {
    this.audit = audit;
    this.operations = operations;
    this.access = access;
    this.keys = keys;
    this.openConsole = settings.openConsole();
    this.maxBodySize = settings.maxBodySize().asLongValue();
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext request) {
    String verb = context.request().method().name();
    String path = context.normalizedPath();
    if (access.isOpen(verb, path) || (openConsole && Access.isPage(path))) {
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

  void refuse(@Observes Router router) {
    REFUSALS.forEach(
        (status, detail) ->
            router.errorHandler(status, context -> answer(context, Problem.of(status, detail))));
    router.route().order(Integer.MIN_VALUE).handler(this::watch);
    // Before the handler that reads bodies: a refusal must not wait for twenty megabytes to arrive.
    router
        .route("/api/*")
        .order(Integer.MIN_VALUE)
        .failureHandler(Doors::failed)
        .handler(this::fits);
  }

  private void watch(RoutingContext context) {
    context.addEndHandler(end -> audit.end(context, end.succeeded()));
    context.next();
  }

  private static void failed(RoutingContext context) {
    int status = context.failure() instanceof ForbiddenException ? 403 : context.statusCode();
    if (context.failure() instanceof ProviderUnavailableException) {
      context.response().putHeader("Retry-After", "5");
      answer(
          context,
          Problem.of(
              503, "the provider of identities cannot be reached now; API keys are still good"));
    } else if (context.failure() instanceof StoreUnavailableException) {
      context.response().putHeader("Retry-After", "5");
      answer(context, Problem.of(503, "the store cannot be reached now; nothing was changed"));
    } else if (REFUSALS.containsKey(status)) {
      if (status == 403 && Credentials.of(context.request()).bearer()) {
        context
            .response()
            .putHeader(
                "WWW-Authenticate", "Bearer realm=\"Ropeway\", error=\"insufficient_scope\"");
      }
      answer(context, Problem.of(status, REFUSALS.get(status)));
    } else {
      context.next();
    }
  }

  /** What Camel and Quarkus would refuse with an empty body is refused here, before it is read. */
  private void fits(RoutingContext context) {
    context.response().putHeader("Cache-Control", "no-store");
    Set<String> verbs = operations.verbs(context.normalizedPath());
    if (verbs.isEmpty()) {
      answer(context, Problem.of(404, REFUSALS.get(404)));
    } else if (!verbs.contains(context.request().method().name())) {
      context.response().putHeader("Allow", String.join(", ", verbs));
      answer(context, Problem.of(405, REFUSALS.get(405)));
    } else if (!isJson(context.request().getHeader("Content-Type")) || isForeignWrite(context)) {
      answer(context, Problem.of(415, REFUSALS.get(415)));
    } else if (length(context) > maxBodySize) {
      context.response().putHeader("Connection", "close");
      answer(context, Problem.of(413, REFUSALS.get(413)));
    } else {
      context.next();
    }
  }

  /**
   * A browser adds a password that it remembers to what any page sends. No page elsewhere can name
   * JSON as the type without asking us first, which we do not answer.
   */
  private static boolean isForeignWrite(RoutingContext context) {
    return !context.request().method().name().equals("GET")
        && context.request().getHeader("Content-Type") == null
        && Credentials.of(null, context.request().getHeader("Authorization")).keys().size() == 1;
  }

  private static boolean isJson(String contentType) {
    if (contentType == null || contentType.isBlank()) {
      return true;
    }
    String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return media.endsWith("/json") || media.endsWith("+json");
  }

  private static long length(RoutingContext context) {
    try {
      String length = context.request().getHeader("Content-Length");
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
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
