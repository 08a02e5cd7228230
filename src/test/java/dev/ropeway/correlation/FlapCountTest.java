package dev.ropeway.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlapCountTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void a_finding_may_turn_so_often_a_day_and_then_rests_until_the_day_is_over() {
    FlapCount turns = FlapCount.NONE;
    for (int i = 0; i < 4; i++) {
      turns = turns.turned(NOON.plusSeconds(i));
      assertThat(turns.restsUntil(4, NOON.plusSeconds(i))).isNull();
    }
    turns = turns.turned(NOON.plusSeconds(4));

    assertThat(turns.isTheOneTooMany(4)).isTrue();
    assertThat(turns.restsUntil(4, NOON.plusSeconds(4))).isEqualTo(NOON.plus(Duration.ofDays(1)));
    assertThat(turns.turned(NOON.plusSeconds(5)).isTheOneTooMany(4)).isFalse();
  }

  @Test
  void after_a_day_counting_begins_anew() {
    FlapCount turns = new FlapCount(9, NOON);
    Instant tomorrow = NOON.plus(Duration.ofDays(1));

    assertThat(turns.restsUntil(4, tomorrow)).isNull();
    assertThat(turns.turned(tomorrow)).isEqualTo(new FlapCount(1, tomorrow));
  }
}
