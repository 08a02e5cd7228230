package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Candidate.Row;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.rules.GroupBy.Criterion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final Recommendation UPDATE =
      Recommendation.of("u", "Update openssl to version 3.0.15 or later")
          .recommendationCategory("SoftwareUpdate")
          .vulnerability(
              new Vulnerability(
                  List.of("CVE-2026-1", "CVE-2026-2"), "openssl", "3.0.11", "3.0.15", null, null))
          .resource(new Resource("/s/vm-1", "vm-1", "vm", "/s"))
          .tags(Map.of("Team", "Blue"))
          .build();

  private static Recommendation fixed(String software, String version) {
    return UPDATE
        .but()
        .vulnerability(new Vulnerability(null, software, "3.0.9", version, null, null))
        .build();
  }

  private static Recommendation in(String scope) {
    return UPDATE.but().resource(new Resource(scope + "/x", "x", "vm", scope)).build();
  }

  @Test
  void findings_that_one_update_fixes_share_one_for_each_owner() {
    Group group = Grouping.PACKAGE.of("r", UPDATE, HEIDIS, LATE);

    assertThat(group.title()).isEqualTo("Update openssl to 3.0.15");
    assertThat(key(Grouping.PACKAGE, "r", fixed("OpenSSL", "3.0.15"))).isEqualTo(group.key());
    assertThat(key(Grouping.PACKAGE, "r", in("/other")))
        .as("the owner counts more than the place")
        .isEqualTo(group.key());
    assertThat(
            Set.of(
                group.key(),
                key(Grouping.PACKAGE, "r", fixed("openssl", "3.0.16")),
                key(Grouping.PACKAGE, "r", fixed("openssl", null)),
                key(Grouping.PACKAGE, "r", fixed("curl", "3.0.15")),
                key(Grouping.PACKAGE, "other", UPDATE),
                Grouping.PACKAGE.of("r", UPDATE, AssignmentSpec.NONE, LATE).key(),
                Grouping.PACKAGE.of("r", in("/other"), AssignmentSpec.NONE, LATE).key()))
        .hasSize(7);
    assertThat(Grouping.PACKAGE.of("r", FINDING, HEIDIS, LATE)).isNull();
    assertThat(Grouping.PACKAGE.of("r", fixed("openssl", null), HEIDIS, LATE).title())
        .isEqualTo("Vulnerabilities of openssl");
  }

  @Test
  void recommendations_of_a_category_share_one_for_each_owner() {
    Group group = Grouping.CATEGORY.of("r", UPDATE, HEIDIS, LATE);

    assertThat(group.title()).isEqualTo("Findings: SoftwareUpdate");
    assertThat(key(Grouping.CATEGORY, "r", fixed("curl", "9"))).isEqualTo(group.key());
    assertThat(Grouping.CATEGORY.of("r", FINDING, HEIDIS, LATE)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "package, Update openssl",
    "'package,fixedVersion', Update openssl to 3.0.15",
    "cve, CVE-2026-1",
    "recommendationCategory, Findings: SoftwareUpdate",
    "'OWNER,Severity', 'Findings: Heidi@example.com, Medium'",
    "scope, Findings: /s",
    "resourcetype, Findings: vm",
    "tag:team, Findings: Blue",
    "tag:none, Findings",
    "'category,assessmentKey',"
  })
  void what_they_have_in_common_may_be_chosen_freely(String criteria, String title) {
    Group group = by(criteria).of("r", UPDATE, HEIDIS);
    assertThat(group == null ? null : group.title()).isEqualTo(title);
  }

  @Test
  void values_with_separators_make_no_two_groups_one() {
    GroupBy both = by("package,fixedVersion");
    assertThat(both.of("r", fixed("a|fixed_version=b", "c"), HEIDIS).key())
        .isNotEqualTo(both.of("r", fixed("a", "b|fixed_version=c"), HEIDIS).key());
  }

  private static GroupBy by(String criteria) {
    return new GroupBy(
        Stream.of(criteria.split(",")).map(one -> Criterion.named(one).orElseThrow()).toList());
  }

  private static Candidate found(int rows) {
    return Candidate.of(
            Recommendation.of("alert-1", "Failed requests")
                .description("Too many")
                .resource(new Resource("/s/workspace", "workspace", "ws", "/s"))
                .configurationItems(List.of("/s/workspace"))
                .build())
        .finding(
            most ->
                IntStream.range(0, Math.min(rows, most))
                    .mapToObj(
                        i -> new Row("rule#row=" + i, "vm-" + i, "Computer: vm-" + i, "vm-" + i))
                    .toList());
  }

  @Test
  void each_row_of_a_log_alert_is_a_recommendation_that_keeps_its_id_E24() {
    List<Recommendation> rows =
        Grouping.ROW.parts(found(2), 2000).map(Candidate::recommendation).toList();

    assertThat(rows).extracting(Recommendation::id).containsExactly("rule#row=0", "rule#row=1");
    assertThat(rows.get(1).title()).isEqualTo("Failed requests: vm-1");
    assertThat(rows.get(1).description()).isEqualTo("Too many\n\nComputer: vm-1");
    assertThat(rows.get(1).resource()).isEqualTo(new Resource("vm-1", "vm-1", null, "/s"));
    assertThat(rows.get(1).configurationItems()).containsExactly("vm-1");
  }

  @Test
  void an_alert_without_rows_has_one_ticket() {
    Candidate bare = found(0);
    assertThat(Grouping.ROW.parts(bare, 2000)).containsExactly(bare);
    assertThat(Grouping.ROW.parts(Candidate.of(FINDING), 2000))
        .containsExactly(Candidate.of(FINDING));
  }

  @Test
  void more_rows_than_tickets_are_said() {
    List<Candidate> rows = Grouping.ROW.parts(found(501), 2000).toList();

    assertThat(rows).hasSize(500);
    assertThat(rows.get(0).recommendation().description())
        .endsWith("Only the first 500 rows of this alert have tickets of their own.");
    assertThat(rows.get(0).warnings())
        .extracting(Candidate.Warning::detail)
        .containsExactly("Only the first 500 rows of this alert have tickets of their own.");
    assertThat(Grouping.ROW.parts(found(500), 2000).toList().get(0).warnings()).isEmpty();
    assertThat(Grouping.ROW.parts(found(9), 3)).hasSize(3);
  }

  private static String key(Grouping grouping, String rule, Recommendation finding) {
    return grouping.of(rule, finding, HEIDIS, LATE).key();
  }

  private static List<Recommendation> parts(Recommendation finding) {
    return Grouping.CONFIGURATION_ITEM
        .parts(Candidate.of(finding), 2000)
        .map(Candidate::recommendation)
        .toList();
  }
}
