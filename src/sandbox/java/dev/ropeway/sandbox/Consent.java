package dev.ropeway.sandbox;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.AuthorizationRequest;
import dev.ropeway.sandbox.instance.Instance;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** {@code /oauth_auth.do}: a person signs in and allows or denies what a client asks for. */
final class Consent {
  private static final String COOKIE = "sandbox_login";
  private static final String TABLE = "oauth_auth.do";

  private final Instance instance;
  private final PageTemplates templates;
  private final Map<String, String> userBySession = new HashMap<>();

  Consent(Instance instance, PageTemplates templates) {
    this.instance = instance;
    this.templates = templates;
  }

  /** Where a client sends a person. */
  void ask(RoutingContext context) {
    AuthorizationRequest request = request(context);
    if (request == null) {
      return;
    }
    String userName = userBySession.get(session(context));
    if (userName == null || !instance.accounts.isActive(userName)) {
      logInPage(context, 200, null);
      return;
    }
    Map<String, Object> page =
        Map.of(
            "title", "Allow access",
            "client", request.client().nameOr(request.clientId()),
            "user", instance.database.user(userName).get("name"),
            "userName", userName,
            "redirect", request.redirectUri(),
            "query", query(context));
    // Browsers hold the address that a form's answer redirects to against this policy as well.
    send(context, 200, templates.page("consent", page), origin(request.redirectUri()));
  }

  void decide(RoutingContext context) {
    AuthorizationRequest request = request(context);
    if (request == null) {
      return;
    }
    String userName = userBySession.get(session(context));
    if (userName == null || Pages.isForeign(context)) {
      notice(context, 403, "Sign in first");
      return;
    }
    boolean allowed = "allow".equals(context.request().getFormAttribute("decision"));
    redirect(
        context,
        302,
        allowed ? request.allowed(instance.codes.issue(request, userName)) : request.denied());
  }

  /** Signs a person in and goes on with what the address still carries. */
  void logIn(RoutingContext context) {
    String userName = String.valueOf(context.request().getFormAttribute("user"));
    String password = String.valueOf(context.request().getFormAttribute("password"));
    if (Pages.isForeign(context) || !instance.accounts.mayLogIn(userName, password)) {
      logInPage(context, 401, "User name or password invalid");
      return;
    }
    String session = instance.database.newSysId();
    userBySession.put(session, userName);
    context
        .response()
        .addCookie(
            Cookie.cookie(COOKIE, session)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX));
    redirect(context, 303, "/" + TABLE + "?" + query(context));
  }

  /** "Not you?" */
  void logOut(RoutingContext context) {
    userBySession.remove(session(context));
    redirect(context, 303, "/" + TABLE + "?" + query(context));
  }

  /** Null when an answer was given already. */
  private AuthorizationRequest request(RoutingContext context) {
    if (struck(context)) {
      return null;
    }
    try {
      return AuthorizationRequest.of(context.queryParams(), instance);
    } catch (IllegalArgumentException e) {
      notice(context, 400, e.getMessage()); // the status is not in our sources
      return null;
    }
  }

  /** An instance that is asleep or away has no consent page either. */
  private boolean struck(RoutingContext context) {
    FaultKind fault = instance.faults.draw(context.request().method().name(), TABLE, false);
    FaultRule rule = fault == null ? null : instance.faults.rules().get(fault);
    Answer instead = FaultResponses.instead(fault, rule, null, instance.stamps.instant());
    if (instead == null) {
      return false;
    }
    HttpServerResponse response = context.response().setStatusCode(instead.status());
    instead.headers().forEach(response::putHeader);
    if (instead.body() == null) {
      response.end();
    } else {
      response.putHeader("Content-Type", instead.contentType()).end(instead.body());
    }
    return true;
  }

  private void logInPage(RoutingContext context, int status, String error) {
    Map<String, Object> page = new HashMap<>();
    page.put("title", "Log in");
    page.put("query", query(context));
    page.put("error", error);
    send(context, status, templates.page("login", page), "");
  }

  private void notice(RoutingContext context, int status, String text) {
    Map<String, Object> page = Map.of("title", "OAuth", "text", text);
    send(context, status, templates.page("notice", page), "");
  }

  private static String session(RoutingContext context) {
    Cookie cookie = context.request().getCookie(COOKIE);
    return cookie == null ? "" : cookie.getValue();
  }

  private static String query(RoutingContext context) {
    String query = context.request().query();
    return query == null ? "" : query;
  }

  private static String origin(String redirectUri) {
    URI uri = URI.create(redirectUri);
    return " " + uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static void redirect(RoutingContext context, int status, String location) {
    context.response().setStatusCode(status).putHeader("Location", location).end();
  }

  private static void send(RoutingContext context, int status, String page, String formTargets) {
    HttpServerResponse response = context.response().setStatusCode(status);
    Pages.html(response, formTargets).end(page);
  }
}
