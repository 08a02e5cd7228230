package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlawTest {

  private static JsonNode json(String text) {
    return Bodies.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"severity\":1e400}                  | /severity",
        "{\"severity\":-1e400}                 | /severity",
        "{\"a\":[1,{\"b/c\":1e999999999}]}     | /a/1/b~1c",
        "[[1e400]]                             | /0/0"
      })
  void a_number_that_is_none_is_found_wherever_it_is(String text, String pointer) {
    assertThat(Flaw.in(json(text)).map(Flaw::pointer)).hasValue(pointer);
  }

  @Test
  void whole_numbers_have_at_most_a_hundred_digits() {
    assertThat(Flaw.in(json("{\"n\":" + "9".repeat(100) + "}"))).isEmpty();
    assertThat(Flaw.in(json("{\"n\":" + "9".repeat(200) + "}"))).isPresent();
    assertThat(Flaw.in(json("{\"n\":" + "9".repeat(999) + "}"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1e308", "18446744073709551615", "-0.0", "1e-400", "\"1e400\"", "null", "{}"})
  void other_values_have_none(String value) {
    assertThat(Flaw.in(json("[" + value + "]"))).isEmpty();
  }

  @Test
  void an_item_has_a_bounded_number_of_values() {
    String many = "[" + "1,".repeat(Flaw.MAX_VALUES - 2) + "1]";
    assertThat(Flaw.in(json(many))).isEmpty();
    assertThat(Flaw.in(json("{\"a\":" + many + "}")))
        .hasValueSatisfying(
            flaw -> {
              assertThat(flaw.pointer()).isEmpty();
              assertThat(flaw.detail()).contains(String.valueOf(Flaw.MAX_VALUES));
            });
  }
}
