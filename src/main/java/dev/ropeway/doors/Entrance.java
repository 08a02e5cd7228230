package dev.ropeway.doors;

import dev.ropeway.api.Parameters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;

/**
 * What happens to every request before anybody asks who sent it: headers that bind the browser, a
 * note for the audit log, and what no route would take is refused as a problem.
 */
@ApplicationScoped
class Entrance {

  /** Nothing runs or loads that we did not ship: finding texts come from strangers. */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** An answer of the API that is opened as a page shows, runs and loads nothing. */
  private static final String API_POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> READS = Set.of("GET", "OPTIONS");

  private final Operations operations;
  private final Audit audit;

  Entrance(Operations operations, Audit audit) {
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
  }

  private void enter(RoutingContext context) {
    String path = context.normalizedPath();
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", Access.isPage(path) ? PAGE_POLICY : API_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    if (!Access.isShipped(path)) {
      headers.set("Cache-Control", "no-store");
    }
    context.addEndHandler(end -> audit.end(context, end.succeeded()));
    context.next();
  }

  /** What Camel and Quarkus would refuse with an empty body is refused here, before it is read. */
  private void fits(RoutingContext context) {
    Set<String> verbs = operations.verbs(context.normalizedPath());
    if (verbs.isEmpty()) {
      Refusals.refuse(context, 404);
    } else if (!verbs.contains(context.request().method().name())) {
      context.response().putHeader("Allow", String.join(", ", verbs));
      Refusals.refuse(context, 405);
    } else if (!(isJson(context.request().getHeader("Content-Type")) || isBinaryEvent(context))
        || isForeignWrite(context)) {
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
        .flatMap(operation -> QueryCheck.flaw(operation.queries(), context.queryParams()))
        .ifPresentOrElse(flaw -> Refusals.answer(context, flaw), context::next);
  }

  /**
   * A browser adds a password that it remembers to what any page sends. No page elsewhere can name
   * JSON as the type without asking us first, which we do not answer.
   */
  private static boolean isForeignWrite(RoutingContext context) {
    return !READS.contains(context.request().method().name())
        && context.request().getHeader("Content-Type") == null
        && !Credentials.of(null, context.request().getHeader("Authorization")).keys().isEmpty();
  }

  private static boolean isJson(String contentType) {
    if (contentType == null || contentType.isBlank()) {
      return true;
    }
    String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return media.endsWith("/json") || media.endsWith("+json");
  }

  /**
   * A CloudEvent whose attributes are headers, which foreign pages cannot set either. A form would
   * be taken apart before a reader sees it.
   */
  private boolean isBinaryEvent(RoutingContext context) {
    HttpServerRequest request = context.request();
    String type = request.getHeader("Content-Type").strip().toLowerCase(Locale.ROOT);
    return request.getHeader("ce-specversion") != null
        && !type.startsWith("multipart/")
        && !type.startsWith("application/x-www-form-urlencoded")
        && operations
            .find(request.method().name(), context.normalizedPath())
            .filter(Operations.Operation::anyType)
            .isPresent();
  }
}
