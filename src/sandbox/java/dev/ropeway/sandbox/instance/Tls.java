package dev.ropeway.sandbox.instance;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;

/**
 * How a sandbox speaks https.
 *
 * @param keyStore PKCS#12, with the certificate of the instance
 * @param trustStore PKCS#12, with the authorities of client certificates; null asks for none
 * @param password of both
 */
public record Tls(Path keyStore, Path trustStore, String password) {

  /** A client may come without a certificate: it has other ways in. */
  public void into(HttpServerOptions options) {
    options.setSsl(true).setKeyCertOptions(store(keyStore));
    if (trustStore != null) {
      options.setTrustOptions(store(trustStore)).setClientAuth(ClientAuth.REQUEST);
    }
  }

  private PfxOptions store(Path file) {
    return new PfxOptions().setPath(file.toAbsolutePath().toString()).setPassword(password);
  }
}
