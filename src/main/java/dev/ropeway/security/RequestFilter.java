package dev.ropeway.security;

import dev.ropeway.api.MediaType;
import dev.ropeway.api.Parameters;
import dev.ropeway.api.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to every request before anybody asks who sent it: headers that bind the browser, a
 * note for the audit log, and what no route would take is refused as a problem.
 */
@ApplicationScoped
class RequestFilter {

  /** Nothing runs or loads that we did not ship: recommendation texts come from strangers. */
  static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** An answer of the API that is opened as a page shows, runs and loads nothing. */
  private static final String API_POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Of this host alone: what is below it may be somebody else's. */
  private static final String A_YEAR_OF_TLS = "max-age=31536000";

  private static final Set<String> READS = Set.of("GET", "OPTIONS");

  private final Operations operations;
  private final Audit audit;

  RequestFilter(Operations operations, Audit audit) {
    this.operations = operations;
    this.audit = audit;
  }

  void open(@Observes Router router) {
    Refusals.details()
        .keySet()
        .forEach(
            status -> router.errorHandler(status, context -> Refusals.refuse(context, status)));
    router.route().order(Integer.MIN_VALUE).handler(this::enter);
    router
        .route("/api/*")
        .order(Integer.MIN_VALUE)
        .failureHandler(Refusals::failed)
        .handler(this::fits);
    router.route().order(Integer.MIN_VALUE).failureHandler(Refusals::failed).handler(this::isOurs);
  }

  private void enter(RoutingContext context) {
    String path = context.normalizedPath();
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", AccessRules.isPage(path) ? PAGE_POLICY : API_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    if ("https".equals(context.request().scheme())) {
      headers.set("Strict-Transport-Security", A_YEAR_OF_TLS);
    }
    if (!AccessRules.isShipped(path)) {
      headers.set("Cache-Control", "no-store");
    }
    // Where the connection ends with the answer, nobody is told of the end of anything but its
    // body.
    context.addBodyEndHandler(body -> audit.end(context));
    CamelHeaders.drop(context.request().headers());
    // The contract refuses a query of names that it does not know.
    if (AccessRules.isBesideApi(path)) {
      CamelHeaders.drop(context.queryParams());
    }
    context.next();
  }

  private static boolean isAdded(String path) {
    return AccessRules.isBesideApi(path) && !AccessRules.isPage(path);
  }

  /** What is added beside the contract is as safe from foreign pages as the contract. */
  private void isOurs(RoutingContext context) {
    String path = context.normalizedPath();
    if (AccessRules.isPage(path)
        && !Pages.isProven(path)
        && !isRead(context)
        && isForeign(context)) {
      Refusals.answer(
          context, Problem.of(403, "a page of another site may not change anything here"));
      return;
    }
    Optional<Problem> misspelt = misspelt(context);
    if (misspelt.isPresent()) {
      Refusals.answer(context, misspelt.get());
      return;
    }
    if (isAdded(path) && isPasswordOfBrowser(context)) {
      if (isOfAnotherSite(context)) {
        Refusals.answer(
            context, Problem.of(403, "a page of another site may not change anything here"));
        return;
      } else if (!isOfTypeTaken(context)) {
        Refusals.refuse(context, 415);
        return;
      }
    }
    context.next();
  }

  /** What the address of a page has and its operation lacks: a misspelt filter would show all. */
  private Optional<Problem> misspelt(RoutingContext context) {
    String verb = context.request().method().name();
    String path = context.normalizedPath();
    return !Pages.at(path)
        ? Optional.empty()
        : operations
            .find(verb, path)
            .flatMap(
                operation ->
                    QueryCheck.flaw(
                        Pages.queries(verb, path, operation), false, context.queryParams()));
  }

  /** What Camel and Quarkus would refuse with an empty body is refused here, before it is read. */
  private void fits(RoutingContext context) {
    Set<String> verbs = operations.verbs(context.normalizedPath());
    if (verbs.isEmpty()) {
      Refusals.refuse(context, 404);
    } else if (!verbs.contains(context.request().method().name())) {
      context.response().putHeader("Allow", String.join(", ", verbs));
      Refusals.refuse(context, 405);
    } else if (isPasswordOfBrowser(context) && isOfAnotherSite(context)) {
      Refusals.answer(
          context, Problem.of(403, "a page of another site may not change anything here"));
    } else if (!isOfTypeTaken(context)) {
      Refusals.refuse(context, 415);
    } else {
      asks(context);
    }
  }

  /** Routes know a parameter and a header of one name as one: a header must not pass for it. */
  private void asks(RoutingContext context) {
    Parameters.all().forEach(context.request().headers()::remove);
    operations
        .find(context.request().method().name(), context.normalizedPath())
        .flatMap(
            operation ->
                QueryCheck.flaw(operation.queries(), !isRead(context), context.queryParams()))
        .ifPresentOrElse(flaw -> Refusals.answer(context, flaw), context::next);
  }

  private static boolean isRead(RoutingContext context) {
    return READS.contains(context.request().method().name());
  }

  /** A write whose credentials a browser may have added to what any page sends. */
  private static boolean isPasswordOfBrowser(RoutingContext context) {
    return !isRead(context)
        && (SignIn.isSigned(context.request())
            || !RequestCredentials.of(null, context.request().getHeader("Authorization"))
                .keys()
                .isEmpty());
  }

  /** Whether a form comes from elsewhere; older browsers tell only the origin. */
  private static boolean isForeign(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    return request.getHeader("Sec-Fetch-Site") != null
        ? isOfAnotherSite(context)
        : origin != null && !origin.equals(request.scheme() + "://" + request.authority());
  }

  /** What browsers say themselves and no page can; a host beside ours is as foreign as any. */
  private static boolean isOfAnotherSite(RoutingContext context) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  /**
   * Without a type only where no browser can have added a password: no page elsewhere can name JSON
   * as the type without asking us first, which we do not answer.
   */
  private boolean isOfTypeTaken(RoutingContext context) {
    List<String> types = context.request().headers().getAll("Content-Type");
    if (types.isEmpty()) {
      return !isPasswordOfBrowser(context);
    }
    return types.size() == 1
        && MediaType.of(types.get(0))
            .filter(type -> type.isJson() || isBinaryEvent(context, type))
            .isPresent();
  }

  /**
   * A CloudEvent whose attributes are headers, which foreign pages cannot set either. A form would
   * be taken apart before a reader sees it.
   */
  private boolean isBinaryEvent(RoutingContext context, MediaType type) {
    HttpServerRequest request = context.request();
    return request.getHeader("ce-specversion") != null
        && !type.isForm()
        && operations
            .find(request.method().name(), context.normalizedPath())
            .filter(Operations.Operation::anyType)
            .isPresent();
  }
}
