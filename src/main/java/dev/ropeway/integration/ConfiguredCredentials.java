package dev.ropeway.integration;

import dev.ropeway.servicenow.Credentials;
import dev.ropeway.servicenow.Credentials.Assertion;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.store.InvalidSettingException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads who Ropeway is to an instance: each kind of login needs some settings and suffers no
 * others.
 */
record ConfiguredCredentials(String integration, IntegrationSettings.Auth auth) {

  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "basic", Set.of("username", "password"),
          "api-key", Set.of("api-key"),
          "certificate", Set.of("tls"),
          "oauth-password", Set.of("client-id", "client-secret"),
          "oauth-client-credentials", Set.of("client-id", "client-secret"),
          "oauth-authorization-code", Set.of("client-id"),
          "oauth-jwt-bearer", Set.of("client-id", "client-secret", "username", "jwt.key"));

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "basic", Set.of("tls"),
          "api-key", Set.of("username", "tls"),
          "certificate", Set.of("username"),
          "oauth-password", Set.of("username", "password", "tls"),
          "oauth-client-credentials", Set.of("username", "tls"),
          "oauth-authorization-code", Set.of("username", "client-secret", "tls"),
          "oauth-jwt-bearer", Set.of("jwt.key-id", "jwt.audience", "tls"));

  /**
   * What the settings say.
   *
   * @throws InvalidSettingException naming the setting that is missing, or that the kind of login
   *     does not use
   */
  Credentials credentials() {
    Set<String> needed = NEEDED.get(auth.type());
    if (needed == null) {
      throw invalid(
          "auth.type",
          "must be one of "
              + String.join(", ", NEEDED.keySet().stream().sorted().toList())
              + ", not "
              + auth.type());
    }
    given()
        .forEach(
            (key, value) -> {
              if (needed.contains(key) && value.filter(text -> !text.isBlank()).isEmpty()) {
                throw invalid("auth." + key, "is required for auth.type=" + auth.type());
              }
              if (value.isPresent()
                  && !needed.contains(key)
                  && !ALLOWED.get(auth.type()).contains(key)) {
                throw invalid(
                    "auth." + key, "is set, but auth.type=" + auth.type() + " does not use it");
              }
            });
    if (auth.forgetPassword() && !auth.type().equals("oauth-password")) {
      throw invalid(
          "auth.forget-password",
          "is allowed only with auth.type=oauth-password, which exchanges the password for tokens");
    }
    if (auth.refreshTokenLife().isNegative() || auth.refreshTokenLife().isZero()) {
      throw invalid("auth.refresh-token-life", "must be greater than zero");
    }
    return read();
  }

  private Map<String, Optional<String>> given() {
    return new java.util.TreeMap<>(
        Map.of(
            "username", auth.username(),
            "password", auth.password(),
            "api-key", auth.apiKey(),
            "client-id", auth.clientId(),
            "client-secret", auth.clientSecret(),
            "jwt.key", auth.jwt().key(),
            "jwt.key-id", auth.jwt().keyId(),
            "jwt.audience", auth.jwt().audience(),
            "tls", auth.tls()));
  }

  private Credentials read() {
    String username = auth.username().orElse(null);
    return switch (auth.type()) {
      case "basic" -> new Credentials.Basic(username, auth.password().orElseThrow());
      case "api-key" -> new Credentials.ApiKey(username, auth.apiKey().orElseThrow());
      case "certificate" -> new Credentials.Certificate(username);
      case "oauth-password" -> oauth(Grant.PASSWORD, null);
      case "oauth-client-credentials" -> oauth(Grant.CLIENT_CREDENTIALS, null);
      case "oauth-authorization-code" -> oauth(Grant.AUTHORIZATION_CODE, null);
      default ->
          oauth(
              Grant.JWT_BEARER,
              new Assertion(
                  auth.jwt().key().orElseThrow(),
                  auth.jwt().keyId().orElse(null),
                  username,
                  auth.jwt().audience().or(auth::clientId).orElseThrow()));
    };
  }

  private Credentials oauth(Grant grant, Assertion assertion) {
    return new Credentials.OAuth(
        grant,
        auth.username().orElse(null),
        auth.password().orElse(null),
        auth.forgetPassword(),
        auth.clientId().orElseThrow(),
        auth.clientSecret().orElse(null),
        assertion,
        auth.refreshTokenLife());
  }

  private InvalidSettingException invalid(String key, String complaint) {
    return new InvalidSettingException(
        ValidatedIntegration.PREFIX + integration + "." + key, complaint);
  }
}
