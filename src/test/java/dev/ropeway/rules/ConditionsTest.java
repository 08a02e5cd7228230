package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.enrichment.ScopesTest;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions hold for, and how they are written (B45). */
class ConditionsTest {

  private static final Recommendation FINDING =
      Recommendation.of("id", "MFA should be enabled, always")
          .severity(Severity.HIGH)
          .riskLevel(Severity.CRITICAL)
          .category("Identity")
          .assessmentKey("0F1E-2D3C")
          .source("microsoft")
          .resource(
              new Resource("/subscriptions/a/x", "x", "Microsoft.Compute/VM", "/subscriptions/a"))
          .tags(Map.of("Env", "Prod"))
          .inheritedTags(
              List.of(Map.of("env", "test", "Cost.Center", "42"), Map.of("cost.center", "43")))
          .build();
  private static final Recommendation VULNERABLE =
      Recommendation.of("id", "Update openssl")
          .recommendationCategory("SoftwareUpdate")
          .vulnerability(
              new Vulnerability(
                  List.of("CVE-2026-1", "CVE-2026-2"), "openssl", "1", "2", null, true))
          .build();

  @ParameterizedTest(name = "{0} {1} {2}: {3}, {4} of what tells nothing of it")
  @CsvSource({
    "recommendationCategory, Equals, softwareupdate, true, false",
    "$.Metadata.RecommendationCategory, Equals, SoftwareUpdate, true, false",
    "cve, Equals, cve-2026-2, true, false",
    "cve, In, 'CVE-2026-9,CVE-2026-1', true, false",
    "cve, NotEquals, CVE-2026-2, false, true",
    "package, Equals, OpenSSL, true, false",
    "package, StartsWith, lib, false, false",
    "fixAvailable, Equals, true, true, false",
    "fixAvailable, Equals, false, false, false",
    "exploited, Equals, true, true, false",
    "exploited, NotEquals, true, false, true"
  })
  void a_vulnerability_can_be_asked_for(
      String property, String operator, String value, boolean holds, boolean otherwise) {
    Condition condition = Condition.of(property, operator, List.of(value));
    assertThat(condition.holds(VULNERABLE)).isEqualTo(holds);
    assertThat(condition.holds(BARE)).isEqualTo(otherwise);
  }

  @Test
  void a_vulnerability_without_a_fix_or_a_word_on_exploits_says_so() {
    Recommendation open =
        VULNERABLE
            .but()
            .vulnerability(new Vulnerability(null, "openssl", "1", null, null, null))
            .build();
    assertThat(Condition.of("fixAvailable", "Equals", List.of("false")).holds(open)).isTrue();
    assertThat(Condition.of("exploited", "Equals", List.of("false")).holds(open)).isFalse();
    assertThatThrownBy(() -> Condition.of("exploited", "Equals", List.of("maybe")))
        .hasMessageContaining("must be one of false, true, not maybe");
  }

  private static final Recommendation BARE = Recommendation.of("id", "title").build();

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "severity, Equals, High, true",
    "Severity, equals, HIGH, true",
    "severity, Equals, Low, false",
    "severity, In, 'low, high', true",
    "severity, In, '[\"Low\",\"High\"]', true",
    "severity, In, '[\"Low\"]', false",
    "severity, NotEquals, low, true",
    "severity, NotEquals, high, false",
    "severity, Contains, ig, true",
    "riskLevel, Equals, critical, true",
    "risklevel, Equals, high, false",
    "category, In, 'Data,Identity', true",
    "assessmentKey, Equals, 0f1e-2d3c, true",
    "displayName, Equals, 'mfa should be enabled, always', true",
    "displayName, In, '[\"MFA should be enabled, always\"]', true",
    "displayName, In, 'MFA should be enabled, always', false",
    "title, StartsWith, mfa, true",
    "title, EndsWith, always, true",
    "title, EndsWith, mfa, false",
    "title, Contains, should be, true",
    "title, Contains, must, false",
    "source, Equals, Microsoft, true",
    "kind, Equals, recommendation, true",
    "kind, NotEquals, alert, true",
    "resourceType, StartsWith, microsoft.compute/, true",
    "scope, Equals, /subscriptions/a, true",
    "scope, Equals, /subscriptions/a/x, true",
    "scope, StartsWith, /subscriptions/a, true",
    "scope, StartsWith, /subscriptions/, true",
    "scope, StartsWith, /subscriptions/a/, true",
    "scope, StartsWith, /sub, false",
    "scope, EndsWith, /x, true",
    "tag:env, Equals, prod, true",
    "TAG:ENV, Equals, test, false",
    "tag:env, NotEquals, test, true",
    "tag:cost.center, Equals, 42, true",
    "tag:cost.center, Equals, 43, false",
    "tag:owner, NotEquals, heidi, true",
    "tag:owner, Contains, h, false",
    "$.AssessmentKey, Equals, 0F1E-2D3C, true",
    "$.Metadata.Severity, In, '[\"High\"]', true",
    "$.metadata.displayName, StartsWith, MFA, true"
  })
  void each_operator_compares_in_any_case(
      String property, String operator, String value, boolean holds) {
    Condition condition = condition(property, operator, value);
    assertThat(condition.holds(FINDING)).isEqualTo(holds);
    assertThat(condition.unmet(FINDING)).startsWith(condition.property() + " is ");
  }

  @ParameterizedTest
  @CsvSource({"riskLevel", "category", "assessmentKey", "source", "resourceType", "scope", "tag:x"})
  void what_a_finding_does_not_say_equals_nothing(String property) {
    String value = property.equals("riskLevel") ? "high" : "x";
    for (String operator : List.of("Equals", "In", "Contains", "StartsWith", "EndsWith")) {
      assertThat(condition(property, operator, value).holds(BARE)).as(operator).isFalse();
    }
    assertThat(condition(property, "NotEquals", value).holds(BARE)).isTrue();
    assertThat(condition(property, "Equals", value).unmet(BARE)).contains(" is unknown, not ");
  }

  @Test
  void sets_are_ORed_and_conditions_in_one_ANDed() {
    Rule rule =
        rule(
            """
            {"integration":"acme","conditionSets":[
              {"conditions":[{"property":"severity","operator":"Equals","value":"high"},
                             {"property":"category","operator":"Equals","value":"Data"}]},
              {"conditions":[{"property":"tag:env","operator":"In","value":["prod","a,b"]}]}]}
            """);
    Scopes nowhere = ScopesTest.scopes();
    assertThat(rule.matches(FINDING, nowhere)).isTrue();
    assertThat(rule.matches(FINDING.but().tags(Map.of()).inheritedTags(null).build(), nowhere))
        .isFalse();
    assertThat(rule.matches(BARE.but().tags(Map.of("ENV", "A,B")).build(), nowhere)).isTrue();
    assertThat(rule.matches(BARE.but().severity(Severity.HIGH).category("data").build(), nowhere))
        .isTrue();
    assertThat(rule.matches(BARE.but().severity(Severity.HIGH).build(), nowhere)).isFalse();
  }

  @Test
  void the_short_form_must_hold_beside_the_sets() {
    Rule rule =
        rule(
            """
            {"integration":"acme","match":{"tags":{"costCenter.A":"7"}},"conditionSets":[
              {"conditions":[{"property":"severity","operator":"Equals","value":"high"}]}]}
            """);
    Scopes nowhere = ScopesTest.scopes();
    Recommendation tagged = BARE.but().tags(Map.of("costcenter.a", "7")).build();
    assertThat(rule.matches(tagged, nowhere)).isFalse();
    assertThat(rule.matches(tagged.but().severity(Severity.HIGH).build(), nowhere)).isTrue();
    assertThat(rule.matches(BARE.but().severity(Severity.HIGH).build(), nowhere)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weather             | Equals | rain   | /conditionSets/0/conditions/0/property | not weather
          tag:                | Equals | rain   | /conditionSets/0/conditions/0/property | tag:<name>
          severity            | Is     | high   | /conditionSets/0/conditions/0/operator | StartsWith
          severity            | Equals | awful  | /conditionSets/0/conditions/0/value    | must be one of critical, high, informational, low, medium, not awful
          $.Metadata.Severity | In     | ["x"]  | /conditionSets/0/conditions/0/value    | not x
          serverity           | Equals | high   | /conditionSets/0/conditions/0/property | did you mean severity?
          severity            | Equal  | high   | /conditionSets/0/conditions/0/operator | did you mean Equals?
          category            | In     | ["x"   | /conditionSets/0/conditions/0/value    | JSON array
          category            | In     | []     | /conditionSets/0/conditions/0/value    | must have a value
          """)
  void what_cannot_be_a_condition_is_refused_by_its_place(
      String property, String operator, String value, String pointer, String said) {
    assertThatThrownBy(() -> condition(property, operator, value))
        .isInstanceOfSatisfying(
            InvalidSettingException.class,
            e -> assertThat(RuleDocument.pointer(e.key())).isEqualTo(pointer))
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Equals", "NotEquals", "Contains", "StartsWith"})
  void only_the_operator_In_takes_a_list(String operator) {
    assertThatThrownBy(
            () ->
                rule(
                    """
                    {"integration":"acme","conditionSets":[{"conditions":[
                      {"property":"category","operator":"%s","value":["a"]}]}]}
                    """
                        .formatted(operator)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageEndingWith(
            "condition-sets[0].conditions[0].value must be one string; only the operator In accepts a list");
  }

  @Test
  void a_title_may_begin_with_a_bracket() {
    assertThat(condition("title", "StartsWith", "[Preview]").values()).containsExactly("[Preview]");
  }

  @Test
  void what_looks_like_an_expression_is_taken_as_it_is() {
    assertThat(condition("title", "Equals", "${user.home}").values())
        .containsExactly("${user.home}");
  }

  private static Condition condition(String property, String operator, String value) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("integration", "acme");
    json.putArray("conditionSets")
        .addObject()
        .putArray("conditions")
        .addObject()
        .put("property", property)
        .put("operator", operator)
        .put("value", value);
    return rule(json.toString()).conditionSets().get(0).get(0);
  }

  private static Rule rule(String json) {
    RuleDocument document = new RuleDocument((ObjectNode) Json.tree(json));
    return new RuleDefinition("r", document.read("r"), null).rule();
  }
}
