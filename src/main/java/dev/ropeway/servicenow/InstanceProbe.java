package dev.ropeway.servicenow;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Looks at an instance from outside, without a login and apart from the calls of the component:
 * each look makes a connection of its own, so that it sees name, certificate and instance as they
 * are now.
 */
@ApplicationScoped
public class InstanceProbe {

  /** Asks for as little as can be asked for; without a login it is refused. */
  private static final String PATH =
      "/api/now/table/sys_user?sysparm_limit=1&sysparm_fields=sys_id";

  private final Dial dial;
  private final Clock clock;

  InstanceProbe(Dial dial, Clock clock) {
    this.dial = dial;
    this.clock = clock;
  }

  /** What is there, or why nothing can be seen; redirects are not followed. */
  public ProbeResult look(Connection connection, Duration timeout) {
    HttpURLConnection http = null;
    boolean reached = false;
    Instant trustedUntil = null;
    try {
      connection.requirePublic();
      http = dial.open(connection, PATH, timeout);
      http.connect();
      reached = true;
      // Before the answer is read: with it the connection ends, and its certificates with that.
      trustedUntil = end(http);
      return seen(http, trustedUntil);
    } catch (IOException | RuntimeException e) {
      return ProbeResult.none(
          fault(connection, e, reached), reached, clock.instant(), trustedUntil);
    } finally {
      if (http != null) {
        http.disconnect();
      }
    }
  }

  private ProbeResult seen(HttpURLConnection http, Instant trustedUntil) throws IOException {
    int status = http.getResponseCode();
    byte[] body = read(http, status);
    String type = header(http, "Content-Type");
    BodyForm form = BodyForm.of(type, body);
    boolean json = form == BodyForm.JSON;
    return new ProbeResult(
        null,
        true,
        status,
        header(http, "Server"),
        header(http, "WWW-Authenticate"),
        header(http, "Location"),
        json,
        json || body.length == 0 ? "" : form.hint(type, body),
        header(http, "X-Is-Logged-In").equalsIgnoreCase("true"),
        WireAnswer.httpDate(http.getHeaderField("Date")),
        clock.instant(),
        trustedUntil);
  }

  private static byte[] read(HttpURLConnection http, int status) {
    try (InputStream body = status >= 400 ? http.getErrorStream() : http.getInputStream()) {
      return body == null ? new byte[0] : body.readNBytes(Normalise.MAX_ERROR_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static String header(HttpURLConnection http, String name) {
    return Objects.requireNonNullElse(http.getHeaderField(name), "");
  }

  /** The first end in the chain: from then on the whole of it is not trusted. */
  private static Instant end(HttpURLConnection http) {
    if (!(http instanceof HttpsURLConnection https)) {
      return null;
    }
    try {
      Certificate[] chain = https.getServerCertificates();
      return Arrays.stream(chain)
          .filter(X509Certificate.class::isInstance)
          .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
          .min(Instant::compareTo)
          .orElse(null);
    } catch (SSLPeerUnverifiedException | IllegalStateException e) {
      return null;
    }
  }

  /** Until there is a connection nothing was sent, whatever went wrong. */
  private static Fault fault(Connection connection, Exception thrown, boolean reached) {
    if (connection.proxy() != null && !reached) {
      ProxyException proxy = connection.proxy().blame(thrown, connection.url(), true);
      if (proxy != null) {
        return Fault.of(proxy);
      }
    }
    if (thrown instanceof SSLException && !reached) {
      return new Fault(Fault.Kind.NOT_TRUSTED, 0, Fault.words(thrown), "", null);
    }
    Fault fault = Fault.of(thrown);
    return reached || fault.kind() != Fault.Kind.NO_ANSWER
        ? fault
        : new Fault(
            Fault.Kind.NOT_SENT, 0, "the instance cannot be reached", Fault.words(thrown), null);
  }
}
