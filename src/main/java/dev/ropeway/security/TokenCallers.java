package dev.ropeway.security;

import dev.ropeway.store.InvalidSettingException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Callers that come with a bearer token, which Quarkus verifies, and what it opens here. */
@ApplicationScoped
class TokenCallers {

  private static final Set<String> PATH = Set.of("api", "v1");

  /** Quarkus verifies by the clock of the machine, too. */
  private static final Clock CLOCK = Clock.systemUTC();

  private final OidcAuthenticationMechanism oidc;
  private final TenantConfigBean tenants;
  private final boolean accepted;
  private final Map<Role, Set<String>> values;
  private final String scopesClaim;
  private final CallerIdentities callers;

  /** The provider of identities cannot be asked; the token may be good. */
  static final class ProviderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProviderUnavailableException(Throwable cause) {
      super("the identity provider cannot be reached", cause);
    }
  }

  TokenCallers(
      OidcAuthenticationMechanism oidc,
      TenantConfigBean tenants,
      OidcConfig config,
      ApiSettings settings,
      CallerIdentities callers) {
    this.oidc = oidc;
    this.tenants = tenants;
    this.callers = callers;
    scopesClaim = settings.oidc().scopesClaim().orElse(null);
    config.namedTenants().forEach(TokenCallers::check);
    accepted = config.namedTenants().values().stream().anyMatch(OidcTenantConfig::tenantEnabled);
    values = values(settings);
  }

  /** What Quarkus would start with, but which would let in strangers, or nobody. */
  private static void check(String name, OidcTenantConfig tenant) {
    String prefix =
        name.equals(OidcConfig.DEFAULT_TENANT_KEY) ? "quarkus.oidc." : "quarkus.oidc." + name + ".";
    if (PATH.contains(name)) {
      throw new InvalidSettingException(
          prefix.substring(0, prefix.length() - 1),
          "needs another name: Quarkus looks for it in paths, and Ropeway has paths with " + name);
    }
    if (!tenant.tenantEnabled()) {
      if (tenant.authServerUrl().isPresent() || tenant.publicKey().isPresent()) {
        throw new InvalidSettingException(
            prefix + "tenant-enabled", "must be true for tokens to be accepted");
      }
      return;
    }
    if (tenant.token().audience().isEmpty()) {
      throw new InvalidSettingException(
          prefix + "token.audience",
          "must be set: without it, Ropeway would accept tokens for other applications");
    }
    if (tenant.publicKey().isPresent() && tenant.token().issuer().isEmpty()) {
      throw new InvalidSettingException(
          prefix + "token.issuer", "must be set, because public-key does not name the issuer");
    }
  }

  private static Map<Role, Set<String>> values(ApiSettings settings) {
    Map<Role, Set<String>> values = new EnumMap<>(Role.class);
    settings
        .oidc()
        .roles()
        .forEach(
            (word, claimed) ->
                values.put(
                    Role.named(word)
                        .orElseThrow(
                            () ->
                                new InvalidSettingException(
                                    "ropeway.api.oidc.roles." + word, "is not a role of Ropeway")),
                    claimed));
    return values;
  }

  /** Whether tokens are accepted at all. */
  boolean accepted() {
    return accepted;
  }

  /** Whether people sign in with the directory at the console. */
  boolean signsIn() {
    return tenants.getDefaultTenant().oidcConfig().tenantEnabled()
        && tenants.getDefaultTenant().oidcConfig().applicationType().orElse(ApplicationType.SERVICE)
            != ApplicationType.SERVICE;
  }

  /** Whether a browser is signed in with the directory, or about to be. */
  boolean isSignedIn(RoutingContext context) {
    return signsIn()
        && (Pages.isDirectory(context.normalizedPath())
            || context.request().cookies().stream()
                .anyMatch(cookie -> OidcUtils.isSessionCookie(cookie.getName())));
  }

  /** Who a browser was signed in as by the directory. */
  Uni<SecurityIdentity> signedIn(RoutingContext context, IdentityProviderManager identities) {
    return oidc.authenticate(context, identities)
        .onFailure(failure -> !(failure instanceof AuthenticationException))
        .transform(TokenCallers::reason)
        // Quarkus would answer with an empty page: whoever cannot be known may sign in again.
        .onFailure(AuthenticationCompletionException.class)
        .transform(AuthenticationFailedException::new)
        .onItem()
        .ifNotNull()
        .transform(this::caller);
  }

  /** Sends a browser to the directory. */
  Uni<Boolean> askDirectory(RoutingContext context) {
    return oidc.sendChallenge(context)
        .onFailure(failure -> !(failure instanceof AuthenticationException))
        .transform(TokenCallers::reason);
  }

  /** Has a browser forget that the directory signed it in. */
  void forget(RoutingContext context) {
    if (signsIn()) {
      context.request().cookies().stream()
          .map(Cookie::getName)
          .filter(name -> name.startsWith(OidcUtils.SESSION_COOKIE_NAME))
          .forEach(
              name ->
                  OidcUtils.removeCookie(context, tenants.getDefaultTenant().oidcConfig(), name));
    }
  }

  Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
    if (!accepted || !mayBeGood(RequestCredentials.token(context.request()))) {
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    return oidc.authenticate(context, identities)
        .onFailure(failure -> !(failure instanceof AuthenticationException))
        .transform(TokenCallers::reason)
        .onItem()
        .ifNull()
        .failWith(AuthenticationFailedException::new)
        .map(this::caller);
  }

  /**
   * Whether a token can pass, by what it says of itself. One that cannot is refused before its key
   * is looked up: an unknown key makes Quarkus ask the provider, which it does once in a while
   * only, and a stranger must not use that up while the provider rotates its keys.
   */
  private boolean mayBeGood(String token) {
    if (!UnverifiedToken.isSigned(token)) {
      // Quarkus looks no key up for it.
      return true;
    }
    return UnverifiedToken.of(token)
        .filter(
            said ->
                Stream.concat(
                        Stream.of(tenants.getDefaultTenant()),
                        tenants.getStaticTenantsConfig().values().stream())
                    .filter(tenant -> tenant.oidcConfig().tenantEnabled())
                    .anyMatch(tenant -> mayBeOf(tenant, said)))
        .isPresent();
  }

  private static boolean mayBeOf(TenantConfigContext tenant, UnverifiedToken said) {
    OidcTenantConfig.Token expected = tenant.oidcConfig().token();
    Duration grace = Duration.ofSeconds(expected.lifespanGrace().orElse(0));
    return said.isCurrent(CLOCK.instant(), grace)
        && said.isFor(issuer(tenant, expected), Set.copyOf(expected.audience().orElse(List.of())));
  }

  /** Null where any may be, and while the provider did not say. */
  private static String issuer(TenantConfigContext tenant, OidcTenantConfig.Token expected) {
    String discovered =
        tenant.ready() && tenant.getOidcMetadata() != null
            ? tenant.getOidcMetadata().getIssuer()
            : null;
    String issuer = expected.issuer().orElse(discovered);
    return UnverifiedToken.ANY.equals(issuer) ? null : issuer;
  }

  /** Only the network is somebody else's fault; what else breaks on a token is the token's. */
  private static Throwable reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OIDCException
          || cause instanceof IOException
          || cause instanceof TimeoutException) {
        return new ProviderUnavailableException(failure);
      }
    }
    return new AuthenticationFailedException(failure);
  }

  private SecurityIdentity caller(SecurityIdentity verified) {
    Function<String, String> claims =
        verified.getPrincipal() instanceof JsonWebToken token
            ? name -> token.getClaim(name) instanceof String text ? text : null
            : name -> name.equals("sub") ? verified.getPrincipal().getName() : null;
    TokenCaller caller = TokenCaller.of(claims, verified.getRoles(), values);
    // The directory writes Azure Monitor's token alone, and it opens nothing but the intake.
    Set<String> scopes =
        scopesClaim == null || TokenCaller.isAzureWebhook(claims)
            ? null
            : TokenCaller.scopes(
                verified.getPrincipal() instanceof JsonWebToken token
                    ? token.getClaim(scopesClaim)
                    : null);
    return callers.of(caller.name(), caller.roles(), "token", scopes);
  }
}
