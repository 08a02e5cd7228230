package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.ropeway.servicenow.Fault.Kind;
import dev.ropeway.store.StoreUnavailableException;
import jakarta.ws.rs.ProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.servicenow.ServiceNowException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

  @AfterEach
  void forgetTheAnswer() {
    WireAnswer.forget();
  }

  static Stream<Arguments> thrown() {
    return Stream.of(
        // never reached the instance
        Arguments.of(Kind.NOT_SENT, new ConnectException("Connection refused")),
        Arguments.of(Kind.NOT_SENT, new UnknownHostException("acme")),
        Arguments.of(Kind.NOT_SENT, new NoRouteToHostException("No route to host")),
        Arguments.of(Kind.NOT_SENT, new UnresolvedAddressException()),
        Arguments.of(Kind.NOT_SENT, new HttpConnectTimeoutException("connect")),
        Arguments.of(Kind.NOT_SENT, new NoTokenException(false, "no answer", null)),
        Arguments.of(Kind.NOT_AUTHORIZED, new NoTokenException(true, "access_denied", null)),
        Arguments.of(Kind.NOT_TRUSTED, new SSLHandshakeException("PKIX path building failed")),
        Arguments.of(Kind.NOT_TRUSTED, new SSLPeerUnverifiedException("other host")),
        Arguments.of(Kind.NOT_TRUSTED, new IOException(new CertificateException("expired"))),
        // a store that is away says nothing of the instance
        Arguments.of(
            Kind.OURS, new StoreUnavailableException("away", new ConnectException("refused"))),
        Arguments.of(
            Kind.OURS, new StoreUnavailableException("away", new SocketException("reset"))),
        // sent, and then nothing
        Arguments.of(Kind.NO_ANSWER, new SocketTimeoutException("Read timed out")),
        Arguments.of(Kind.NO_ANSWER, new HttpTimeoutException("request timed out")),
        Arguments.of(Kind.NO_ANSWER, new SocketException("Connection reset")),
        Arguments.of(Kind.NO_ANSWER, new EOFException()),
        Arguments.of(Kind.NO_ANSWER, new ClosedChannelException()),
        Arguments.of(Kind.NO_ANSWER, new IOException("HTTP/1.1 header parser received no bytes")),
        Arguments.of(Kind.NO_ANSWER, new InterruptedException()),
        Arguments.of(Kind.NO_ANSWER, new RejectedExecutionException("shutting down")),
        Arguments.of(Kind.NO_ANSWER, new ProcessingException("broken")),
        // answered, and no use
        Arguments.of(Kind.UNREADABLE, new UnreadableAnswerException("empty")),
        Arguments.of(Kind.UNREADABLE, new JsonParseException(null, "Unexpected end-of-input")),
        // ours
        Arguments.of(Kind.OURS, new NullPointerException()),
        Arguments.of(Kind.OURS, new IllegalStateException("bug")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("thrown")
  void an_exception_says_what_is_known_of_the_request_however_deep_it_lies(
      Kind kind, Exception thrown) {
    assertThat(FailedCallAnswers.broken(thrown).kind()).isEqualTo(kind);
    assertThat(FailedCallAnswers.broken(nested(thrown)).kind()).isEqualTo(kind);
  }

  private static Exception nested(Exception cause) {
    return new RuntimeCamelException(new ExecutionException(new RuntimeException(cause)));
  }

  @Test
  void a_connection_that_breaks_under_an_answer_leaves_it_unreadable() {
    new WireAnswer(201, false, null, null, "", "", AnswerHeaders.NONE).remember();
    Fault fault = Fault.of(new ProcessingException(new IOException("Premature EOF")));
    assertThat(fault.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(fault.status()).isEqualTo(201);
  }

  @Test
  void an_answer_without_a_body_is_cut_off_and_no_fault_of_ours() {
    Fault fault =
        Fault.of(
            new IllegalStateException(
                "The entity is not backed by an input stream, entity class is : JsonNode"));
    assertThat(fault.kind()).isEqualTo(Fault.Kind.UNREADABLE);
    assertThat(Fault.of(new IllegalStateException("x")).kind()).isEqualTo(Fault.Kind.OURS);
  }

  @Test
  void a_refusal_without_its_answer_keeps_the_components_words() {
    Fault fault = Fault.of(new ServiceNowException(400, "failure", "Invalid table x", null));
    assertThat(fault.kind()).isEqualTo(Kind.REFUSED);
    assertThat(fault.status()).isEqualTo(400);
  }

  @Test
  void the_answer_is_told_as_the_instance_said_it() {
    Fault fault =
        FailedCallAnswers.answered(
            429,
            Map.of("Content-Type", "application/json", "retry-after", "30"),
            "{\"error\":{\"message\":\"Rate limit exceeded\",\"detail\":\"100 per hour\"}}");
    assertThat(fault)
        .isEqualTo(
            new Fault(
                Kind.RATE_LIMITED,
                429,
                "Rate limit exceeded",
                "100 per hour",
                Duration.ofSeconds(30)));
    assertThat(fault.said()).isEqualTo("429 Rate limit exceeded: 100 per hour");
  }

  @Test
  void a_page_is_named_for_what_it_is_and_never_quoted() {
    String page = "<html><h1>Your instance is hibernating</h1>secret</html>";
    Fault fault = FailedCallAnswers.answered(200, "text/html", page);
    assertThat(fault.kind()).isEqualTo(Kind.ASLEEP);
    assertThat(fault.said()).contains("hibernating").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream", "text/html; charset=UTF-8", ""})
  void JSON_is_read_whatever_its_type_says(String type) {
    assertThat(FailedCallAnswers.answered(200, type, "\ufeff\n {\"result\":{\"sys_id\":\"1\"}}"))
        .isNull();
    assertThat(FailedCallAnswers.answered(201, type, "{\"result\":{\"sys_id\":\"1\"}}")).isNull();
    Fault refused =
        FailedCallAnswers.answered(
            403, type, "{\"error\":{\"message\":\"Operation Failed\",\"detail\":\"ACL\"}}");
    assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refused.said()).isEqualTo("403 Operation Failed: ACL");
    assertThat(FailedCallAnswers.answered(200, type, "{\"result\":{\"sys_").kind())
        .isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void a_page_that_is_called_JSON_is_a_page() {
    Fault fault =
        FailedCallAnswers.answered(
            200, "application/json", "\n<!DOCTYPE html>Your instance is hibernating");
    assertThat(fault.kind()).isEqualTo(Kind.ASLEEP);
    assertThat(fault.said()).endsWith("the instance is hibernating");
    assertThat(FailedCallAnswers.answered(403, "application/json", "<html>Forbidden</html>").kind())
        .isEqualTo(Kind.ASLEEP);
  }

  @Test
  void an_answer_that_is_neither_JSON_nor_a_page_is_not_called_a_page() {
    assertThat(FailedCallAnswers.answered(200, "text/csv; charset=UTF-8", "a,b").said())
        .isEqualTo(
            "200 something else instead of a record: neither JSON nor a page: its Content-Type"
                + " is text/csv");
    assertThat(FailedCallAnswers.answered(200, "", "OK").said()).endsWith("without a Content-Type");
    assertThat(FailedCallAnswers.answered(200, "", "<html>").said()).endsWith("an HTML page");
  }

  @Test
  void what_Java_calls_it_is_not_told() {
    assertThat(Fault.of(new RuntimeException(new UnknownHostException("acme"))).said())
        .isEqualTo("the instance cannot be reached: its name is not known: acme");
    assertThat(Fault.of(new UnresolvedAddressException()).said())
        .isEqualTo("the instance cannot be reached: its name is not known");
    assertThat(Fault.of(new ConnectException("Connection refused")).said())
        .isEqualTo("the instance cannot be reached: Connection refused");
    assertThat(
            Fault.of(
                    new SSLHandshakeException(
                        "PKIX path building failed: sun.security.x.SunException: no path"))
                .said())
        .isEqualTo("PKIX path building failed: no path");
    assertThat(Fault.of(new RuntimeException(new java.io.IOException("reset"))).said())
        .isEqualTo("the instance did not answer: reset");
    assertThat(Fault.of(new IllegalStateException()).said()).doesNotContain("java");
  }
}
