package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignaturesTest {

  /** The example of GitHub's own documentation. */
  private static final String SECRET = "It's a Secret to Everybody";

  private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  @Test
  void a_signature_by_the_secret_over_these_bytes_is_genuine() {
    assertThat(WebhookSignatures.isGenuine(SECRET, BODY, SIGNATURE)).isTrue();
    assertThat(WebhookSignatures.isGenuine(SECRET + ".", BODY, SIGNATURE)).isFalse();
    assertThat(WebhookSignatures.isGenuine(SECRET, new byte[0], SIGNATURE)).isFalse();
    assertThat(WebhookSignatures.isGenuine(SECRET, null, SIGNATURE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "sha256=zz",
        "sha256=757107ea",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      })
  void anything_else_is_not(String signature) {
    assertThat(WebhookSignatures.isGenuine(SECRET, BODY, signature)).isFalse();
  }
}
