package dev.ropeway.throttling;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsInFlightTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final CallsInFlight calls = new CallsInFlight(metrics);

  @BeforeEach
  void wantSixteen() {
    calls.allowed("acme", 16);
  }

  private void answers(int good) {
    for (int i = 0; i < good; i++) {
      calls.good("acme");
    }
  }

  @Test
  void a_crowded_node_gets_half_as_many_and_calls_sent_together_count_once() {
    long together = System.nanoTime();
    for (int i = 0; i < 16; i++) {
      calls.crowded("acme", together);
    }
    assertThat(calls.allowed("acme")).isEqualTo(8);

    calls.crowded("acme", System.nanoTime());
    assertThat(calls.allowed("acme")).isEqualTo(4);
  }

  @Test
  void one_is_always_left() {
    for (int i = 0; i < 10; i++) {
      calls.crowded("acme", System.nanoTime());
    }
    assertThat(calls.allowed("acme")).isEqualTo(1);
    assertThat(calls.atLeast("acme")).isTrue();
  }

  @Test
  void good_answers_bring_the_others_back_one_by_one_and_no_more_than_are_wanted() {
    calls.crowded("acme", System.nanoTime());
    answers(CallsInFlight.GOOD_ANSWERS - 1);
    assertThat(calls.allowed("acme")).isEqualTo(8);
    answers(1);
    assertThat(calls.allowed("acme")).isEqualTo(9);
    answers(100 * CallsInFlight.GOOD_ANSWERS);
    assertThat(calls.allowed("acme")).isEqualTo(16);
  }

  @Test
  void another_wish_holds_at_once_but_lifts_no_crowd() {
    assertThat(calls.allowed("acme", 32)).isEqualTo(32);
    calls.crowded("acme", System.nanoTime());
    assertThat(calls.allowed("acme", 64)).isEqualTo(16);
    assertThat(calls.allowed("acme", 4)).isEqualTo(4);
  }

  @Test
  void others_are_not_touched_and_a_gauge_shows_each() {
    calls.allowed("other", 4);
    calls.crowded("acme", System.nanoTime());

    assertThat(metrics.get("ropeway.calls.allowed").tag("integration", "acme").gauge().value())
        .isEqualTo(8);
    assertThat(metrics.get("ropeway.calls.allowed").tag("integration", "other").gauge().value())
        .isEqualTo(4);
  }
}
