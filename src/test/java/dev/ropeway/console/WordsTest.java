package dev.ropeway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, now",
    "PT1S, in 1 second",
    "PT59M29S, in 59 minutes",
    "PT-1H, 1 hour ago",
    "PT-47H, 2 days ago",
    "P6DT23H59M41S, in 7 days",
    "P13DT11H, in 13 days"
  })
  void a_distance_is_said_in_the_largest_unit_that_fits_and_rounded(
      Duration distance, String words) {
    assertThat(Words.distance(NOON.plus(distance), NOON)).isEqualTo(words);
  }

  @Test
  void a_day_is_the_day_in_utc_whatever_the_zone_of_the_server() {
    assertThat(Words.day(Instant.parse("2026-03-01T23:59:59Z"))).isEqualTo("1 Mar 2026");
    assertThat(Words.second(NOON)).isEqualTo("1 Mar 2026 12:00:00 UTC");
  }

  @Test
  void a_count_that_stopped_says_so() {
    assertThat(Words.atMost(9_999, 10_000)).isEqualTo("9,999");
    assertThat(Words.atMost(10_000, 10_000)).isEqualTo("10,000");
    assertThat(Words.atMost(10_001, 10_000)).isEqualTo("10,000+");
  }

  @Test
  void of_a_long_path_the_end_is_kept_and_of_other_long_texts_the_beginning() {
    String path = "/subscriptions/" + "1".repeat(80) + "/virtualMachines/vm-1";

    assertThat(Words.tail("vm-1")).isEqualTo("vm-1");
    assertThat(Words.tail(path)).isEqualTo("…/virtualMachines/vm-1");
    assertThat(Words.tail("x".repeat(100))).startsWith("xxx").endsWith("…").hasSizeLessThan(80);
    assertThat(Words.tail("x".repeat(100) + "/")).startsWith("xxx").endsWith("…");
  }
}
