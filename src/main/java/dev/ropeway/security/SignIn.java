package dev.ropeway.security;

import dev.ropeway.security.ConfiguredKeys.Caller;
import dev.ropeway.store.InvalidSettingException;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** People at a browser: how they sign in at the console, are known again, and sign out. */
@ApplicationScoped
public class SignIn {

  private final Sessions sessions;
  private final TokenCallers tokens;
  private final CallerIdentities identities;
  private final Vertx vertx;
  private final Optional<Caller> everybody;

  SignIn(
      Sessions sessions,
      TokenCallers tokens,
      CallerIdentities identities,
      ApiKeys keys,
      SignInSettings settings,
      Vertx vertx) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.identities = identities;
    this.vertx = vertx;
    everybody = settings.as().map(name -> everybody(name, keys));
  }

  private static Caller everybody(String name, ApiKeys keys) {
    if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
      throw new InvalidSettingException("ropeway.sign-in.as", "is for dev mode only: remove it");
    }
    return keys.configured(name)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "ropeway.sign-in.as", "must be the name of a caller of ropeway.api.keys"));
  }

  /** Whether a browser sends along by itself who is signed in. */
  public static boolean isSigned(HttpServerRequest request) {
    return request.cookies().stream()
        .map(Cookie::getName)
        .anyMatch(
            name ->
                name.endsWith(BrowserCookies.SESSION)
                    || name.startsWith(OidcUtils.SESSION_COOKIE_NAME));
  }

  /** Whether somebody looks at an open console and has not signed in. */
  public static boolean isVisitor(SecurityIdentity caller) {
    return CallerIdentities.isVisitor(caller);
  }

  /** Where to sign in, and then come back to what was asked for. */
  public static String address(RoutingContext context) {
    return Pages.SIGN_IN
        + "?to="
        + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8);
  }

  /** Where the directory signs people in, who then go on to a page; null if there is none. */
  public String directory(String to) {
    return tokens.signsIn()
        ? Pages.DIRECTORY + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)
        : null;
  }

  /** Signs a browser in with a key; false if nobody has that key. Asks the database. */
  public boolean withKey(RoutingContext context, String key) {
    Optional<String> token = sessions.begin(key);
    token.ifPresent(
        value -> BrowserCookies.write(context, BrowserCookies.SESSION, value, sessions.length()));
    return token.isPresent();
  }

  /** Takes a browser that the directory signed in for nobody else any more. Asks the database. */
  public void withDirectory(RoutingContext context) {
    endKey(context);
  }

  /** Ends the session of a browser. Asks the database. */
  public void out(RoutingContext context) {
    endKey(context);
    tokens.forget(context);
  }

  private void endKey(RoutingContext context) {
    BrowserCookies.read(context, BrowserCookies.SESSION).ifPresent(sessions::end);
    BrowserCookies.forget(context, BrowserCookies.SESSION);
  }

  /** Who sits at a browser that sent no key and no token; null if nobody is signed in. */
  Uni<SecurityIdentity> known(RoutingContext context, IdentityProviderManager providers) {
    Optional<String> token = BrowserCookies.read(context, BrowserCookies.SESSION);
    if (token.isPresent() && !Pages.isDirectory(context.normalizedPath())) {
      return Uni.createFrom()
          .completionStage(
              () ->
                  vertx
                      .executeBlocking(() -> session(context, token.get()), false)
                      .toCompletionStage())
          .flatMap(
              identity ->
                  identity == null
                      ? ofDirectory(context, providers)
                      : Uni.createFrom().item(identity));
    }
    return ofDirectory(context, providers);
  }

  private Uni<SecurityIdentity> ofDirectory(
      RoutingContext context, IdentityProviderManager providers) {
    return tokens.isSignedIn(context)
        ? tokens.signedIn(context, providers)
        : Uni.createFrom().item(everybody.map(this::identity).orElse(null));
  }

  private SecurityIdentity session(RoutingContext context, String token) {
    return sessions
        .find(token, Navigation.of(context.request()).isPage())
        .map(
            session -> {
              if (session.renewed() != null) {
                BrowserCookies.write(
                    context, BrowserCookies.SESSION, session.renewed(), sessions.length());
              }
              return identity(session.caller());
            })
        .orElse(null);
  }

  private SecurityIdentity identity(Caller caller) {
    return identities.of(caller.name(), caller.roles(), "session", caller.scopes());
  }
}
