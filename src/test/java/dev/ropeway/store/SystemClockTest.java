package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class SystemClockTest {

  private final Clock clock = new SystemClock().clock();

  @Test
  void it_tells_microseconds_as_the_store_keeps_them() {
    assertThat(clock.instant().getNano() % 1000).isZero();
  }

  @Test
  void caches_may_ask_it_for_milliseconds() {
    assertThat(clock.millis()).isBetween(clock.instant().toEpochMilli() - 1000, Long.MAX_VALUE);
  }
}
