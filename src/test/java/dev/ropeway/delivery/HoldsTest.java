package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Claim;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HoldsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Holds holds = new Holds();
  private final Claim claim = claim(1, 1);

  @Test
  void an_assignment_is_held_from_its_claim_until_its_result_is_stored() {
    holds.begin(claim);
    assertThat(holds.without(List.of())).containsExactly(claim.id());

    holds.end(claim);
    assertThat(holds.begun()).isZero();
    assertThat(holds.without(List.of())).containsExactly(claim.id());

    holds.forget(claim);
    assertThat(holds.without(List.of())).isEmpty();
  }

  @Test
  void one_whose_result_is_stored_in_this_turn_may_be_lent_again_in_it() {
    holds.begin(claim);
    holds.begin(claim(2, 1));
    holds.end(claim);

    assertThat(holds.without(List.of(claim))).containsExactly(new UUID(0, 2));
  }

  @Test
  void a_claim_ends_once_whatever_fails_behind_its_end() {
    holds.begin(claim);

    assertThat(holds.end(claim)).isTrue();
    assertThat(holds.end(claim)).isFalse();
  }

  @Test
  void the_end_of_an_earlier_claim_is_not_that_of_a_later_one() {
    holds.begin(claim);
    holds.end(claim);
    holds.forget(claim);
    holds.begin(claim(1, 2));

    assertThat(holds.end(claim)).isFalse();
    holds.forget(claim);

    assertThat(holds.begun()).isEqualTo(1);
  }

  @Test
  void a_worker_that_outlasts_its_lease_is_told_of_once() {
    holds.begin(claim);

    assertThat(holds.overdue(NOON)).isEmpty();
    assertThat(holds.overdue(NOON.plusSeconds(1))).containsExactly(claim);
    assertThat(holds.overdue(NOON.plusSeconds(2))).isEmpty();
    assertThat(holds.without(List.of())).containsExactly(claim.id());
  }

  static Claim claim(long id, long fence) {
    return Claims.pending().id(new UUID(0, id), fence).leaseEnd(NOON).claim();
  }
}
