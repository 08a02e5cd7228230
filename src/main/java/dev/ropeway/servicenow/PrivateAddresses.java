package dev.ropeway.servicenow;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Keeps calls out of our own network: an address that somebody gave us must not reach a metadata
 * service or a neighbour. Names are looked up, so that one that points inside is refused too.
 */
public final class PrivateAddresses {

  /** What IANA's registries of special addresses do not call globally reachable. */
  private static final List<Block> INSIDE =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/96", // none, this host, and IPv4 as it was once written
              "::ffff:0:0:0/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23", // Teredo among them, which hides an IPv4 address
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(Block::of)
          .toList();

  /** NAT64 and 6to4: as private as the IPv4 address in them. */
  private static final List<Embedding> EMBEDDING =
      List.of(new Embedding(Block.of("64:ff9b::/96"), 12), new Embedding(Block.of("2002::/16"), 2));

  private record Embedding(Block block, int at) {}

  /** Addresses that begin alike. */
  private record Block(byte[] start, int bits) {

    static Block of(String text) {
      String[] parts = text.split("/");
      try {
        // A literal, so that nothing is looked up.
        return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(text, e);
      }
    }

    boolean holds(byte[] address) {
      if (address.length != start.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ start[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private PrivateAddresses() {}

  /** The name points into a private network. */
  public static final class PrivateAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PrivateAddressException(String host) {
      super(
          host
              + " is an address in a private network; only allow-insecure or"
              + " ropeway.instances.insecure-hosts permits that");
    }
  }

  /**
   * Looks the host up. The call that follows does so again, in the same JVM, which keeps an answer
   * for {@code networkaddress.cache.ttl} seconds (30): both see the same one.
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

  /**
   * Looks nothing up: refuses what is a private address as it is written, and localhost.
   *
   * @throws PrivateAddressException when it is one
   */
  static void refuseWritten(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean address =
        name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    if (address) {
      refuse(host);
    } else if (name.equals("localhost") || name.endsWith(".localhost")) {
      throw new PrivateAddressException(host);
    }
  }

  static boolean isPrivate(InetAddress address) {
    return isPrivate(address.getAddress());
  }

  private static boolean isPrivate(byte[] address) {
    if (INSIDE.stream().anyMatch(block -> block.holds(address))) {
      return true;
    }
    return EMBEDDING.stream()
        .filter(embedding -> embedding.block().holds(address))
        .anyMatch(
            embedding ->
                isPrivate(Arrays.copyOfRange(address, embedding.at(), embedding.at() + 4)));
  }
}
