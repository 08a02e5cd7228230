package dev.ropeway.notification;

import dev.ropeway.servicenow.PrivateAddresses.PrivateAddressException;
import dev.ropeway.store.RootCause;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Why an event was not seen to be taken.
 *
 * @param isOfThisEvent others may be taken
 * @param mayBeTaken no answer came, so that it can be told a second time
 */
record PublishFailure(String why, boolean isOfThisEvent, boolean mayBeTaken) {

  /** Nothing of the event was sent before these. */
  private static final List<Class<? extends Exception>> BEFORE =
      List.of(
          ConnectException.class,
          HttpConnectTimeoutException.class,
          UnknownHostException.class,
          SSLHandshakeException.class,
          AuthenticationException.class,
          PrivateAddressException.class);

  /** What one event makes a route fail on keeps no other event from it. */
  static PublishFailure ofRoute(Throwable thrown) {
    return new PublishFailure(RootCause.of(thrown), true, true);
  }

  static PublishFailure of(Throwable thrown) {
    boolean mayBeTaken = true;
    Throwable cause = thrown;
    while (true) {
      if (cause instanceof RefusedException answer) {
        return new PublishFailure(answer.toString(), answer.isOfThisEvent(), false);
      }
      mayBeTaken &= !isBefore(cause);
      if (cause.getCause() == null) {
        return new PublishFailure(cause.toString(), false, mayBeTaken);
      }
      cause = cause.getCause();
    }
  }

  private static boolean isBefore(Throwable cause) {
    return BEFORE.stream().anyMatch(kind -> kind.isInstance(cause)) || findsNoTopic(cause);
  }

  /** The class is that of a record that was sent and not answered; only the words tell. */
  private static boolean findsNoTopic(Throwable cause) {
    return cause instanceof TimeoutException
        && String.valueOf(cause.getMessage()).contains("not present in metadata");
  }
}
