package dev.ropeway.servicenow;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * How one instance is reached.
 *
 * @param version grows when anything of it changes, so that nothing of an earlier one is used
 * @param url scheme, host and port, no path
 * @param timeout for one call, from sending to the last byte
 * @param tls name of the TLS configuration with our certificate; null where none is shown
 * @param mayBePrivate allows addresses that only our own network knows
 * @param proxy through which every call goes; null for none
 * @param trust whom its certificate may come from, beside those that Java trusts
 */
public record Connection(
    String name,
    long version,
    URI url,
    Credentials credentials,
    Duration timeout,
    String tls,
    boolean mayBePrivate,
    ProxyServer proxy,
    List<X509Certificate> trust) {

  private static final Duration SHORTEST_LOGIN = Duration.ofSeconds(5);

  public Connection {
    trust = List.copyOf(trust);
  }

  /**
   * Keeps a call out of our own network. Where a proxy looks names up, only what is an address
   * already is judged.
   *
   * @throws PrivateAddresses.PrivateAddressException when the instance is in a private network
   */
  public void requirePublic() {
    if (mayBePrivate) {
      return;
    }
    if (proxy == null) {
      PrivateAddresses.refuse(url.getHost());
    } else {
      PrivateAddresses.refuseWritten(url.getHost());
    }
  }

  /** Where the REST APIs live. */
  public String apiUrl() {
    return url + "/api";
  }

  /** The longest a login may take: an instance that just woke takes its time over the first. */
  public Duration loginTimeout() {
    return timeout.compareTo(SHORTEST_LOGIN) < 0 ? SHORTEST_LOGIN : timeout;
  }

  /** The name under which the component keeps its client of this version. */
  String endpoint() {
    return version == 0 ? name : name + "-" + version;
  }

  /** The page a person opens to see a record. */
  public String pageOf(String table, String sysId) {
    return url + "/nav_to.do?uri=" + table + ".do?sys_id=" + sysId;
  }
}
