package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {

  @ParameterizedTest
  @CsvSource({
    "7.00:00:00, P7D",
    "00:30:00, PT30M",
    "1.02:03:04.5, P1DT2H3M4.5S",
    "23:59:59.9999999, PT23H59M59.9999999S"
  })
  void a_duration_of_Azure_is_read_everywhere(String text, String same) throws Exception {
    Duration wanted = Duration.parse(same);
    assertThat(Spans.of(text)).isEqualTo(wanted);
    assertThat(new Spans().convert(text)).isEqualTo(wanted);
    assertThat(Json.MAPPER.readValue("\"" + text + "\"", Duration.class)).isEqualTo(wanted);
  }

  @Test
  void an_amount_with_its_unit_is_read_everywhere() throws Exception {
    assertThat(Spans.of("14d")).isEqualTo(Duration.ofDays(14));
    assertThat(new Spans().convert("36h")).isEqualTo(Duration.ofHours(36));
    assertThat(Json.MAPPER.readValue("\"7d\"", Duration.class)).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"14 days", "1w", "P1W2", "two weeks"})
  void a_setting_in_other_words_is_told_what_to_write(String text) {
    assertThatThrownBy(() -> new Spans().convert(text))
        .hasMessage("it must be a duration such as 30s, 12h, 14d or PT36H, not " + text);
  }

  @Test
  void the_other_forms_are_read_as_before() throws Exception {
    assertThat(Spans.of("PT10M")).isEqualTo(Duration.ofMinutes(10));
    assertThat(new Spans().convert("7d")).isEqualTo(Duration.ofDays(7));
    assertThat(new Spans().convert("PT10M")).isEqualTo(Duration.ofMinutes(10));
    assertThat(Json.MAPPER.readValue("\"PT10M\"", Duration.class))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.24:00:00", "00:60:00", "7:00", "-1.00:00:00", "7.00:00:00x"})
  void what_is_no_duration_is_none(String text) {
    assertThatThrownBy(() -> Spans.of(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void people_read_a_duration_in_the_largest_unit_that_says_it_exactly() {
    assertThat(Spans.words(Duration.ofHours(16))).isEqualTo("16 hours");
    assertThat(Spans.words(Duration.ofHours(24))).isEqualTo("24 hours");
    assertThat(Spans.words(Duration.ofDays(2))).isEqualTo("2 days");
    assertThat(Spans.words(Duration.ofMinutes(90))).isEqualTo("90 minutes");
    assertThat(Spans.words(Duration.ofHours(1))).isEqualTo("1 hour");
    assertThat(Spans.words(Duration.ofSeconds(301))).isEqualTo("301 seconds");
  }
}
