package dev.ropeway.servicenow;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Keeps calls out of our own network: an address that somebody gave us must not reach a metadata
 * service or a neighbour. Names are looked up, so that one that points inside is refused too.
 */
public final class PrivateAddresses {

  private PrivateAddresses() {}

  /** The name points into a private network. */
  public static final class PrivateAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PrivateAddressException(String host) {
      super(
          host
              + " is an address of a private network, which only allow-insecure or"
              + " ropeway.instances.insecure-hosts permits");
    }
  }

  /**
   * Looks the host up.
   *
   * @throws PrivateAddressException when any of its addresses is not a public one
   */
  public static void refuse(String host) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      // The call itself says so in a form that Fault knows.
      return;
    }
    for (InetAddress address : addresses) {
      if (isPrivate(address)) {
        throw new PrivateAddressException(host);
      }
    }
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || shared
        || uniqueLocal;
  }
}
