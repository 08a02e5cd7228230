package dev.ropeway.security;

import dev.ropeway.api.Problem;
import dev.ropeway.security.ConfiguredKeys.Caller;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows callers by X-API-Key, people at a browser by the same key as a Basic password, and both by
 * a bearer token. Whoever sends more than one must be right with each.
 */
// An alternative, because Quarkus would ask its own mechanism for tokens beside this one.
@Alternative
@Priority(1)
@ApplicationScoped
class CallerAuthenticationMechanism implements HttpAuthenticationMechanism {

  /** The attribute of an identity that says how its caller was known. */
  static final String HOW = "how";

  private final ApiKeys keys;
  private final TokenCallers tokens;
  private final AccessRules access;

  CallerAuthenticationMechanism(ApiKeys keys, TokenCallers tokens, AccessRules access) {
    this.keys = keys;
    this.tokens = tokens;
    this.access = access;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    RequestCredentials sent = RequestCredentials.of(context.request());
    String verb = context.request().method().name();
    if (sent.isEmpty() || keys.isOpen() || access.isOpen(verb, context.normalizedPath())) {
      return Uni.createFrom().nullItem();
    }
    List<Caller> callers = new ArrayList<>();
    for (String key : sent.keys()) {
      try {
        Optional<Caller> caller = keys.find(key);
        if (caller.isEmpty()) {
          return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        callers.add(caller.get());
      } catch (StoreUnavailableException e) {
        return Uni.createFrom().failure(e);
      }
    }
    // A token says more exactly who it is than a key that a gateway may have added.
    return sent.bearer()
        ? tokens.authenticate(context, identities)
        : Uni.createFrom().item(identity(callers.get(0).name(), callers.get(0).roles(), "api-key"));
  }

  static SecurityIdentity identity(String name, Set<Role> roles, String how) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(name))
            .addAttribute(HOW, how);
    roles.forEach(role -> identity.addRole(role.word()));
    return identity.build();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    String scheme =
        AccessRules.isPage(context.normalizedPath())
            ? "Basic realm=\"Ropeway\", charset=\"UTF-8\""
            : "ApiKey";
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", scheme));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    boolean bearer = RequestCredentials.of(context.request()).bearer();
    boolean page = AccessRules.isPage(context.normalizedPath());
    List<String> schemes = new ArrayList<>();
    if (tokens.accepted() && !page) {
      schemes.add(
          bearer
              ? "Bearer realm=\"Ropeway\", error=\"invalid_token\""
              : "Bearer realm=\"Ropeway\"");
    }
    return getChallenge(context)
        .map(
            challenge -> {
              schemes.add(challenge.headerContent);
              context.response().putHeader("WWW-Authenticate", schemes);
              String detail =
                  tokens.accepted()
                      ? "a valid API key (X-API-Key, or Basic with the key as password) or a valid bearer"
                          + " token is required"
                      : "a valid API key is required: X-API-Key, or Basic with the key as password";
              Refusals.answer(context, Problem.of(401, detail));
              return true;
            });
  }
}
