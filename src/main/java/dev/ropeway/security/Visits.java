package dev.ropeway.security;

import dev.ropeway.store.Digest;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When somebody was at the console before the present visit. It is known to the browser only: a
 * visit ends when no page was opened for half an hour.
 */
@ApplicationScoped
public class Visits {

  private static final Duration PAUSE = Duration.ofMinutes(30);
  private static final Duration KEPT = Duration.ofDays(90);

  /** After it is known who asks. */
  private static final int ORDER = -30;

  /** Who it was, when the visit before ended (0: there was none), and the last page of this one. */
  private static final Pattern COOKIE =
      Pattern.compile("([0-9a-f]{16})\\.(\\d{1,15})\\.(\\d{1,15})");

  private final Clock clock;

  Visits(Clock clock) {
    this.clock = clock;
  }

  private record Visit(String who, long before, long seen) {
    String text() {
      return who + "." + before + "." + seen;
    }
  }

  void open(@Observes Router router) {
    router.route().method(HttpMethod.GET).order(ORDER).handler(this::note);
  }

  /** A part of a page that updates itself is no sign of anybody. */
  private void note(RoutingContext context) {
    if (Pages.at(context.normalizedPath()) && Navigation.of(context.request()).isPage()) {
      visit(context)
          .ifPresent(
              visit -> BrowserCookies.write(context, BrowserCookies.VISIT, visit.text(), KEPT));
    }
    context.next();
  }

  /** When the visit before this one ended; empty if there was none, or nobody knows who asks. */
  public Optional<Instant> before(RoutingContext context) {
    return visit(context)
        .filter(visit -> visit.before() > 0)
        .map(Visit::before)
        .map(Instant::ofEpochMilli);
  }

  private Optional<Visit> visit(RoutingContext context) {
    if (!(context.user() instanceof QuarkusHttpUser user)
        || user.getSecurityIdentity().isAnonymous()) {
      return Optional.empty();
    }
    String who = digest(user.getSecurityIdentity());
    long now = clock.instant().toEpochMilli();
    return Optional.of(
        BrowserCookies.read(context, BrowserCookies.VISIT)
            .map(COOKIE::matcher)
            .filter(Matcher::matches)
            .map(kept -> new Visit(kept.group(1), number(kept, 2), number(kept, 3)))
            .filter(kept -> kept.who().equals(who) && kept.seen() <= now && kept.before() <= now)
            .map(kept -> now - kept.seen() > PAUSE.toMillis() ? kept.seen() : kept.before())
            .map(before -> new Visit(who, before, now))
            .orElse(new Visit(who, 0, now)));
  }

  private static long number(Matcher kept, int group) {
    return Long.parseLong(kept.group(group));
  }

  /** A browser may be used by several people. */
  private static String digest(SecurityIdentity identity) {
    return HexFormat.of().formatHex(Digest.sha256(identity.getPrincipal().getName()), 0, 8);
  }
}
