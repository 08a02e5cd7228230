package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryHoldTest {

  private final MemoryBudget budget = new MemoryBudget(100, 50);
  private final MemoryHold hold = new MemoryHold(budget);

  @Test
  void all_of_it_is_given_back_once() {
    assertThat(hold.add(60)).isTrue();
    assertThat(hold.add(60)).isFalse();
    budget.read(40, () -> hold.reading(40));
    assertThat(budget.isIdle()).isFalse();
    hold.release();
    hold.release();
    assertThat(budget.isIdle()).isTrue();
    assertThat(budget.hold(100)).isTrue();
  }

  @Test
  void nothing_is_held_after_that() {
    hold.release();
    assertThat(hold.add(1)).isFalse();
    budget.read(40, () -> hold.reading(40));
    assertThat(budget.isIdle()).isTrue();
  }
}
