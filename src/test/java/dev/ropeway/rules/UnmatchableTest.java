package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that can never decide of anything says so. */
class UnmatchableTest extends RulesFixture {

  private List<String> why(String name) {
    RuleBook book = rules().book();
    return Unmatchable.why(book.rule(name).orElseThrow(), book.rules());
  }

  private void conditions(String... triples) {
    rule("late", "priority", "900");
    for (int i = 0; i < triples.length; i += 3) {
      String at = "condition-sets[0].conditions[" + i / 3 + "].";
      rule(
          "late",
          at + "property",
          triples[i],
          at + "operator",
          triples[i + 1],
          at + "value",
          triples[i + 2]);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "severity | Equals     | high         | severity     | Equals     | low",
        "severity | In         | high,low     | severity     | NotEquals  | high | severity | NotEquals | Low",
        "severity | StartsWith | x            | severity     | NotEquals  | low",
        "kind     | NotEquals  | alert        | kind         | Equals     | ALERT",
        "category | In         | Devices,Data | category     | StartsWith | x",
        "title    | Equals     | Lock it      | displayName  | Contains   | open",
      })
  void conditions_that_exclude_each_other_are_told(
      String p1, String o1, String v1, String p2, String o2, String v2) {
    conditions(p1, o1, v1, p2, o2, v2);

    if (v1.contains("low")) {
      assertThat(why("late")).isEmpty();
      rule(
          "late",
          "condition-sets[0].conditions[2].property",
          "severity",
          "condition-sets[0].conditions[2].operator",
          "NotEquals",
          "condition-sets[0].conditions[2].value",
          "Low");
    }

    assertThat(why("late"))
        .singleElement()
        .asString()
        .startsWith("conditionSets[0] never matches: no ")
        .contains(v1.replace(",", " or "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "severity  | In         | high,low | severity  | NotEquals  | low",
        "title     | StartsWith | a        | title     | Contains   | b",
        "source    | Equals     | defender | source    | Equals     | microsoft",
        "tag:owner | Equals     | a        | tag:owner | Equals     | b",
        "scope     | Equals     | /a       | scope     | Equals     | /b",
      })
  void conditions_that_may_hold_together_are_not(
      String p1, String o1, String v1, String p2, String o2, String v2) {
    conditions(p1, o1, v1, p2, o2, v2);

    assertThat(why("late")).isEmpty();
  }

  @Test
  void what_holds_in_short_counts_beside_each_condition_set() {
    conditions("severity", "Equals", "low");
    rule("late", "match.severity", "high");

    assertThat(why("late"))
        .containsExactly("conditionSets[0] never matches: no severity is In high and Equals low");
  }

  @Test
  void of_thousands_of_words_few_are_told() {
    String words = words("a");
    rule("late", "match.category", words);
    for (int set = 0; set < 100; set++) {
      String at = "condition-sets[" + set + "].conditions[0].";
      rule("late", at + "property", "category", at + "operator", "In", at + "value", words("b"));
    }
    RuleBook book = rules().book();

    List<String> told = Unmatchable.why(book.rule("late").orElseThrow(), book.rules());

    assertThat(told).hasSize(100).allSatisfy(one -> assertThat(one).hasSizeLessThan(400));
  }

  private static String words(String start) {
    return IntStream.range(0, 1000).mapToObj(i -> start + i).collect(Collectors.joining(","));
  }

  @Test
  void scopes_that_are_all_excluded_are_told() {
    rule("late", "scopes", SCOPE + ",/b", "excluded-scopes", "/subscriptions/a,/b");

    assertThat(why("late"))
        .containsExactly("all its scopes are under its excludedScopes, so it matches nothing");

    rule("late", "excluded-scopes", "/subscriptions/a");
    assertThat(why("late")).isEmpty();
  }

  @Test
  void a_star_in_a_path_stands_for_nothing() {
    rule("late", "scopes", SCOPE + ",/subscriptions/*", "excluded-scopes", "/a*/b");

    assertThat(why("late"))
        .containsExactly(
            "/subscriptions/* contains a *, which is not a wildcard: a path covers everything under it");
  }

  @Test
  void a_rule_without_scopes_and_conditions_leaves_nothing_to_those_after_it() {
    rule("all", "priority", "5");
    rule("before", "priority", "4");
    rule("scoped", "scopes", SCOPE, "priority", "1");
    rule("late", "match.severity", "high");
    rule("scores", "priority", "7");
    rule("scores", "condition-sets[0].conditions[0].property", "kind");
    rule("scores", "condition-sets[0].conditions[0].operator", "Equals");
    rule("scores", "condition-sets[0].conditions[0].value", "score");

    assertThat(why("before")).isEmpty();
    assertThat(why("scores")).isEmpty();
    assertThat(List.of(why("late"), why("scoped"), why("all")))
        .allSatisfy(
            told ->
                assertThat(told)
                    .singleElement()
                    .asString()
                    .matches("rule (before|all) always wins: it has no scopes.*"));
  }
}
