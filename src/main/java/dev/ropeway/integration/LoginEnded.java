package dev.ropeway.integration;

import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.OAuth;
import java.util.Objects;

/**
 * What was granted to this connection is needed no more.
 *
 * @param deleted whether the integration was deleted; else it will log in otherwise
 */
public record LoginEnded(Connection connection, boolean deleted) {

  /**
   * Whether a change ends the login: what was granted before is of no use, or was given for secrets
   * that are others now. A consent outlives another client secret, since only a person can renew
   * it.
   */
  static boolean by(Connection before, Connection after) {
    if (!(before.credentials() instanceof OAuth old)) {
      return false;
    }
    if (!(after.credentials() instanceof OAuth now)) {
      return true;
    }
    boolean same =
        before.url().equals(after.url())
            && old.grant() == now.grant()
            && old.clientId().equals(now.clientId());
    return !same || (now.canLogIn() && !sameSecrets(old, now));
  }

  private static boolean sameSecrets(OAuth old, OAuth now) {
    return Objects.equals(old.username(), now.username())
        && Objects.equals(old.password(), now.password())
        && Objects.equals(old.clientSecret(), now.clientSecret())
        && Objects.equals(old.assertion(), now.assertion());
  }
}
