package dev.ropeway.servicenow;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks an instance to take back a token that it gave, at {@code /oauth_revoke_token.do}, which
 * needs no login: whoever holds a token may give it up (servicenow-wire § 3.4).
 */
@ApplicationScoped
public class TokenRevocation {

  private static final String PATH = "/oauth_revoke_token.do";

  private final Dial dial;

  TokenRevocation(Dial dial) {
    this.dial = dial;
  }

  /** Empty when the instance took the token back; else why that is not known. */
  public Optional<String> revoke(Connection connection, String token, Duration timeout) {
    HttpURLConnection http = null;
    try {
      connection.requirePublic();
      http = dial.open(connection, PATH, timeout);
      http.setDoOutput(true);
      http.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
      try (OutputStream body = http.getOutputStream()) {
        // In the body: newer instances read no parameters of the address, and logs keep those.
        String form = "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        body.write(form.getBytes(StandardCharsets.US_ASCII));
      }
      return complaint(http);
    } catch (IOException | RuntimeException e) {
      ProxyServer proxy = connection.proxy();
      ProxyException blamed = proxy == null ? null : proxy.blame(e, connection.url(), false);
      return Optional.of(Fault.of(blamed == null ? e : blamed).said());
    } finally {
      if (http != null) {
        http.disconnect();
      }
    }
  }

  private static Optional<String> complaint(HttpURLConnection http) throws IOException {
    int status = http.getResponseCode();
    if (status != 200 && status != 204) {
      return Optional.of("the instance answered " + status);
    }
    try (InputStream body = http.getInputStream()) {
      byte[] start = body.readNBytes(Normalise.MAX_ERROR_BYTES);
      String type = http.getContentType() == null ? "" : http.getContentType();
      // What else an instance says to a revocation is not documented; a page is not it.
      return start.length > 0 && BodyForm.of(type, start) == BodyForm.PAGE
          ? Optional.of("the instance answered with a page: " + BodyForm.PAGE.hint(type, start))
          : Optional.empty();
    }
  }
}
