package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.store.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final String LONG = "snow".repeat(30_000);

  @Test
  void what_is_too_long_is_cut_to_the_contract() {
    Recommendation kept =
        Limits.keep(
            Recommendation.of("key", LONG)
                .assessmentKey(LONG)
                .description(LONG)
                .remediation(LONG)
                .category(LONG)
                .source(LONG)
                .stateReason(LONG)
                .latestUpdate(LONG)
                .resource(new Resource(LONG, LONG, LONG, LONG))
                .tags(Map.of(LONG, LONG))
                .raw(Json.tree("{}"))
                .build());

    Payloads.holdContract("", List.of(Candidate.of(kept)));
    assertThat(kept.title()).hasSize(1000).startsWith("snow").endsWith("…");
    assertThat(kept.tags().keySet()).allSatisfy(name -> assertThat(name).hasSize(512));
  }

  @Test
  void what_would_mean_something_else_if_it_were_cut_is_left_out() {
    Recommendation kept =
        Limits.keep(
            Recommendation.of("key", "title")
                .url("https://example.org/" + LONG)
                .initiatedBy(LONG + "@example.org")
                .configurationItems(List.of(LONG, "motor-1", "motor-1"))
                .build());

    assertThat(kept.url()).isNull();
    assertThat(kept.initiatedBy()).isNull();
    assertThat(kept.configurationItems()).containsExactly("motor-1");
  }

  @Test
  void of_too_many_the_first_are_kept() {
    Map<String, String> tags = new TreeMap<>();
    IntStream.range(1000, 1300).forEach(i -> tags.put("tag " + i, "x"));
    Recommendation kept =
        Limits.keep(
            Recommendation.of("key", "title")
                .configurationItems(IntStream.range(0, 300).mapToObj(i -> "ci " + i).toList())
                .tags(tags)
                .raw(Json.tree("{}"))
                .build());

    Payloads.holdContract("", List.of(Candidate.of(kept)));
    assertThat(kept.configurationItems()).hasSize(100).startsWith("ci 0");
    assertThat(kept.tags()).hasSize(200).containsKey("tag 1000");
  }

  @Test
  void the_first_link_that_fits_is_taken() {
    assertThat(Limits.link(text("N/A"), text("x".repeat(5000)), text("https://example.org")))
        .isEqualTo("https://example.org");
    assertThat(Limits.link(text(""))).isNull();
  }

  private static CaseBlind text(String text) {
    return new CaseBlind(Json.tree(Json.write(text)));
  }
}
