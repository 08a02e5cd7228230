package dev.ropeway.servicenow;

import dev.ropeway.servicenow.Connection.Credentials;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientException;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret.Method;
import io.smallrye.mutiny.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authorization headers for instances. OAuth tokens are had from quarkus-oidc-client, renewed ahead
 * of their expiry, and thrown away when the instance refuses one.
 */
@ApplicationScoped
public class Tokens {

  private static final Duration REFRESH_AHEAD = Duration.ofSeconds(60);

  private final OidcClients clients;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** No token could be had. */
  static final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean refused;

    TokenException(boolean refused, String message, Throwable cause) {
      super(message, cause);
      this.refused = refused;
    }

    /** True when the token endpoint said no; false when it could not be asked. */
    boolean refused() {
      return refused;
    }
  }

  /** A client of one token endpoint and the tokens it holds. */
  private record Session(OidcClient client, TokensHelper tokens) {
    Session renewed() {
      return new Session(client, new TokensHelper());
    }
  }

  Tokens(OidcClients clients) {
    this.clients = clients;
  }

  String authorization(Connection connection) {
    if (connection.credentials() instanceof Credentials.Basic basic) {
      return "Basic "
          + Base64.getEncoder()
              .encodeToString(
                  (basic.username() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8));
    }
    try {
      return "Bearer " + token(connection);
    } catch (TokenException e) {
      if (!e.refused()) {
        throw e;
      }
      // A refused refresh token heals with a new login; only a refused login is the last word.
      sessions.computeIfPresent(connection.name(), (name, session) -> session.renewed());
      return "Bearer " + token(connection);
    }
  }

  private String token(Connection connection) {
    Session session = sessions.computeIfAbsent(connection.name(), name -> login(connection));
    try {
      return session
          .tokens()
          .getTokens(session.client())
          .await()
          .atMost(connection.timeout())
          .getAccessToken();
    } catch (OidcClientException e) {
      throw new TokenException(true, "the instance gave no token: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new TokenException(false, "the token endpoint did not answer in time", e);
    } catch (RuntimeException e) {
      throw new TokenException(false, "the token endpoint cannot be asked: " + e.getMessage(), e);
    }
  }

  private Session login(Connection connection) {
    var oauth = (Credentials.OAuthPassword) connection.credentials();
    OidcClientConfig config =
        OidcClientConfig.authServerUrl(connection.url().toString())
            .id(connection.name())
            .discoveryEnabled(false)
            .tokenPath(connection.url() + "/oauth_token.do")
            .clientId(oauth.clientId())
            .credentials()
            .clientSecret(oauth.clientSecret(), Method.POST)
            .end()
            .grant()
            .type(Grant.Type.PASSWORD)
            .end()
            .grantOptions(
                Map.of(
                    "password", Map.of("username", oauth.username(), "password", oauth.password())))
            .refreshTokenTimeSkew(REFRESH_AHEAD)
            .build();
    OidcClient client = clients.newClient(config).await().atMost(connection.timeout());
    return new Session(client, new TokensHelper());
  }

  /**
   * A new token in the place of one that the instance refused; null where there is none to be had.
   * Nothing was executed under a 401, so the same request may be sent again.
   */
  String renewed(Connection connection) {
    if (connection.credentials() instanceof Credentials.Basic) {
      return null;
    }
    sessions.computeIfPresent(connection.name(), (name, session) -> session.renewed());
    return "Bearer " + token(connection);
  }
}
