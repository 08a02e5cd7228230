package dev.ropeway.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendationTest {

  @Test
  void dates_are_as_exact_as_the_store_so_that_an_event_is_not_older_than_itself() {
    Recommendation read = with(Map.of(), Instant.parse("2026-01-15T08:30:00.3376828Z"));
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-15T08:30:00.337682Z"));
    assertThat(read.occurredAt()).isEqualTo(Instant.parse("2026-01-15T08:30:00.337682Z"));
  }

  @Test
  void equal_findings_have_equal_json_whatever_the_order_of_their_tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("b", "2");
    tags.put("a", "1");
    assertThat(Json.write(with(tags, null)))
        .isEqualTo(Json.write(with(Map.of("a", "1", "b", "2"), null)));
  }

  @Test
  void a_finding_without_severity_and_state_is_a_medium_one_that_needs_work() {
    Recommendation read = with(null, null);
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.needsWork()).isTrue();
    assertThat(read.tags()).isEmpty();
  }

  private static Recommendation with(Map<String, String> tags, Instant date) {
    return Recommendation.of("id", "title")
        .stateChangedAt(date)
        .tags(tags)
        .occurredAt(date)
        .build();
  }
}
