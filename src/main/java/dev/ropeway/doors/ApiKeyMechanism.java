package dev.ropeway.doors;

import dev.ropeway.api.Problem;
import dev.ropeway.assignment.StoreUnavailableException;
import dev.ropeway.doors.ConfiguredKeys.Caller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Knows callers by X-API-Key, and people at a browser by the same key as a Basic password. */
@ApplicationScoped
class ApiKeyMechanism implements HttpAuthenticationMechanism {

  private static final String BASIC = "Basic ";

  private final ApiKeys keys;

  ApiKeyMechanism(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String key = context.request().getHeader("X-API-Key");
    if (key == null) {
      key = password(context.request().getHeader("Authorization"));
    }
    if (key == null) {
      return Uni.createFrom().nullItem();
    }
    Optional<Caller> caller;
    try {
      caller = keys.find(key);
    } catch (StoreUnavailableException e) {
      return Uni.createFrom().failure(e);
    }
    if (caller.isEmpty()) {
      return keys.isOpen()
          ? Uni.createFrom().nullItem()
          : Uni.createFrom().failure(new AuthenticationFailedException());
    }
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(caller.get().name()));
    caller.get().roles().forEach(role -> identity.addRole(role.word()));
    return Uni.createFrom().item(identity.build());
  }

  private static String password(String authorization) {
    if (authorization == null || !authorization.startsWith(BASIC)) {
      return null;
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    boolean page = !context.normalizedPath().startsWith("/api/");
    String scheme = page ? "Basic realm=\"Ropeway\", charset=\"UTF-8\"" : "ApiKey";
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", scheme));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    return getChallenge(context)
        .map(
            challenge -> {
              context
                  .response()
                  .putHeader(challenge.headerName.toString(), challenge.headerContent);
              Doors.answer(context, Problem.of(401, "an X-API-Key that Ropeway knows is needed"));
              return true;
            });
  }
}
