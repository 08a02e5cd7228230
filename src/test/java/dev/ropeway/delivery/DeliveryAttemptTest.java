package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.Claim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryAttemptTest {

  private final List<String> seen = new ArrayList<>();
  private final Claim claim = HoldsTest.claim(1, 1);

  static List<Throwable> whatEndsARoute() {
    return List.of(
        new IllegalStateException("bug"),
        new StackOverflowError(),
        new OutOfMemoryError("Java heap space"),
        new AssertionError("impossible"),
        new NoClassDefFoundError("gone"));
  }

  @ParameterizedTest
  @MethodSource("whatEndsARoute")
  void whatever_ends_the_route_is_told_and_then_the_claim_is_let_go(Throwable thrown) {
    new DeliveryAttempt(
            claim,
            one -> raise(thrown),
            (one, told) -> seen.add("broken by " + told),
            one -> seen.add("let go"))
        .run();

    assertThat(seen).containsExactly("broken by " + thrown, "let go");
  }

  @Test
  void a_claim_is_let_go_though_its_end_cannot_be_told() {
    DeliveryAttempt attempt =
        new DeliveryAttempt(
            claim,
            one -> raise(new OutOfMemoryError()),
            (one, told) -> raise(new OutOfMemoryError()),
            one -> seen.add("let go"));

    assertThatThrownBy(attempt::run).isInstanceOf(OutOfMemoryError.class);
    assertThat(seen).containsExactly("let go");
  }

  @Test
  void a_route_that_says_nothing_lets_go_of_its_claim_too() {
    new DeliveryAttempt(
            claim, one -> {}, (one, told) -> seen.add("broken"), one -> seen.add("let go"))
        .run();

    assertThat(seen).containsExactly("let go");
  }

  private static void raise(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }
}
