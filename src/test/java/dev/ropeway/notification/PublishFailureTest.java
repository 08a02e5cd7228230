package dev.ropeway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishFailureTest {

  /** As Camel throws it. */
  private static PublishFailure of(Exception cause) {
    return PublishFailure.of(new IllegalStateException("in a route", cause));
  }

  @Test
  void what_was_not_answered_in_time_may_have_been_taken() {
    assertThat(of(new HttpTimeoutException("request timed out")).mayBeTaken()).isTrue();
    assertThat(of(new IOException("connection reset")).mayBeTaken()).isTrue();
    assertThat(of(new TimeoutException("Expiring 1 record(s)")).mayBeTaken()).isTrue();
  }

  @Test
  void what_was_never_sent_was_not() {
    ConnectException closed = new ConnectException();
    closed.initCause(new ClosedChannelException());

    assertThat(of(closed).mayBeTaken()).isFalse();
    assertThat(of(new HttpConnectTimeoutException("connect timed out")).mayBeTaken()).isFalse();
    assertThat(of(new SaslAuthenticationException("who are you?")).mayBeTaken()).isFalse();
    assertThat(
            of(new TimeoutException("Topic x not present in metadata after 10 ms.")).mayBeTaken())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 429, 503})
  void an_answer_is_believed(int status) {
    PublishFailure refusal = of(new RefusedException(status));

    assertThat(refusal.mayBeTaken()).isFalse();
    assertThat(refusal.isOfThisEvent()).isEqualTo(status == 400);
    assertThat(refusal.why()).endsWith("it answered " + status);
  }
}
