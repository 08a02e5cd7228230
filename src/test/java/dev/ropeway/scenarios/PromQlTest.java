package dev.ropeway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void metrics_are_told_from_functions_words_labels_and_ranges() {
    PromQl read =
        PromQl.of(
            """
            sum by (integration, status) (rate(calls_count{status="429",integration=~"$i|{x}"}[5m] offset 1h))
            / on (integration) group_left () calls_limit > 7 * 86400
            unless max(gone{job!="b"}) or vector(0)
            """);

    assertThat(read.metrics())
        .isEqualTo(
            Map.of(
                "calls_count", Set.of("status", "integration"),
                "calls_limit", Set.of(),
                "gone", Set.of("job")));
    assertThat(read.groupings()).containsExactlyInAnyOrder("integration", "status");
  }
}
