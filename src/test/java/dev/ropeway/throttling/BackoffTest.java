package dev.ropeway.throttling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofSeconds(4), Duration.ofMinutes(2));

  @ParameterizedTest
  @CsvSource({"0, 4", "1, 8", "2, 16", "4, 64", "5, 120", "20, 120", "64, 120", "2147483647, 120"})
  void the_wait_doubles_up_to_the_longest_and_is_spread_over_its_last_quarter(
      int failures, int seconds) {
    for (int i = 0; i < 200; i++) {
      assertThat(backoff.after(failures))
          .isBetween(Duration.ofMillis(seconds * 750L), Duration.ofSeconds(seconds));
    }
  }

  @Test
  void replicas_do_not_march() {
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      waits.add(backoff.after(3));
    }
    assertThat(waits).hasSizeGreaterThan(10);
  }
}
