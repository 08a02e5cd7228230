package dev.ropeway.console;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * An address that somebody sent.
 *
 * @param href what may be followed; null when following it could run a script or leave the web
 */
@RegisterForReflection // included parts of pages ask it by name
record WebLink(String text, String href) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Null for no address at all. */
  static WebLink of(String address) {
    return address == null || address.isBlank()
        ? null
        : new WebLink(address, isWeb(address) ? address : null);
  }

  private static boolean isWeb(String address) {
    try {
      URI uri = new URI(address);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
