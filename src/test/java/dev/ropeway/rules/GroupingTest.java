package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GroupingTest {

  private static final Instant LATE = Instant.parse("2026-03-01T23:59:59Z");
  private static final Instant NEXT_DAY = LATE.plusSeconds(1);
  private static final AssignmentSpec HEIDIS = AssignmentSpec.NONE.ownedBy("Heidi@example.com");
  private static final Recommendation FINDING =
      Recommendation.of("one", "Close ports").assessmentKey("AB-1").build();

  @Test
  void a_finding_has_a_ticket_of_its_own_where_nothing_else_is_said() {
    assertThat(Grouping.FINDING.of("r", FINDING, HEIDIS, LATE)).isNull();
    assertThat(Grouping.CONFIGURATION_ITEM.of("r", FINDING, HEIDIS, LATE)).isNull();
  }

  @Test
  void findings_of_a_recommendation_or_an_alert_rule_share_one_E23() {
    Group group = Grouping.RECOMMENDATION.of("r", FINDING, HEIDIS, LATE);
    assertThat(group.title()).isEqualTo("Close ports");
    assertThat(
            key(
                Grouping.RECOMMENDATION,
                "r",
                FINDING.but().id("two").assessmentKey("ab-1").build()))
        .isEqualTo(group.key());
    assertThat(key(Grouping.RECOMMENDATION, "r", FINDING.but().assessmentKey("ab-2").build()))
        .isNotEqualTo(group.key());
    assertThat(key(Grouping.RECOMMENDATION, "other", FINDING)).isNotEqualTo(group.key());
  }

  @Test
  void the_title_stands_in_for_a_key_that_the_source_does_not_tell() {
    Recommendation untold = FINDING.but().assessmentKey(null).title("AB-1").build();
    assertThat(key(Grouping.RECOMMENDATION, "r", untold))
        .isEqualTo(key(Grouping.RECOMMENDATION, "r", untold.but().id("two").title("ab-1").build()))
        .isNotEqualTo(key(Grouping.RECOMMENDATION, "r", FINDING));
  }

  @Test
  void an_owner_gets_one_for_a_day_in_UTC() {
    Group group = Grouping.OWNER_AND_DAY.of("r", FINDING, HEIDIS, LATE);
    assertThat(group.title()).isEqualTo("Findings of Heidi@example.com, 2026-03-01");
    assertThat(
            Grouping.OWNER_AND_DAY
                .of("r", FINDING, AssignmentSpec.NONE.ownedBy("heidi@example.com"), LATE)
                .key())
        .isEqualTo(group.key());
    assertThat(
            Set.of(
                group.key(),
                Grouping.OWNER_AND_DAY.of("r", FINDING, HEIDIS, NEXT_DAY).key(),
                Grouping.OWNER_AND_DAY
                    .of("r", FINDING, AssignmentSpec.NONE.ownedBy("peter"), LATE)
                    .key(),
                Grouping.OWNER_AND_DAY.of("s", FINDING, HEIDIS, LATE).key()))
        .hasSize(4);
    assertThat(Grouping.OWNER_AND_DAY.of("r", FINDING, AssignmentSpec.NONE, LATE).title())
        .isEqualTo("Findings without owner, 2026-03-01");
  }

  @Test
  void an_alert_has_one_for_each_configuration_item_E22() {
    Recommendation alert =
        Recommendation.of("alert-1", "CPU")
            .kind(Kind.ALERT)
            .resource(new Resource("/s/vm-1", "vm-1", "vm", "/s"))
            .configurationItems(List.of("/s/vm-1", "vm-2", "vm-2"))
            .build();

    List<Recommendation> parts = parts(alert);

    assertThat(parts)
        .extracting(Recommendation::id)
        .containsExactly("alert-1#ci=/s/vm-1", "alert-1#ci=vm-2");
    assertThat(parts)
        .extracting(Recommendation::resource)
        .containsExactly(alert.resource(), new Resource("vm-2", "vm-2", null, "/s"));
    assertThat(parts.get(1).configurationItems()).containsExactly("vm-2");
    assertThat(parts.get(1).kind()).isEqualTo(Kind.ALERT);
    assertThat(parts(parts.get(1))).containsExactly(parts.get(1));
    assertThat(parts(alert.but().configurationItems(null).build())).hasSize(1);
  }

  @Test
  void long_and_odd_items_still_make_keys_that_differ() {
    Recommendation alert =
        Recommendation.of("a".repeat(1024), "CPU")
            .configurationItems(List.of("x".repeat(2000), "x".repeat(2001), "a\tb", "a\nb"))
            .build();
    Set<String> ids = parts(alert).stream().map(Recommendation::id).collect(Collectors.toSet());
    assertThat(ids).hasSize(4).allMatch(Recommendation::isKey);
    assertThat(parts(alert.but().id("a".repeat(1023) + "b").build()))
        .extracting(Recommendation::id)
        .doesNotContainAnyElementsOf(ids);
  }

  private static String key(Grouping grouping, String rule, Recommendation finding) {
    return grouping.of(rule, finding, HEIDIS, LATE).key();
  }

  private static List<Recommendation> parts(Recommendation finding) {
    return Grouping.CONFIGURATION_ITEM
        .parts(Candidate.of(finding))
        .map(Candidate::recommendation)
        .toList();
  }
}
