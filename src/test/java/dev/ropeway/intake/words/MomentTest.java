package dev.ropeway.intake.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.store.Json;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'2026-01-30T10:00:00Z'      | 2026-01-30T10:00:00Z | true",
        "'2026-01-30T10:00:00'       | 2026-01-30T10:00:00Z | false",
        "'2026-01-30 10:00:00 '      | 2026-01-30T10:00:00Z | false",
        "'2026-01-30T12:00:00+0200'  | 2026-01-30T10:00:00Z | true",
        "'1/30/2026 10:00:00 AM'     | 2026-01-30T10:00:00Z | false",
        "1769767200                  | 2026-01-30T10:00:00Z | true",
        "'1769767200000'             | 2026-01-30T10:00:00Z | true"
      })
  void a_time_is_sure_where_it_has_a_zone_or_counts(String json, Instant at, boolean sure) {
    assertThat(Moment.of(value(json))).isEqualTo(new Moment(at, sure));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"'0001-01-01T00:00:00Z'", "0", "true", "'soon'", "null", "{}", "[1769767200]"})
  void what_is_no_time_is_none(String json) {
    assertThat(Moment.of(value(json))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'2026-01-30T18:00:00'  | '2026-01-30T10:00:00Z' | 2026-01-30T10:00:00Z",
        "'2026-01-30T18:00:00Z' | '2026-01-30T19:00:00'  | 2026-01-30T18:00:00Z",
        "'2026-01-30T18:00:00'  | 1769767200             | 2026-01-30T10:00:00Z",
        "'2026-01-30T18:00:00'  | null                   | 2026-01-30T18:00:00Z",
        "null                   | null                   | "
      })
  void what_is_sure_goes_before_what_is_not(String one, String other, Instant expected) {
    assertThat(Moment.first(value(one), value(other))).isEqualTo(expected);
    assertThat(Moment.newest(value(one), value(other))).isEqualTo(expected);
  }

  private static CaseBlind value(String json) {
    return new CaseBlind(Json.tree(json.replace('\'', '"')));
  }
}
