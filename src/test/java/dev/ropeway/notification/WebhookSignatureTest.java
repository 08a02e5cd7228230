package dev.ropeway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  /** The example of the specification of Standard Webhooks. */
  @Test
  void a_signature_is_that_of_the_specification() {
    WebhookSignature signature =
        WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "key");

    assertThat(
            signature.of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void a_secret_that_is_too_short_or_no_base64_stops_the_start() {
    assertThatThrownBy(() -> WebhookSignature.of("whsec_c2hvcnQ=", "ropeway.feeds.x.secret"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.feeds.x.secret");
    assertThatThrownBy(() -> WebhookSignature.of("a password!", "ropeway.feeds.x.secret"))
        .isInstanceOf(InvalidSettingException.class);
  }
}
