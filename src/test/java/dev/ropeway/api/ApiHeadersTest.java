package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiHeadersTest {

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
