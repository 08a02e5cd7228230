package dev.ropeway.servicenow;

import java.net.URI;
import java.time.Duration;

/**
 * How one instance is reached.
 *
 * @param url scheme, host and port, no path
 * @param timeout for one call, from sending to the last byte
 */
public record Connection(String name, URI url, Credentials credentials, Duration timeout) {

  /** Who we are to the instance. */
  public sealed interface Credentials {
    String username();

    /** Sent with every call (servicenow-wire: authentication, Basic). */
    record Basic(String username, String password) implements Credentials {
      @Override
      public String toString() {
        return "Basic[" + username + "]";
      }
    }

    /** Traded for tokens at {@code /oauth_token.do} (B01, B03). */
    record OAuthPassword(String username, String password, String clientId, String clientSecret)
        implements Credentials {
      @Override
      public String toString() {
        return "OAuthPassword[" + username + ", " + clientId + "]";
      }
    }
  }

  /** Where the REST APIs live. */
  public String apiUrl() {
    return url + "/api";
  }

  /** The page a person opens to see a record. */
  public String pageOf(String table, String sysId) {
    return url + "/nav_to.do?uri=" + table + ".do?sys_id=" + sysId;
  }
}
