package dev.ropeway.security;

import dev.ropeway.integration.InvalidSettingException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Callers that come with a bearer token, which Quarkus verifies, and what it opens here. */
@ApplicationScoped
class TokenCallers {

  private static final Set<String> PATH = Set.of("api", "v1");

  private final OidcAuthenticationMechanism oidc;
  private final boolean accepted;
  private final Map<Role, Set<String>> values;

  /** The provider of identities cannot be asked; the token may be good. */
  static final class ProviderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProviderUnavailableException(Throwable cause) {
      super("the identity provider cannot be reached", cause);
    }
  }

  TokenCallers(OidcAuthenticationMechanism oidc, OidcConfig config, ApiSettings settings) {
    this.oidc = oidc;
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

  Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
    if (!accepted) {
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
    return CallerAuthenticationMechanism.identity(caller.name(), caller.roles(), "token");
  }
}
