package dev.ropeway.servicenow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Who we are to an instance (servicenow-wire § 3). None of these shows its secrets as text. */
public sealed interface Credentials {

  /** Who the tickets will be by, where that is known before a login; else null. */
  String username();

  /** User and password with every call. */
  record Basic(String username, String password) implements Credentials {

    String header() {
      byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Basic[" + username + "]";
    }
  }

  /** A key with every call, in {@code x-sn-apikey}. */
  record ApiKey(String username, String key) implements Credentials {
    @Override
    public String toString() {
      return "ApiKey[" + username + "]";
    }
  }

  /** Nothing but our certificate, which the instance maps to a user. */
  record Certificate(String username) implements Credentials {}

  /**
   * Traded for tokens at {@code /oauth_token.do} (B01, B03, C06, E05).
   *
   * @param username for the password grant, or the user who is to consent; else null
   * @param password null where it is not known, or not any more
   * @param forgetPassword whether the password is to be forgotten once a refresh token is held
   * @param clientSecret null for a public client
   * @param assertion how assertions are signed, for JWT bearer; else null
   * @param refreshTokenLife after which a refresh token is refused, counted from the login
   */
  record OAuth(
      Grant grant,
      String username,
      String password,
      boolean forgetPassword,
      String clientId,
      String clientSecret,
      Assertion assertion,
      Duration refreshTokenLife)
      implements Credentials {

    /** Whether a new login needs nobody. */
    public boolean canLogIn() {
      return switch (grant) {
        case PASSWORD -> password != null;
        case CLIENT_CREDENTIALS, JWT_BEARER -> true;
        case AUTHORIZATION_CODE -> false;
      };
    }

    @Override
    public String toString() {
      return "OAuth[" + grant + ", " + clientId + "]";
    }
  }

  /** The grants that instances know. */
  enum Grant {
    PASSWORD,
    CLIENT_CREDENTIALS,
    AUTHORIZATION_CODE,
    JWT_BEARER
  }

  /**
   * What the assertions of JWT bearer say.
   *
   * @param key private key, PEM
   * @param keyId the {@code kid} header; null for none
   */
  record Assertion(String key, String keyId, String subject, String audience) {
    @Override
    public String toString() {
      return "Assertion[" + subject + ", " + audience + "]";
    }
  }
}
