package dev.ropeway.sandbox;

import io.vertx.core.MultiMap;
import java.time.Duration;

/** {@code /oauth_token.do}: three grants, and one answer for every kind of failure. */
final class TokenEndpoint {
  private final Instance instance;
  private final Authentication tokens;

  TokenEndpoint(Instance instance) {
    this.instance = instance;
    this.tokens = instance.authentication;
  }

  Answer answer(MultiMap headers, MultiMap form) {
    String contentType = headers.get("Content-Type");
    if (contentType == null || !contentType.startsWith("application/x-www-form-urlencoded")) {
      return refused(); // "unspecified error" in the documentation
    }
    if (!isClient(headers.get("Authorization"), form)) {
      return refused();
    }
    return switch (String.valueOf(form.get("grant_type"))) {
      case "password" -> password(form);
      case "refresh_token" -> refresh(form);
      // Off by default on real instances; there the application user of the registry entry acts.
      case "client_credentials" -> granted(tokens.access("ropeway"), null);
      default -> refused();
    };
  }

  private boolean isClient(String authorization, MultiMap form) {
    String[] pair = Authentication.basic(authorization);
    String id = pair != null ? pair[0] : form.get("client_id");
    String secret = pair != null ? pair[1] : form.get("client_secret");
    return instance.settings.clientId().equals(id)
        && instance.settings.clientSecret().equals(secret);
  }

  private Answer password(MultiMap form) {
    String userName = String.valueOf(form.get("username"));
    if (!tokens.isAccount(userName, String.valueOf(form.get("password")))) {
      return refused();
    }
    return granted(tokens.access(userName), tokens.refresh(userName));
  }

  private Answer refresh(MultiMap form) {
    Authentication.Token refresh = tokens.refreshToken(String.valueOf(form.get("refresh_token")));
    if (refresh == null || !isActive(refresh.userName())) {
      return refused();
    }
    return granted(tokens.access(refresh.userName()), refresh);
  }

  private boolean isActive(String userName) {
    Row row = instance.database.user(userName);
    return row != null && row.get("active").equals("true");
  }

  private Answer granted(Authentication.Token access, Authentication.Token refresh) {
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
