package dev.ropeway.servicenow;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import dev.ropeway.store.Text;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.component.servicenow.ServiceNowException;

/**
 * How a call failed, said in terms of the wire and without deciding what that means.
 *
 * @param status the HTTP status, 0 without an answer
 * @param message ServiceNow's message, or ours where it gave none
 * @param detail ServiceNow's detail; may be empty
 * @param retryAfter what the instance asked for; null if it did not
 */
public record Fault(Kind kind, int status, String message, String detail, Duration retryAfter) {

  /** What is known of the request's fate. */
  public enum Kind {
    /** An answer in ServiceNow's error form. */
    REFUSED,
    /** Too many requests, by a rule or with a time named; was not executed, or not even sent. */
    RATE_LIMITED,
    /** Too many at once: the queue of a node was full (§ 1.8). Was not executed. */
    CROWDED,
    /** 202: the session's queue was full and the request was dropped. */
    DROPPED,
    /** Answered with a page, a redirect or from in front of the instance: nobody is home. */
    ASLEEP,
    /** A success that cannot be read: empty, cut off, or a result with an error beside it. */
    UNREADABLE,
    /** Sent, and then nothing: time-out or a broken connection. */
    NO_ANSWER,
    /** Never reached the instance. */
    NOT_SENT,
    /** TLS could not be agreed; never reached the instance. */
    NOT_TRUSTED,
    /** No token could be had, or the one we had was refused twice. */
    NOT_AUTHORIZED,
    /** Nothing of the wire: a fault of ours before or after the call. */
    OURS
  }

  static final int HIBERNATING = 503;

  /** What CXF says of an answer whose connection ended before there was a body to read. */
  private static final String NO_BODY = "The entity is not backed by an input stream";

  /** Reads the exception of a call, with what {@link WireAnswer} saw of its answer. */
  public static Fault of(Throwable thrown) {
    WireAnswer answer = WireAnswer.last();
    boolean onTheWire = false;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreUnavailableException || cause instanceof StoreBusyException) {
        // What broke underneath is the way to PostgreSQL, not to the instance.
        return new Fault(Kind.OURS, 0, String.valueOf(cause.getMessage()), "", null);
      }
      if (cause instanceof UnreadableAnswerException) {
        return new Fault(Kind.UNREADABLE, status(answer), cause.getMessage(), "", null);
      }
      if (cause instanceof HeldBackException held) {
        return new Fault(Kind.RATE_LIMITED, 0, held.getMessage(), "", held.untilAllowed());
      }
      if (cause instanceof ServiceNowException refusal) {
        return ofRefusal(refusal, answer);
      }
      if (cause instanceof NoTokenException token) {
        return new Fault(
            token.refused() ? Kind.NOT_AUTHORIZED : Kind.NOT_SENT, 0, token.getMessage(), "", null);
      }
      if (cause instanceof ProxyException proxy) {
        return new Fault(Kind.NOT_SENT, 0, proxy.getMessage(), proxy.advice(), null);
      }
      if (cause instanceof PrivateAddresses.PrivateAddressException) {
        return new Fault(Kind.NOT_SENT, 0, cause.getMessage(), "", null);
      }
      if (cause instanceof SSLHandshakeException
          || cause instanceof SSLPeerUnverifiedException
          || cause instanceof CertificateException) {
        return new Fault(Kind.NOT_TRUSTED, 0, words(cause), "", null);
      }
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof HttpConnectTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException) {
        return new Fault(Kind.NOT_SENT, 0, "the instance cannot be reached", words(cause), null);
      }
      // A call that a shutdown cuts short may have been sent; it is no fault of ours.
      onTheWire |=
          cause instanceof ProcessingException
              || cause instanceof IOException
              || cause instanceof InterruptedException
              || cause instanceof RejectedExecutionException;
      if (cause instanceof IllegalStateException && saysNoBody(cause)) {
        return new Fault(Kind.UNREADABLE, status(answer), "the answer was cut off", "", null);
      }
      if (cause instanceof JsonProcessingException) {
        return new Fault(
            Kind.UNREADABLE, status(answer), "the answer is incomplete JSON", "", null);
      }
    }
    if (!onTheWire) {
      return new Fault(Kind.OURS, 0, words(thrown), "", null);
    }
    return answer == null
        ? new Fault(Kind.NO_ANSWER, 0, "the instance did not answer", words(thrown), null)
        : new Fault(Kind.UNREADABLE, answer.status(), "the answer was cut off", "", null);
  }

  private static boolean saysNoBody(Throwable cause) {
    return cause.getMessage() != null && cause.getMessage().startsWith(NO_BODY);
  }

  /** What an exception says, without how Java calls it. */
  static String words(Throwable thrown) {
    String said = Text.withoutExceptions(Objects.requireNonNullElse(thrown.getMessage(), ""));
    boolean unknown =
        thrown instanceof UnknownHostException || thrown instanceof UnresolvedAddressException;
    if (unknown) {
      return said.isEmpty() ? "its name is not known" : "its name is not known: " + said;
    }
    return said;
  }

  private static Fault ofRefusal(ServiceNowException refusal, WireAnswer answer) {
    int status = answer == null ? refusal.getCode() : answer.status();
    Duration retryAfter = answer == null ? null : answer.retryAfter();
    String message = answer == null ? refusal.getMessage() : answer.message();
    String detail = answer == null ? "" : answer.detail();
    Kind kind =
        switch (status) {
          case 401 -> Kind.NOT_AUTHORIZED;
          case 429 ->
              retryAfter != null
                      || (answer != null && answer.headers().rateLimit() != null)
                      || message.toLowerCase(Locale.ROOT).startsWith("rate limit")
                  ? Kind.RATE_LIMITED
                  : Kind.CROWDED;
          case 202 -> Kind.DROPPED;
          case 502, 503, 504 -> Kind.ASLEEP;
          default -> answer != null && answer.isPage() ? Kind.ASLEEP : Kind.REFUSED;
        };
    return new Fault(kind, status, message, detail, retryAfter);
  }

  private static int status(WireAnswer answer) {
    return answer == null ? 0 : answer.status();
  }

  /** Whether the instance does not have the table that was called. */
  public boolean isUnknownTable() {
    return message != null && message.toLowerCase(Locale.ROOT).startsWith("invalid table");
  }

  /** Whether any other call to the instance would end the same way now. */
  public boolean concernsAll() {
    return switch (kind) {
      case RATE_LIMITED, ASLEEP, NOT_SENT, NOT_TRUSTED, NOT_AUTHORIZED -> true;
      case REFUSED, CROWDED, DROPPED, UNREADABLE, NO_ANSWER, OURS -> false;
    };
  }

  /** Message and detail as one line for people. */
  public String said() {
    String text = detail == null || detail.isBlank() ? message : message + ": " + detail;
    return status == 0 ? text : status + " " + text;
  }
}
