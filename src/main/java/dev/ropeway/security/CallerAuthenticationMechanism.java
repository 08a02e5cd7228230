package dev.ropeway.security;

import dev.ropeway.api.Problem;
import dev.ropeway.security.ConfiguredKeys.Caller;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
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

  private final ApiKeys keys;
  private final TokenCallers tokens;
  private final AccessRules access;
  private final CallerIdentities identities;
  private final SignIn signIn;
  private final boolean openConsole;

  CallerAuthenticationMechanism(
      ApiKeys keys,
      TokenCallers tokens,
      AccessRules access,
      CallerIdentities identities,
      SignIn signIn,
      ApiSettings settings) {
    this.keys = keys;
    this.tokens = tokens;
    this.access = access;
    this.identities = identities;
    this.signIn = signIn;
    openConsole = settings.openConsole();
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    RequestCredentials sent = RequestCredentials.of(context.request());
    String verb = context.request().method().name();
    if (access.isOpen(verb, context.normalizedPath())) {
      return Uni.createFrom().nullItem();
    }
    if (keys.isOpen()) {
      // Where nobody has to say who it is, everybody may do everything.
      return Uni.createFrom().item(identities.of("anonymous", Set.of(Role.values()), "none", null));
    }
    if (sent.isEmpty()) {
      return signIn
          .known(context, providers)
          .map(
              known ->
                  known == null
                          && openConsole
                          && access.isForVisitors(verb, context.normalizedPath())
                      ? identities.visitor()
                      : known);
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
        ? tokens.authenticate(context, providers)
        : Uni.createFrom().item(known(callers.get(0)));
  }

  private SecurityIdentity known(Caller caller) {
    return identities.of(caller.name(), caller.roles(), "api-key", caller.scopes());
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
    if (RequestCredentials.of(context.request()).isEmpty()) {
      Navigation asked = Navigation.of(context.request());
      if (asked.isPage() && isRead(context)) {
        if (tokens.signsIn() && Pages.isDirectory(context.normalizedPath())) {
          return directory(context);
        }
        context.response().setStatusCode(302).putHeader("Location", SignIn.address(context)).end();
        return Uni.createFrom().item(true);
      }
      if (asked.isPart() || asked.isPage()) {
        // No challenge: a browser would ask for a password in a window of its own.
        Refusals.answer(context, Problem.of(401, "your session has ended; sign in again"));
        return Uni.createFrom().item(true);
      }
    }
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

  /** Asks it once: a browser that comes back unknown would be sent there and back for ever. */
  private Uni<Boolean> directory(RoutingContext context) {
    if (context.normalizedPath().equals(Pages.DIRECTORY)) {
      return tokens.askDirectory(context);
    }
    Refusals.answer(
        context, Problem.of(401, "your organization did not sign you in; start again from home"));
    return Uni.createFrom().item(true);
  }

  private static boolean isRead(RoutingContext context) {
    return AccessRules.READS.contains(context.request().method().name());
  }
}
