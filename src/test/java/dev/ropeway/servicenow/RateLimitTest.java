package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:10:00Z");
  private static final long RESET = NOW.plusSeconds(3000).getEpochSecond();

  @Test
  void what_is_left_of_the_hour_is_told_by_the_instances_own_clock() {
    Instant theirs = NOW.plus(Duration.ofHours(1));

    RateLimit limit = RateLimit.of("500", " " + (RESET + 3600), "42", theirs, NOW);

    assertThat(limit.left()).isEqualTo(Duration.ofSeconds(3000));
    assertThat(limit.limit()).isEqualTo(500);
    assertThat(RateLimit.of("500", "" + RESET, "42", null, NOW).left())
        .isEqualTo(Duration.ofSeconds(3000));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "500, ''",
    "'', 1763715600",
    "0, NEXT",
    "-1, NEXT",
    "many, NEXT",
    "500, soon",
    // milliseconds, the past, and a number that is no time
    "500, 1795248600000",
    "500, 1",
    "500, 9223372036854775807",
    "99999999999, NEXT"
  })
  void headers_that_make_no_sense_are_no_rule(String limit, String reset) {
    assertThat(RateLimit.of(limit, reset.replace("NEXT", "" + RESET), "42", NOW, NOW)).isNull();
  }
}
