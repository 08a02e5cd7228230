package dev.ropeway.security;

import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemPage;
import dev.ropeway.security.TokenCallers.ProviderUnavailableException;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.arc.Arc;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** How those are told who are refused before a route: in the same words as by a route. */
final class Refusals {

  private static final Logger LOG = Logger.getLogger(Refusals.class);

  private static final Map<Integer, String> DETAILS =
      Map.of(
          400, "the request cannot be read",
          403, "the caller's roles do not allow this",
          404, "this path does not exist",
          405,
              "this path does not support this method; the Allow header lists the methods it supports",
          408, "the body did not arrive within ropeway.api.body-timeout",
          413,
              "the body is larger than this operation allows; see x-max-body in GET /openapi, or"
                  + " ropeway.api.max-body-size",
          415, "send application/json");

  private static final String WHY = Refusals.class.getName();

  private Refusals() {}

  static Map<Integer, String> details() {
    return DETAILS;
  }

  /** Says why a call is about to be refused, for when it is. */
  static void because(RoutingContext context, String detail) {
    context.put(WHY, detail);
  }

  static void refuse(RoutingContext context, int status) {
    if (status == 403 && RequestCredentials.of(context.request()).bearer()) {
      context
          .response()
          .putHeader("WWW-Authenticate", "Bearer realm=\"Ropeway\", error=\"insufficient_scope\"");
    }
    String why = status == 403 ? context.get(WHY) : null;
    answer(context, Problem.of(status, why == null ? DETAILS.get(status) : why));
  }

  /** Whatever broke on the way to a route. */
  static void failed(RoutingContext context) {
    Throwable failure = context.failure();
    if (context.response().headWritten()) {
      // Whoever reads must not take what came so far for everything.
      LOG.warnf("an answer could not be completed: %s", String.valueOf(failure));
      context.response().reset();
      return;
    }
    if (failure instanceof AuthenticationRedirectException) {
      // No refusal: the directory signed somebody in.
      context.next();
      return;
    }
    int status = failure instanceof ForbiddenException ? 403 : context.statusCode();
    if (failure instanceof ProviderUnavailableException) {
      later(context, 503, "the identity provider cannot be reached; API keys still work");
    } else if (failure instanceof StoreUnavailableException) {
      later(
          context,
          503,
          "the database cannot be reached and nothing was changed; send the request again shortly");
    } else if (failure instanceof StoreBusyException) {
      later(
          context,
          429,
          "too many requests are waiting for the database; send the request again shortly");
    } else if (DETAILS.containsKey(status)) {
      refuse(context, status);
    } else if (failure != null && (status < 0 || status == 500)) {
      UUID reference = UUID.randomUUID();
      LOG.errorf(failure, "a request failed unexpectedly, reference %s", reference);
      answer(
          context,
          Problem.of(
              500, "an unexpected error occurred; the log has it under reference " + reference));
    } else {
      context.next();
    }
  }

  static void later(RoutingContext context, int status, String detail) {
    context.response().putHeader("Retry-After", status == 429 ? "1" : "5");
    answer(context, Problem.of(status, detail));
  }

  static void answer(RoutingContext context, Problem problem) {
    if (context.response().ended()) {
      return;
    }
    context.response().setStatusCode(problem.status());
    if (Navigation.of(context.request()).isPage()) {
      context
          .response()
          .putHeader("Content-Type", "text/html; charset=utf-8")
          .putHeader("Content-Security-Policy", RequestFilter.PAGE_POLICY)
          .end(Arc.container().instance(ProblemPage.class).get().html(problem));
      return;
    }
    context
        .response()
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.at(context.normalizedPath()).json());
  }
}
