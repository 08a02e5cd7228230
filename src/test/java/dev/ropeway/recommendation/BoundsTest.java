package dev.ropeway.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.recommendation.Recommendation.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {

  private static final Bounds MINE = Bounds.within(List.of("/subscriptions/Mine/", " /teams/a "));

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/mine, , true",
    "/SUBSCRIPTIONS/MINE/x, , true",
    ", /subscriptions/mine/vm, true",
    "/teams/a, , true",
    "/subscriptions/other, /subscriptions/mine/vm, true",
    "/subscriptions/mine2, , false",
    "/subscriptions, , false",
    "x/subscriptions/mine, , false",
    ", vm, false",
    ", , false"
  })
  void a_resource_lies_within_if_one_of_its_paths_does(String scope, String id, boolean within) {
    assertThat(MINE.contain(new Resource(id, null, null, scope))).isEqualTo(within);
    assertThat(Bounds.EVERYTHING.contain(new Resource(id, null, null, scope))).isTrue();
    assertThat(Bounds.NOTHING.contain(new Resource(id, null, null, scope))).isFalse();
  }

  @Test
  void without_a_resource_nothing_lies_within_any_bounds() {
    Recommendation nowhere = Recommendation.of("id", "title").build();

    assertThat(MINE.contain(nowhere)).isFalse();
    assertThat(Bounds.EVERYTHING.contain(nowhere)).isTrue();
  }
}
