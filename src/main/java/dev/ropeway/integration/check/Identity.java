package dev.ropeway.integration.check;

import dev.ropeway.integration.authorization.Authorizations.Authorization;
import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Credentials;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Fault.Kind;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Whether and as whom the instance lets us in. */
final class Identity {

  private Identity() {}

  /** Asks for our own user; two rows would mean that the instance drops the condition. */
  static TableCall question(String integration) {
    return TableCall.list(
        integration,
        Table.SYS_USER,
        new EncodedQuery().isMe("user_name"),
        List.of("sys_id", "user_name", "name", "time_zone", "web_service_access_only"),
        2);
  }

  /** Our own user, if the instance showed it; else null. */
  static TableRecord user(CheckAnswer outcome) {
    return outcome.answer() == null
            || outcome.answer().received() != 1
            || outcome.answer().rows().size() != 1
        ? null
        : outcome.answer().row();
  }

  /** {@code tokens} are those that are held by now; null where none are needed. */
  static Finding authorized(Credentials credentials, CheckAnswer outcome, Authorization tokens) {
    if (outcome.fault() != null) {
      return refused(credentials, outcome.fault(), tokens);
    }
    if (outcome.answer() == null) {
      return Finding.fail(
          Cause.UNREACHABLE,
          "the instance did not answer the login in time",
          "Check the load of the instance and try again later.");
    }
    TableRecord user = user(outcome);
    String seen = words(credentials) + who(user) + expiry(tokens);
    if (user == null) {
      return Finding.warn(
          seen + "; the instance does not show which user this is",
          "Let the integration user read its own record in sys_user.");
    }
    String login = user.text("user_name");
    if (credentials.username() != null && !login.equalsIgnoreCase(credentials.username())) {
      return Finding.warn(
          seen + ", not as " + credentials.username(),
          "Log in, or consent, as the integration user and not with a personal account.");
    }
    return tokens == null || tokens.warning() == null
        ? Finding.pass(seen)
        : Finding.warn(seen, capital(tokens.warning()) + ".");
  }

  private static String who(TableRecord user) {
    if (user == null) {
      return "";
    }
    String name = user.text("name");
    return " as " + user.text("user_name") + (name.isEmpty() ? "" : " (" + name + ")");
  }

  private static String expiry(Authorization tokens) {
    if (tokens == null || tokens.accessTokenExpiresAt() == null) {
      return "";
    }
    return "; the access token expires "
        + tokens.accessTokenExpiresAt()
        + (tokens.refreshTokenExpiresAt() == null
            ? ""
            : ", the refresh token about " + tokens.refreshTokenExpiresAt());
  }

  static String words(Credentials credentials) {
    if (credentials instanceof OAuth oauth) {
      return "OAuth " + oauth.grant().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    if (credentials instanceof Credentials.ApiKey) {
      return "API key";
    }
    return credentials instanceof Credentials.Certificate ? "client certificate" : "basic";
  }

  private static Finding refused(Credentials credentials, Fault fault, Authorization tokens) {
    if (fault.kind() != Kind.NOT_AUTHORIZED) {
      boolean hidden =
          fault.kind() == Kind.REFUSED
              && fault.status() == 403
              && fault.message().toLowerCase(Locale.ROOT).contains("rights to query");
      return hidden
          ? Finding.warn(
              words(credentials) + "; the instance does not show which user this is",
              "Let the integration user read its own record in sys_user.")
          : Diagnosis.of(fault);
    }
    return fault.status() == 0
        ? noToken(credentials, fault.message(), neverConsented(credentials, tokens))
        : Finding.fail(
            Cause.REFUSED,
            words(credentials) + " is not accepted: " + fault.said(),
            check(credentials, fault));
  }

  /** Why there is no token comes with what to do, in one sentence after the other. */
  private static Finding noToken(Credentials credentials, String why, boolean neverConsented) {
    int end = endOfSentence(why);
    String seen = end < 0 ? why : why.substring(0, end);
    String fix = end < 0 ? "Log in again" : capital(why.substring(end + 2));
    return neverConsented
        ? Finding.fail(Cause.STEP_MISSING, seen, fix + ".")
        : Finding.fail(Cause.REFUSED, words(credentials) + ": " + seen, fix + ".");
  }

  /** Where the first sentence ends before another; -1 if it is the only one. */
  private static int endOfSentence(String text) {
    for (int at = 1; at + 2 < text.length(); at++) {
      if (text.charAt(at + 1) == ' ' && (text.charAt(at) == '.' || text.charAt(at) == ':')) {
        return at;
      }
    }
    return -1;
  }

  /** Then nothing was refused: the last step of the set-up is a person's. */
  private static boolean neverConsented(Credentials credentials, Authorization tokens) {
    return credentials instanceof OAuth oauth
        && oauth.grant() == Grant.AUTHORIZATION_CODE
        && tokens != null
        && tokens.accessTokenExpiresAt() == null;
  }

  /**
   * One 401 for nearly every cause (servicenow-wire § 3.1): what is likely, the likeliest first.
   */
  private static String check(Credentials credentials, Fault fault) {
    if (Objects.requireNonNullElse(fault.detail(), "").contains("X-MFA_TOKEN")) {
      return "The user needs a second factor, which a program cannot give: use one of the oauth types, or"
          + " an integration user without multi-factor authentication.";
    }
    String user = "the user is active and not locked out";
    if (credentials instanceof Credentials.Basic) {
      return "Check, in this order: user name and password; "
          + user
          + "; since 2026 new instances accept basic authentication only from users with Web service access"
          + " only or the role snc_basic_auth_api_access"
          + " (glide.authenticate.basic_auth.restriction.enforce); the user has no second factor.";
    }
    if (credentials instanceof Credentials.ApiKey) {
      return "Check, in this order: the key is active and has not expired; its inbound authentication"
          + " profile is in a REST API access policy that covers the Table API; "
          + user
          + ".";
    }
    if (credentials instanceof Credentials.Certificate) {
      return "Check, in this order: Ropeway's certificate is mapped to a user on the instance; it has not"
          + " expired and the instance trusts its issuer; "
          + user
          + ".";
    }
    return "The instance issued a token and then refused it. Check, in this order: "
        + user
        + "; the registry entry's scope or REST API access policy covers the Table API; the token was not"
        + " revoked (System OAuth > Manage Tokens).";
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
