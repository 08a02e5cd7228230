package dev.ropeway.servicenow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Makes connections for single requests beside the calls of the component: through the proxy of an
 * integration, trusting whom it trusts, without a login, and following no redirect.
 */
@ApplicationScoped
class Dial {

  private final Certificates certificates;

  /** TLS of a connection; null for that of Java. */
  interface Certificates {
    SSLContext context(Connection connection);
  }

  @Inject
  Dial(TlsContexts tls) {
    this(tls::of);
  }

  Dial(Certificates certificates) {
    this.certificates = certificates;
  }

  HttpURLConnection open(Connection connection, String path, Duration timeout) throws IOException {
    ProxyServer proxy = connection.proxy();
    URL url = URI.create(connection.url() + path).toURL();
    HttpURLConnection http =
        (HttpURLConnection)
            (proxy == null ? url.openConnection() : url.openConnection(proxy.socket()));
    http.setConnectTimeout((int) timeout.toMillis());
    http.setReadTimeout((int) timeout.toMillis());
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setRequestProperty("Accept", "application/json");
    http.setRequestProperty("Connection", "close");
    if (proxy != null && proxy.username() != null) {
      http.setAuthenticator(new Once(proxy));
    }
    if (http instanceof HttpsURLConnection https) {
      SSLContext context = certificates.context(connection);
      if (context != null) {
        https.setSSLSocketFactory(context.getSocketFactory());
      }
    }
    return http;
  }

  /** Logs in to the proxy, and gives up if that is not enough: Java would try twenty times. */
  private static final class Once extends Authenticator {

    private final ProxyServer proxy;
    private boolean given;

    Once(ProxyServer proxy) {
      this.proxy = proxy;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (given || getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      given = true;
      return new PasswordAuthentication(proxy.username(), proxy.password().toCharArray());
    }
  }
}
