package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  private static boolean isJson(String header) {
    return MediaType.of(header).filter(MediaType::isJson).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        " application/json ; charset=utf-8",
        "application/json;charset=\"utf-8\"; x=\"a\\\"b;c/json\"",
        "application/json;",
        "application/cloudevents+json",
        "application/merge-patch+json",
        "application/vnd.x.v1+json; odata=verbose"
      })
  void json_is_application_json_and_what_ends_with_plus_json(String header) {
    assertThat(isJson(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "json",
        "/json",
        "a/b/json",
        "text/json",
        "text/plain; x/json",
        "text/plain; a=b+json",
        "application/x+jsonfoo",
        "application/json, text/plain",
        "application/json x",
        "application/json; charset",
        "application/json; =x",
        "application/json; x=\"open",
        "appli cation/json",
        "application /json"
      })
  void nothing_else_is(String header) {
    assertThat(isJson(header)).isFalse();
  }

  @Test
  @Timeout(20)
  void a_long_header_is_read_once() {
    assertThat(isJson("application/json" + "; a=b".repeat(50_000) + "/")).isFalse();
    assertThat(isJson("application/json; a=\"" + "\\\"".repeat(50_000))).isFalse();
  }
}
