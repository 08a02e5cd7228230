package dev.ropeway.integration.authorization;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.integration.Secrets.UnreadableSecretException;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Tells how long each integration stays authorized, and what has to be done for it (E06). */
@ApplicationScoped
public class Authorizations {

  private final Connections connections;
  private final OAuthTokens tokens;
  private final AuthorizationSettings settings;
  private final Clock clock;

  Authorizations(
      Connections connections, OAuthTokens tokens, AuthorizationSettings settings, Clock clock) {
    this.connections = connections;
    this.tokens = tokens;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * How an integration that uses OAuth is authorized.
   *
   * @param username who logged in or consented; null where that is not known
   * @param accessTokenExpiresAt null while no token is held
   * @param refreshTokenExpiresAt by our count of its life; null without a refresh token
   * @param renewsItself whether nobody is needed when the refresh token expires
   * @param warning what will stop working and when; null while there is nothing to do
   */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Authorization(
      String grant,
      String username,
      Instant accessTokenExpiresAt,
      Instant refreshTokenExpiresAt,
      boolean renewsItself,
      String warning) {}

  /** Empty for integrations without OAuth. */
  public Optional<Authorization> of(String integration) {
    return connections
        .find(integration)
        .filter(connection -> connection.credentials() instanceof OAuth)
        .map(this::authorization);
  }

  private Authorization authorization(Connection connection) {
    OAuth oauth = (OAuth) connection.credentials();
    String grant = oauth.grant().name().toLowerCase(Locale.ROOT).replace('_', '-');
    try {
      HeldTokens held = tokens.held(connection).orElse(null);
      if (held == null) {
        return new Authorization(
            grant, oauth.username(), null, null, oauth.canLogIn(), missing(connection, oauth));
      }
      return new Authorization(
          grant,
          held.username(),
          held.accessExpiresAt(),
          held.refreshExpiresAt(),
          oauth.canLogIn(),
          warning(connection, oauth, held));
    } catch (UnreadableSecretException e) {
      return new Authorization(
          grant, oauth.username(), null, null, oauth.canLogIn(), e.getMessage());
    }
  }

  private static String missing(Connection connection, OAuth oauth) {
    if (oauth.canLogIn()) {
      return null;
    }
    String what = oauth.grant() == Grant.AUTHORIZATION_CODE ? "consent is missing: " : "";
    return what + Advice.again(oauth, connection.name());
  }

  private String warning(Connection connection, OAuth oauth, HeldTokens held) {
    if (held.refreshExpiresAt() != null && !oauth.canLogIn()) {
      Duration left = Duration.between(clock.instant(), held.refreshExpiresAt());
      if (left.compareTo(settings.warnAhead()) <= 0) {
        String when = left.isNegative() ? "has expired" : "expires in " + left.toDays() + " days";
        return "the refresh token " + when + ": " + Advice.again(oauth, connection.name());
      }
    }
    return stranger(oauth, held.username()).orElse(null);
  }

  /** A personal account's consent ends with that person's job (A32). */
  static Optional<String> stranger(OAuth oauth, String username) {
    boolean stranger =
        oauth.grant() == Grant.AUTHORIZATION_CODE
            && oauth.username() != null
            && username != null
            && !oauth.username().equalsIgnoreCase(username);
    return stranger
        ? Optional.of(
            username
                + " consented instead of the integration user "
                + oauth.username()
                + ", so tickets will be in that person's name. Consent again as the integration user")
        : Optional.empty();
  }
}
