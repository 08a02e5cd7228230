package dev.ropeway.servicenow;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

/**
 * The HTTP proxy through which an instance is reached; it looks up the name of the instance.
 *
 * @param username null for a proxy that asks for none
 */
public record ProxyServer(String host, int port, String username, String password) {

  private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  static final int LOGIN_REQUIRED = 407;

  /** How the clients in use tell the status of a refused CONNECT: each in words of its own. */
  private static final List<String> BEFORE_STATUS =
      List.of(
          "Tunnel failed, got: ",
          "Proxy returns \"HTTP/1.1 ",
          "Proxy returns \"HTTP/1.0 ",
          ", status: ");

  /**
   * Lets Java log in to proxies by user name and password on the way to https addresses, which it
   * does not do by itself; unless whoever starts the program decided that otherwise. It is read
   * once, with the first client.
   */
  static void allowLogins() {
    if (System.getProperty(DISABLED_SCHEMES) == null) {
      System.setProperty(DISABLED_SCHEMES, "");
    }
  }

  Proxy socket() {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
  }

  /** The header that logs in; null for a proxy that asks for no login. */
  String authorization() {
    if (username == null) {
      return null;
    }
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /**
   * What the proxy has to do with a call that failed; null when the failure is not its own.
   *
   * @param connecting whether it was only about to connect: then a time-out is that of the proxy,
   *     and else it may be that of an instance that got the request
   */
  ProxyException blame(Throwable thrown, URI instance, boolean connecting) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProxyException known) {
        return known;
      }
      OptionalInt status = status(cause);
      if (status.isPresent()) {
        return refusal(status.getAsInt(), instance, thrown);
      }
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof HttpConnectTimeoutException
          || (connecting && cause instanceof SocketTimeoutException)
          || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException) {
        return new ProxyException(
            this + " cannot be reached",
            "Check proxy.host and proxy.port, and that the network allows Ropeway to reach the proxy.",
            thrown);
      }
    }
    return null;
  }

  /** What an answer of the proxy means that came in place of the instance's. */
  ProxyException refusal(int status, URI instance, Throwable cause) {
    String target = instance.getHost();
    if (status == LOGIN_REQUIRED) {
      return username == null
          ? new ProxyException(
              this + " requires a login (407)", "Set proxy.username and proxy.password.", cause)
          : new ProxyException(
              this + " refused the user name or the password (407)",
              "Check proxy.username and proxy.password.",
              cause);
    }
    return status >= 500
        ? new ProxyException(
            this + " cannot reach " + target + " (" + status + ")",
            "Check that the instance still exists, and that the proxy can resolve and reach it.",
            cause)
        : new ProxyException(
            this + " does not allow connections to " + target + " (" + status + ")",
            "Ask the owner of the proxy to allow CONNECT to " + target + ", port 443.",
            cause);
  }

  private static OptionalInt status(Throwable thrown) {
    String said = thrown.getMessage();
    if (said != null && (thrown instanceof IOException)) {
      for (String before : BEFORE_STATUS) {
        int at = said.indexOf(before);
        int start = at + before.length();
        if (at >= 0 && said.length() >= start + 3 && isNumber(said, start)) {
          return OptionalInt.of(Integer.parseInt(said.substring(start, start + 3)));
        }
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isNumber(String text, int start) {
    return text.substring(start, start + 3).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return "the proxy " + host + ":" + port;
  }
}
