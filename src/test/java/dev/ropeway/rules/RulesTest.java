package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.InvalidSettingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rule decides on a finding, and why. */
class RulesTest extends RulesFixture {

  @Test
  void the_lowest_priority_that_matches_wins() {
    rule("default");
    rule("b", "priority", "10");
    rule("a", "priority", "11");
    rule("never", "priority", "1", "match.severity", "low");
    assertThat(order(finding()).rule()).isEqualTo("b");
  }

  @Test
  void a_disabled_rule_decides_nothing_and_takes_no_priority() {
    rule("off", "priority", "10", "enabled", "false");
    rule("on", "priority", "10");
    assertThat(order(finding()).rule()).isEqualTo("on");
  }

  @Test
  void the_broader_scope_comes_before_the_lower_number_B44() {
    place("sub", "/subscriptions/a", "under", "/groups/alps");
    rule("group", "priority", "300", "scopes", "/groups/alps");
    rule("subscription", "priority", "200", "scopes", "/subscriptions/a");
    rule("resource-group", "priority", "100", "scopes", SCOPE);
    assertThat(order(finding()).rule()).isEqualTo("group");

    settings.put("ropeway.rules.group.match.severity", "low");
    assertThat(order(finding()).rule()).isEqualTo("subscription");

    rule("everywhere", "priority", "999");
    assertThat(order(finding()).rule()).isEqualTo("everywhere");
  }

  @ParameterizedTest(name = "in {0} but not in {1}: {2}")
  @CsvSource({
    "/subscriptions/a, /subscriptions/b, true",
    "/subscriptions/a, /subscriptions/a/resourceGroups/hut, true",
    "/subscriptions/a, /subscriptions/a/resourceGroups/huts, false",
    "/subscriptions/a, /SUBSCRIPTIONS/A/resourcegroups/HUTS/, false",
    "/subscriptions/a, /groups/alps, false",
    "/subscriptions/ab, /subscriptions/b, false",
    "'/x,/subscriptions/a', '/x,/y', true",
    "/groups/alps, /groups/andes, true",
    "/groups/world, /groups/andes, true",
    "/groups, /groups/andes, true",
    "/groups/andes, /groups/alps, false"
  })
  void scopes_hold_and_excluded_ones_let_go_B47(String in, String notIn, boolean matches) {
    place("sub", "/subscriptions/a", "under", "/groups/alps");
    place("alps", "/groups/alps", "under", "/groups/world");
    rule("one", "scopes", in, "excluded-scopes", notIn);
    assertThat(order(finding()) != null).isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0} and {1} of one priority: {2}")
  @CsvSource({
    "/subscriptions/a, /subscriptions/a, false",
    "/subscriptions/a, /Subscriptions/A/, false",
    "'/x,/subscriptions/a', '/y,/subscriptions/a', false",
    "/subscriptions/a, /subscriptions/b, true",
    "/subscriptions/a, /subscriptions/a/resourceGroups/huts, true",
    "/subscriptions/a, '', true",
    "'', '', false"
  })
  void two_of_one_priority_on_one_scope_stop_the_start_B43(
      String one, String other, boolean starts) {
    rule("one", "priority", "7");
    rule("other", "priority", "7");
    if (!one.isEmpty()) {
      rule("one", "scopes", one);
    }
    if (!other.isEmpty()) {
      rule("other", "scopes", other);
    }
    if (starts) {
      assertThat(rules().all()).hasSize(2);
    } else {
      assertThatThrownBy(this::rules)
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith("ropeway.rules.other.priority is 7, the same as rule one");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SCORE", "COMPLIANCE"})
  void scores_and_compliance_are_for_rules_that_ask_for_their_kind(Kind kind) {
    Recommendation finding = finding().but().kind(kind).build();
    rule("all");
    assertThat(order(finding)).isNull();

    rule("not-alerts", "priority", "1");
    condition("not-alerts", 0, "kind", "NotEquals", "alert");
    assertThat(order(finding)).isNull();

    rule("kinds", "priority", "2");
    condition("kinds", 0, "kind", "In", "score,compliance");
    assertThat(order(finding).rule()).isEqualTo("kinds");
  }

  @Test
  void a_rule_whose_integration_is_not_there_leaves_the_finding_to_the_next() {
    secretsKept = true;
    rule("gone", "priority", "1", "integration", "elsewhere");
    rule("here", "priority", "2");
    assertThat(order(finding()).rule()).isEqualTo("here");
    assertThat(explained(finding()).others())
        .containsExactly(new Explanation.Passed("gone", 1, "integration elsewhere does not exist"));
  }

  @Test
  void an_explanation_is_short_however_many_conditions_there_are() {
    rule("long", "priority", "1");
    for (int i = 0; i < 100; i++) {
      condition("long", i, "displayName", "Contains", "x".repeat(100) + i);
    }
    assertThat(explained(finding()).others().get(0).because())
        .startsWith("displayName is title, which does not contain x")
        .hasSizeLessThanOrEqualTo(1000);
  }

  @Test
  void an_explanation_says_who_decides_and_why_nobody_else_does() {
    rule("winner", "priority", "10", "match.severity", "high");
    rule("later", "priority", "20");
    rule("narrow", "priority", "5", "scopes", SCOPE);
    rule("mild", "priority", "1", "match.severity", "low,medium");
    rule("away", "priority", "2", "excluded-scopes", "/subscriptions/a");
    rule("off", "priority", "3", "enabled", "false");
    rule("sets", "priority", "4");
    condition("sets", 0, "category", "Equals", "Data");
    settings.put("ropeway.rules.sets.condition-sets[1].conditions[0].property", "tag:tier");
    settings.put("ropeway.rules.sets.condition-sets[1].conditions[0].operator", "Equals");
    settings.put("ropeway.rules.sets.condition-sets[1].conditions[0].value", "tin");

    Explanation explained = explained(finding());

    assertThat(explained.rule()).isEqualTo("winner");
    assertThat(explained.because()).isEqualTo("severity is high");
    assertThat(explained.order()).isEqualTo(order(finding()));
    assertThat(explained.others())
        .containsExactly(
            new Explanation.Passed("mild", 1, "severity is high, not low or medium"),
            new Explanation.Passed("away", 2, SCOPE + " is under the excluded /subscriptions/a"),
            new Explanation.Passed("off", 3, "the rule is disabled"),
            new Explanation.Passed(
                "sets",
                4,
                "no condition set matches: category is Devices, not Data; tag tier is Gold, not tin"),
            new Explanation.Passed(
                "narrow", 5, "it also matches, but rule winner has the broader scope"),
            new Explanation.Passed(
                "later",
                20,
                "it also matches, but rule winner has the lower priority number, 10 before 20"));
  }

  @Test
  void an_explanation_says_when_nobody_wants_it_or_when_it_asks_for_nothing() {
    rule("mild", "match.severity", "low");
    assertThat(explained(finding()).because()).isEqualTo("no rule matches");
    rule("all", "priority", "1");
    assertThat(explained(finding().but().state(RecommendationState.HEALTHY).build()).because())
        .isEqualTo("the rule matches everything; state is healthy, so no new ticket is created");
    assertThat(rules().explain(List.of(Candidate.rejected("x", "/title", "no title"))))
        .extracting(Explanation::error)
        .containsExactly(new Candidate.Rejection("x", "/title", "no title"));
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "severity, high, true",
    "severity, HIGH, true",
    "severity, 'low,high', true",
    "severity, low, false",
    "category, devices, true",
    "category, 'Data,Devices', true",
    "category, Data, false",
    "source, Microsoft, true",
    "source, user, false",
    "scope-prefix, /subscriptions/a, true",
    "scope-prefix, /subscriptions/a/, true",
    "scope-prefix, /SUBSCRIPTIONS/A, true",
    "scope-prefix, /subscriptions/a/resourceGroups/huts, true",
    "scope-prefix, /subscriptions/a/resourceGroups/huts/, true",
    "scope-prefix, /subscriptions/a/resourceGroups/hut, false",
    "scope-prefix, /subscriptions/ab, false",
    "scope-prefix, /subscriptions/a/resourceGroups/huts/providers/x/y, true",
    "scope-prefix, /subscriptions/a/resourceGroups/huts/providers/x/y/z, false",
    "scope-prefix, subscriptions/a, false",
    "scope-prefix, /, true",
    "tags.tier, gold, true",
    "tags.tier, GOLD, true",
    "tags.TIER, gold, true",
    "tags.tier, tin, false",
    "tags.owner, gold, false"
  })
  void each_condition_decides_for_itself(String condition, String value, boolean matches) {
    rule("one", "match." + condition, value);
    assertThat(order(finding()) != null).isEqualTo(matches);
  }

  @Test
  void a_prefix_that_ends_with_a_slash_holds_for_the_place_itself() {
    rule("one", "match.scope-prefix", SCOPE + "/providers/x/y/");
    assertThat(order(finding()).rule()).isEqualTo("one");
  }

  @Test
  void all_conditions_of_a_rule_must_hold() {
    Map<String, String> holding =
        Map.of(
            "match.severity", "high",
            "match.category", "devices",
            "match.source", "microsoft",
            "match.scope-prefix", "/subscriptions/a",
            "match.tags.tier", "gold");
    Map<String, String> failing =
        Map.of(
            "match.severity", "low",
            "match.category", "data",
            "match.source", "user",
            "match.scope-prefix", "/subscriptions/b",
            "match.tags.tier", "tin");
    rule("all", "priority", "500");
    rule("strict", holding);
    assertThat(order(finding()).rule()).isEqualTo("all");

    settings.put("ropeway.rules.strict.priority", "1");
    assertThat(order(finding()).rule()).isEqualTo("strict");

    failing.forEach(
        (condition, value) -> {
          rule("strict", holding);
          rule("strict", condition, value, "priority", "1");
          assertThat(order(finding()).rule()).as(condition).isEqualTo("all");
        });
  }

  @Test
  void a_finding_that_says_nothing_meets_no_condition() {
    Recommendation bare = Recommendation.of("id", "title").build();
    for (String condition : List.of("category", "source", "scope-prefix", "tags.tier")) {
      settings.clear();
      rule("one", "match." + condition, "/x");
      assertThat(order(bare)).as(condition).isNull();
    }
  }

  private void condition(String rule, int i, String property, String operator, String value) {
    String at = "condition-sets[0].conditions[" + i + "].";
    rule(rule, at + "property", property, at + "operator", operator, at + "value", value);
  }

  private void place(String name, String path, String key, String value) {
    settings.put("ropeway.scopes." + name + ".path", path);
    settings.put("ropeway.scopes." + name + "." + key, value);
  }

  private Explanation explained(Recommendation finding) {
    return rules().explain(List.of(Candidate.of(finding))).get(0);
  }
}
