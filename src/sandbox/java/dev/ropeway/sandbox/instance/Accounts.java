package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.Row;
import java.util.Map;

/** The people and machines in sys_user, and what their flags let them do. */
public final class Accounts {
  private static final String BASIC_RESTRICTED =
      "glide.authenticate.basic_auth.restriction.enforce";
  private static final String BASIC_ALLOWED = "snc_basic_auth_api_access";
  // A real one changes every 30 seconds.
  private static final String ONE_TIME_PASSWORD = "123456";

  private final Map<String, String> passwords;
  private final Instance instance;

  Accounts(Instance instance) {
    this.instance = instance;
    this.passwords = instance.settings.users();
  }

  public boolean isActive(String userName) {
    Row row = instance.database.user(userName);
    return row != null && isTrue(row, "active") && !isTrue(row, "locked_out");
  }

  /** Whether that person can sit down at a browser and sign in. */
  public boolean mayLogIn(String userName, String password) {
    return hasPassword(userName, password) && !isWebServiceOnly(userName);
  }

  /**
   * The password grant asks for a user with an interactive session. What a second factor does to it
   * is not in our sources; here it is refused.
   */
  public boolean mayUsePasswordGrant(String userName, String password) {
    return mayLogIn(userName, password) && !needsSecondFactor(userName);
  }

  /** Refuses basic authentication with the 401 of its cause. */
  void checkBasic(String userName, String password) {
    if (hasPassword(userName, password)) {
      if (needsSecondFactor(userName)) {
        throw ErrorAnswer.unauthenticated().with("X-MFA_TOKEN", "invalid");
      }
      if (isBasicRestricted(userName)) {
        // Whether this 401 has headers of its own is not established.
        throw ErrorAnswer.unauthenticated();
      }
      return;
    }
    // With a second factor the one-time password is appended to the password.
    boolean complete =
        password.endsWith(ONE_TIME_PASSWORD)
            && hasPassword(
                userName, password.substring(0, password.length() - ONE_TIME_PASSWORD.length()))
            && needsSecondFactor(userName);
    if (!complete) {
      throw ErrorAnswer.unauthenticated();
    }
  }

  private boolean isBasicRestricted(String userName) {
    return instance.isOn(BASIC_RESTRICTED)
        && !isWebServiceOnly(userName)
        && !instance.roles.of(userName).contains(BASIC_ALLOWED);
  }

  private boolean hasPassword(String userName, String password) {
    return isActive(userName) && password.equals(passwords.get(userName));
  }

  private boolean isWebServiceOnly(String userName) {
    return isTrue(instance.database.user(userName), "web_service_access_only");
  }

  private boolean needsSecondFactor(String userName) {
    return isTrue(instance.database.user(userName), "enable_multifactor_authn");
  }

  private static boolean isTrue(Row row, String column) {
    return row.get(column).equals("true");
  }
}
