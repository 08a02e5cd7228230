package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private final MemoryBudget budget = new MemoryBudget(100, 50);
  private final List<String> begun = new ArrayList<>();

  @Test
  void bytes_are_held_up_to_the_bound_and_given_back() {
    assertThat(budget.hold(60)).isTrue();
    assertThat(budget.fits(41)).isFalse();
    assertThat(budget.hold(41)).isFalse();
    assertThat(budget.hold(40)).isTrue();
    budget.release(100);
    assertThat(budget.isIdle()).isTrue();
  }

  @Test
  void reading_waits_for_room_in_the_order_of_asking() {
    budget.read(30, () -> begun.add("a"));
    budget.read(30, () -> begun.add("b"));
    budget.read(10, () -> begun.add("c, which would fit, but was later"));
    assertThat(begun).containsExactly("a");
    budget.end(30);
    assertThat(begun).containsExactly("a", "b", "c, which would fit, but was later");
    budget.end(30);
    budget.end(10);
    assertThat(budget.isIdle()).isTrue();
  }

  @Test
  void what_needs_more_than_there_ever_is_is_read_alone() {
    budget.read(10, () -> begun.add("small"));
    budget.read(500, () -> begun.add("large"));
    assertThat(begun).containsExactly("small");
    budget.end(10);
    assertThat(begun).containsExactly("small", "large");
    budget.read(1, () -> begun.add("next"));
    assertThat(begun).doesNotContain("next");
    budget.end(500);
    assertThat(begun).contains("next");
  }

  @Test
  void who_goes_away_while_waiting_is_not_begun() {
    budget.read(50, () -> begun.add("a"));
    Runnable gone = () -> begun.add("gone");
    budget.read(50, gone);
    assertThat(budget.cancel(gone)).isTrue();
    budget.end(50);
    assertThat(begun).containsExactly("a");
    assertThat(budget.cancel(gone)).isFalse();
    assertThat(budget.isIdle()).isTrue();
  }
}
