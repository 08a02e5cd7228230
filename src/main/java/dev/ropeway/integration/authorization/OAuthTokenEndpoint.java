package dev.ropeway.integration.authorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.Assertion;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.InstanceProbe;
import dev.ropeway.servicenow.NoTokenException;
import dev.ropeway.servicenow.ProbeResult;
import dev.ropeway.servicenow.ProxyServer;
import dev.ropeway.servicenow.TlsContexts;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientException;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret.Method;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Asks {@code /oauth_token.do} of an instance, through quarkus-oidc-client (servicenow-wire § 3.2).
 */
@ApplicationScoped
class OAuthTokenEndpoint {

  /** What an instance gives when it does not say (servicenow-wire § 3.2). */
  private static final Duration ACCESS_TOKEN_LIFE = Duration.ofSeconds(1800);

  /** Inside the 300 s that instances allow, with room for both clocks. */
  private static final Duration ASSERTION_LIFE = Duration.ofSeconds(120);

  private static final Duration LOOK = Duration.ofSeconds(3);

  private final OidcClients clients;
  private final TlsContexts tls;
  private final InstanceProbe probe;
  private final Clock clock;
  private final Map<String, Versioned> known = new ConcurrentHashMap<>();

  private record Versioned(long version, OidcClient client) {}

  OAuthTokenEndpoint(OidcClients clients, TlsContexts tls, InstanceProbe probe, Clock clock) {
    this.clients = clients;
    this.tls = tls;
    this.probe = probe;
    this.clock = clock;
  }

  /** A new login with what the grant needs. */
  HeldTokens login(Connection connection, OAuth oauth) {
    Map<String, String> more =
        oauth.assertion() == null
            ? Map.of()
            : Map.of("assertion", assertion(oauth.clientId(), oauth.assertion()));
    return ask(connection, oauth, client -> client.getTokens(more), null);
  }

  /** Trades what a consent brought. */
  HeldTokens code(
      Connection connection, OAuth oauth, String code, String redirectUri, String verifier) {
    return ask(
        connection,
        oauth,
        client ->
            client.getTokens(
                Map.of("code", code, "redirect_uri", redirectUri, "code_verifier", verifier)),
        null);
  }

  /** New tokens for a refresh token; instances may or may not send that one again. */
  HeldTokens refresh(Connection connection, OAuth oauth, HeldTokens held) {
    return ask(connection, oauth, client -> client.refreshTokens(held.refresh()), held);
  }

  private HeldTokens ask(
      Connection connection,
      OAuth oauth,
      Function<OidcClient, Uni<Tokens>> question,
      HeldTokens before) {
    Instant asked = clock.instant();
    try {
      connection.requirePublic();
      OidcClient client = client(connection, oauth);
      return held(
          question.apply(client).await().atMost(connection.loginTimeout()), oauth, before, asked);
    } catch (OidcClientException e) {
      throw isRefusal(e.getMessage())
          ? new NoTokenException(true, Advice.refused(oauth, before != null), e)
          : new NoTokenException(false, away(connection, e), e);
    } catch (TimeoutException e) {
      throw new NoTokenException(
          false, "the token endpoint did not answer within " + connection.loginTimeout(), e);
    } catch (DecodeException | ClassCastException e) {
      throw new NoTokenException(false, Advice.PAGE, e);
    } catch (NoTokenException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new NoTokenException(
          false,
          "the token endpoint cannot be reached: "
              + Text.withoutExceptions(String.valueOf(e.getMessage())),
          e);
    }
  }

  /** The client keeps to itself what a proxy said: a look by the same way tells. */
  private String away(Connection connection, OidcClientException e) {
    if (connection.proxy() != null) {
      ProbeResult seen = probe.look(connection, LOOK);
      if (seen.fault() != null && !seen.reached()) {
        return "the token endpoint cannot be reached: " + seen.fault().said();
      }
    }
    return Advice.away(Text.withoutExceptions(e.getMessage()));
  }

  /**
   * Whether the instance said no. The message is the body of its answer, if there was any: a
   * refusal has a word under {@code error}, a failing script an object, a proxy a page.
   */
  static boolean isRefusal(String message) {
    if (message == null || message.isBlank()) {
      return true;
    }
    try {
      return Json.MAPPER.readTree(message).path("error").isTextual();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static HeldTokens held(Tokens tokens, OAuth oauth, HeldTokens before, Instant asked) {
    if (tokens.getAccessToken() == null) {
      throw new NoTokenException(false, Advice.PAGE, null);
    }
    boolean fresh = before == null;
    String refresh = tokens.getRefreshToken();
    Instant refreshEnd = fresh ? asked.plus(oauth.refreshTokenLife()) : before.refreshExpiresAt();
    Instant accessEnd = asked.plus(life(tokens));
    return new HeldTokens(
        tokens.getAccessToken(),
        accessEnd,
        HeldTokens.renewAt(asked, accessEnd),
        refresh == null && !fresh ? before.refresh() : refresh,
        refresh == null && fresh ? null : refreshEnd,
        fresh ? oauth.username() : before.username(),
        0);
  }

  /** By the instance's own count and our clock: what its clock says does not matter. */
  private static Duration life(Tokens tokens) {
    try {
      return Duration.ofSeconds(Long.parseLong(String.valueOf(tokens.get("expires_in"))));
    } catch (ClassCastException | NumberFormatException e) {
      return ACCESS_TOKEN_LIFE;
    }
  }

  private String assertion(String clientId, Assertion assertion) {
    Instant now = clock.instant();
    try {
      JwtClaimsBuilder claims =
          Jwt.issuer(clientId)
              .subject(assertion.subject())
              .audience(assertion.audience())
              .issuedAt(now)
              .expiresAt(now.plus(ASSERTION_LIFE))
              .claim("jti", UUID.randomUUID().toString());
      var headers = claims.jws();
      if (assertion.keyId() != null) {
        headers.keyId(assertion.keyId());
      }
      return headers.sign(KeyUtils.decodePrivateKey(assertion.key()));
    } catch (GeneralSecurityException e) {
      throw new NoTokenException(
          true, "auth.jwt.key cannot be read: it must be a private key as PKCS#8 PEM", e);
    }
  }

  private OidcClient client(Connection connection, OAuth oauth) {
    return known
        .compute(
            connection.name(),
            (name, before) -> {
              if (before != null && before.version() == connection.version()) {
                return before;
              }
              if (before != null) {
                close(before.client());
              }
              return new Versioned(
                  connection.version(),
                  clients
                      .newClient(config(connection, oauth))
                      .await()
                      .atMost(connection.loginTimeout()));
            })
        .client();
  }

  private static void close(OidcClient client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private OidcClientConfig config(Connection connection, OAuth oauth) {
    var config =
        OidcClientConfig.authServerUrl(connection.url().toString())
            .id(connection.name())
            .discoveryEnabled(false)
            .tokenPath(connection.url() + "/oauth_token.do")
            .followRedirects(false)
            .clientId(oauth.clientId())
            .grant()
            .type(grant(oauth))
            .end()
            .grantOptions(
                oauth.password() == null
                    ? Map.of()
                    : Map.of(
                        "password",
                        Map.of("username", oauth.username(), "password", oauth.password())));
    if (oauth.clientSecret() != null) {
      config.credentials().clientSecret(oauth.clientSecret(), Method.POST).end();
    }
    String tlsConfiguration = tls.configuration(connection);
    if (tlsConfiguration != null) {
      config.tlsConfigurationName(tlsConfiguration);
    }
    ProxyServer proxy = connection.proxy();
    if (proxy != null && proxy.username() == null) {
      config.proxy(proxy.host(), proxy.port());
    } else if (proxy != null) {
      config.proxy(proxy.host(), proxy.port(), proxy.username(), proxy.password());
    }
    return config.build();
  }

  private static Grant.Type grant(OAuth oauth) {
    return switch (oauth.grant()) {
      case PASSWORD -> oauth.password() == null ? Grant.Type.REFRESH : Grant.Type.PASSWORD;
      case CLIENT_CREDENTIALS -> Grant.Type.CLIENT;
      case AUTHORIZATION_CODE -> Grant.Type.CODE;
      case JWT_BEARER -> Grant.Type.JWT;
    };
  }
}
