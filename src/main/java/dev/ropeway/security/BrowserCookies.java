package dev.ropeway.security;

import dev.ropeway.store.Text;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The cookies that the console keeps in a browser: no script reads them, no other site sends them.
 */
public final class BrowserCookies {

  /** Who is signed in. */
  static final String SESSION = "ropeway-session";

  /** What the forms of our pages send along, and a page of another site cannot know. */
  static final String FORM = "ropeway-form";

  /** When its user was here. */
  static final String VISIT = "ropeway-visit";

  /** What comes along when somebody follows a link from elsewhere to us; no form does. */
  private static final Set<String> WITH_LINKS = Set.of(SESSION, VISIT);

  /** What the next page says of what was just done. */
  private static final String NOTICE = "ropeway-notice";

  private static final int NOTICE_LENGTH = 500;

  /** The prefix holds a browser to this host, to TLS and to the path of all pages. */
  private static final String HOST_ONLY = "__Host-";

  private static final int MAX_LENGTH = 4 * NOTICE_LENGTH;

  private BrowserCookies() {}

  /** What the browser sent; empty if it sent nothing that could be ours. */
  static Optional<String> read(RoutingContext context, String name) {
    return Optional.ofNullable(context.request().getCookie(fullName(context, name)))
        .map(Cookie::getValue)
        .filter(value -> !value.isBlank() && value.length() <= MAX_LENGTH);
  }

  /**
   * Has the browser keep a value.
   *
   * @param age null for as long as the browser is open
   */
  static void write(RoutingContext context, String name, String value, Duration age) {
    Cookie cookie =
        Cookie.cookie(fullName(context, name), value)
            .setPath("/")
            .setHttpOnly(true)
            .setSecure(isTls(context))
            // A link from a mail or a chat has to open as the person who follows it.
            .setSameSite(WITH_LINKS.contains(name) ? CookieSameSite.LAX : CookieSameSite.STRICT);
    if (age != null) {
      cookie.setMaxAge(age.toSeconds());
    }
    context.response().addCookie(cookie);
  }

  /** Has the browser forget it. */
  static void forget(RoutingContext context, String name) {
    write(context, name, "", Duration.ZERO);
  }

  /** Has the next page say something, once. */
  public static void say(RoutingContext context, String notice) {
    write(
        context,
        NOTICE,
        URLEncoder.encode(
            Text.cut(Text.oneLine(notice), NOTICE_LENGTH / 2), StandardCharsets.UTF_8),
        Duration.ofMinutes(1));
  }

  /** What the page before wanted to be said; empty if it is said already. */
  public static Optional<String> said(RoutingContext context) {
    Optional<String> notice = read(context, NOTICE);
    notice.ifPresent(text -> forget(context, NOTICE));
    return notice.map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8)).map(Text::clean);
  }

  private static String fullName(RoutingContext context, String name) {
    return isTls(context) ? HOST_ONLY + name : name;
  }

  private static boolean isTls(RoutingContext context) {
    return "https".equals(context.request().scheme());
  }
}
