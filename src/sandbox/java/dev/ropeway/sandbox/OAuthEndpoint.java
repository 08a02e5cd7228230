package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Authentication;
import dev.ropeway.sandbox.instance.Grant;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.instance.IssuedTokens;
import dev.ropeway.sandbox.instance.OAuthClient;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** {@code /oauth_token.do}: five grants, and one answer for every kind of failure. */
final class OAuthEndpoint {
  private static final String CLIENT_CREDENTIALS =
      "glide.oauth.inbound.client.credential.grant_type.enabled";

  private final Instance instance;
  private final IssuedTokens tokens;

  OAuthEndpoint(Instance instance) {
    this.instance = instance;
    this.tokens = instance.tokens;
  }

  /** A client that proved who it is. */
  private record Caller(String id, OAuthClient client) {}

  Answer answer(MultiMap headers, MultiMap form) {
    String contentType = headers.get("Content-Type");
    if (contentType == null || !contentType.startsWith("application/x-www-form-urlencoded")) {
      return refused(); // "unspecified error" in the documentation
    }
    Grant grant = Grant.called(String.valueOf(form.get("grant_type")));
    Caller caller = grant == null ? null : caller(grant, headers.get("Authorization"), form);
    if (caller == null || !caller.client().allows(grant)) {
      return refused();
    }
    return switch (grant) {
      case PASSWORD -> password(caller, form);
      case REFRESH_TOKEN -> refresh(caller, text(form, "refresh_token"));
      case CLIENT_CREDENTIALS -> clientCredentials(caller);
      case AUTHORIZATION_CODE -> code(caller, form);
      case JWT_BEARER -> assertion(caller, text(form, "assertion"));
    };
  }

  /** Null when the client is not known or its secret is not right. */
  private Caller caller(Grant grant, String authorization, MultiMap form) {
    String[] pair = Authentication.basic(authorization);
    String id = pair != null ? pair[0] : text(form, "client_id");
    String secret = pair != null ? pair[1] : form.get("client_secret");
    OAuthClient client = instance.registry.client(id);
    if (client == null) {
      return null;
    }
    boolean keyless =
        client.isPublic() && (grant == Grant.AUTHORIZATION_CODE || grant == Grant.REFRESH_TOKEN);
    // An assertion proves the client; that its secret may be left out then is not established.
    boolean asserted = grant == Grant.JWT_BEARER;
    boolean open = secret == null && (keyless || asserted);
    return open || client.hasSecret(secret) ? new Caller(id, client) : null;
  }

  private Answer password(Caller caller, MultiMap form) {
    String userName = text(form, "username");
    return instance.accounts.mayUsePasswordGrant(userName, text(form, "password"))
        ? withRefresh(caller, userName)
        : refused();
  }

  private Answer code(Caller caller, MultiMap form) {
    String userName =
        instance.codes.redeem(
            text(form, "code"), caller.id(), text(form, "redirect_uri"), form.get("code_verifier"));
    // The documentation says that public clients get no refresh token, a recording shows one.
    return userName != null && instance.accounts.isActive(userName)
        ? withRefresh(caller, userName)
        : refused();
  }

  private Answer refresh(Caller caller, String value) {
    IssuedTokens.Token refresh = tokens.refreshToken(value);
    boolean good =
        refresh != null
            && refresh.clientId().equals(caller.id())
            && !instance.faults.switches.refreshTokensRefused
            && instance.accounts.isActive(refresh.userName());
    return good ? granted(access(caller, refresh.userName()), refresh) : refused();
  }

  private Answer clientCredentials(Caller caller) {
    String userName = caller.client().applicationUser();
    return instance.isOn(CLIENT_CREDENTIALS)
            && userName != null
            && instance.accounts.isActive(userName)
        ? granted(access(caller, userName), null)
        : refused();
  }

  private Answer assertion(Caller caller, String assertion) {
    String userName = instance.assertions.userName(caller.id(), caller.client(), assertion);
    return userName != null && instance.accounts.isActive(userName)
        ? granted(access(caller, userName), null)
        : refused();
  }

  private Answer withRefresh(Caller caller, String userName) {
    IssuedTokens.Token refresh =
        caller.client().allows(Grant.REFRESH_TOKEN)
            ? tokens.refresh(caller.id(), caller.client(), userName)
            : null;
    return granted(access(caller, userName), refresh);
  }

  private IssuedTokens.Token access(Caller caller, String userName) {
    return tokens.access(caller.id(), caller.client(), userName);
  }

  private Answer granted(IssuedTokens.Token access, IssuedTokens.Token refresh) {
    long left = Duration.between(tokens.now(), access.expires()).toSeconds();
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("access_token", access.value());
          if (refresh != null) {
            json.writeStringField("refresh_token", refresh.value());
          }
          json.writeStringField("scope", "useraccount");
          json.writeStringField("token_type", "Bearer");
          // Recorded answers say 1799 of 1800: the second it took is gone already.
          json.writeNumberField("expires_in", Math.max(0, left - 1));
          json.writeEndObject();
        });
  }

  private static String text(MultiMap form, String name) {
    return String.valueOf(form.get(name));
  }

  private static Answer refused() {
    return Answer.json(
        401,
        json -> {
          json.writeStartObject();
          json.writeStringField("error_description", "access_denied");
          json.writeStringField("error", "server_error");
          json.writeEndObject();
        });
  }
}
