package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstTestsTest {

  private static final Instant SINCE = Instant.parse("2026-11-21T08:00:00Z");

  @ParameterizedTest(name = "failing for {0} s: again after {1} s")
  @CsvSource({"0, 10", "10, 10", "20, 20", "40, 40", "299, 299", "301, 300", "86400, 300"})
  void what_fails_is_tested_again_with_doubling_waits_of_ten_seconds_to_five_minutes(
      long failing, long wait) {
    Instant last = SINCE.plusSeconds(failing);

    assertThat(FirstTests.nextAfter(last, SINCE)).isEqualTo(last.plusSeconds(wait));
  }

  @Test
  void the_first_failure_is_tested_again_soon() {
    assertThat(FirstTests.nextAfter(SINCE, null)).isEqualTo(SINCE.plus(Duration.ofSeconds(10)));
  }
}
