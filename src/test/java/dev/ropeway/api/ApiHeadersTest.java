package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiHeadersTest {

  private final ApiHeaders headers = new ApiHeaders();

  private boolean comesIn(String name) {
    return !headers.applyFilterToExternalHeaders(name, "value", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type",
        "idempotency-key",
        "WebHook-Request-Origin",
        "CE-Type",
        "X-Hub-Signature-256",
        "X-GitHub-Event",
        "X-Ropeway-Timestamp",
        "status",
        "ticketType"
      })
  void what_an_operation_or_a_reader_needs_comes_in(String name) {
    assertThat(comesIn(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Cookie",
        "X-API-Key",
        "CamelHttpUri",
        "org.apache.camel.x",
        "User-Agent",
        "Host",
        "sender",
        "hint",
        "STATUS"
      })
  void nothing_else_does(String name) {
    assertThat(comesIn(name)).isFalse();
  }

  @Test
  void no_parameter_is_called_like_a_header_that_comes_in() {
    assertThat(Parameters.all())
        .contains("status", "id", "source", "ticket")
        .noneMatch(name -> comesIn(name.toUpperCase(java.util.Locale.ROOT)));
  }

  private static boolean goesOut(String name, Object value) {
    return !new ApiHeaders().applyFilterToCamelHeaders(name, value, null);
  }

  @Test
  void only_our_own_headers_go_out() {
    assertThat(goesOut("Location", "/api/v1/rules/x")).isTrue();
    assertThat(goesOut("X-Secret", "hush")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/x\r\nSet-Cookie: a=b",
        "/x\n",
        "/x\u2028y",
        "/x\u001b[0m",
        "/x\u202ey",
        "/x\u0085y",
        "\t"
      })
  void none_goes_out_that_would_be_two(String value) {
    assertThat(goesOut("Location", value)).isFalse();
  }
}
