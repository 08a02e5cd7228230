package dev.ropeway.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.store.InvalidSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ScopesTest {

  private static final Scopes ALPS =
      scopes(
          "world.path=/groups/world",
          "world.tags.owner=wanda",
          "alps.path=/groups/alps",
          "alps.under=world",
          "alps.tags.owner=anton",
          "sub.path=/subscriptions/a",
          "sub.under=/Groups/Alps",
          "sub.tags.owner=susi",
          "huts.path=/subscriptions/a/resourceGroups/huts",
          "huts.tags.owner=heidi",
          "bare.path=/subscriptions/a/resourceGroups/huts/providers");

  @Test
  void tags_of_the_places_above_are_inherited_nearest_first_B46() {
    assertThat(inherited(in("/subscriptions/a/resourceGroups/huts/providers/x")))
        .extracting(tags -> tags.get("owner"))
        .containsExactly("heidi", "susi", "anton", "wanda");
    assertThat(inherited(in("/SUBSCRIPTIONS/A")))
        .extracting(tags -> tags.get("owner"))
        .containsExactly("susi", "anton", "wanda");
    assertThat(inherited(in("/subscriptions/ab"))).isEmpty();
    assertThat(inherited(Recommendation.of("id", "title").build())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/a, /Subscriptions/A/x, true",
    "/subscriptions/a/x/, /subscriptions/a, true",
    "/subscriptions/a, /subscriptions/ab, false",
    "/, /subscriptions/a, true",
    "/groups/world, /subscriptions/a/x, true",
    "/subscriptions/a, /groups/alps, true",
    "/groups/alps, /subscriptions/b, false"
  })
  void paths_overlap_where_one_lies_under_the_other(String one, String other, boolean overlap) {
    assertThat(ALPS.overlap(List.of("/nowhere", one), List.of(other))).isEqualTo(overlap);
    assertThat(ALPS.overlap(List.of(other), List.of(one, "/nowhere"))).isEqualTo(overlap);
  }

  @ParameterizedTest
  @CsvSource({
    "/groups/world, /subscriptions/a/x",
    "/GROUPS/alps/, /subscriptions/a",
    "/groups/alps, /subscriptions/b",
    "/groups/alp, /subscriptions/a",
    "/subscriptions/a/resourceGroups/huts, /subscriptions/a/resourceGroups/huts/x",
    "/subscriptions/a/resourceGroups/huts, /subscriptions/a",
    "/nowhere, /subscriptions/a"
  })
  void paths_with_the_places_below_are_all_that_a_path_contains(String path, String where) {
    Recommendation there = in(where);

    assertThat(ALPS.withPlacesBelow(List.of(path)).stream().anyMatch(there::liesUnder))
        .isEqualTo(ALPS.contain(path, there));
  }

  @Test
  void what_the_event_brings_itself_stands() {
    Recommendation told =
        in("/subscriptions/a").but().inheritedTags(List.of(Map.of("owner", "told"))).build();
    assertThat(inherited(told)).containsExactly(Map.of("owner", "told"));
  }

  @Test
  void refused_events_pass_through() {
    Candidate refused = Candidate.rejected("id", "/title", "no title");
    assertThat(ALPS.enrich(List.of(refused))).containsExactly(refused);
  }

  @Test
  void a_place_that_leads_back_to_itself_stops_the_start() {
    assertThatThrownBy(() -> scopes("a.path=/a", "a.under=b", "b.path=/b", "b.under=/a"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(".under leads back to");
  }

  private static List<Map<String, String>> inherited(Recommendation finding) {
    return ALPS.enrich(List.of(Candidate.of(finding))).get(0).recommendation().inheritedTags();
  }

  private static Recommendation in(String scope) {
    return Recommendation.of("id", "title").resource(new Resource(null, null, null, scope)).build();
  }

  /** Places by their lines below {@code ropeway.scopes.}. */
  public static Scopes scopes(String... lines) {
    Map<String, String> settings =
        Stream.of(lines)
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(line -> "ropeway.scopes." + line[0], line -> line[1]));
    return new Scopes(
        new SmallRyeConfigBuilder()
            .withMapping(ScopeSettings.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(ScopeSettings.class));
  }
}
