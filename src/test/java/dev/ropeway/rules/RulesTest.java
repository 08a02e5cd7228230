package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Severity;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsFixture;
import dev.ropeway.integration.InvalidSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

  private static final String SCOPE = "/subscriptions/a/resourceGroups/huts";

  private final Map<String, String> settings = new HashMap<>();

  @Test
  void without_rules_nothing_is_assigned() {
    assertThat(order(finding())).isNull();
  }

  @Test
  void a_rule_without_conditions_matches_everything_and_takes_the_integrations_default() {
    rule("all");
    assertThat(order(finding()))
        .isEqualTo(
            Order.single(
                "acme",
                TicketType.PROBLEM,
                "all",
                new Terms(
                    null, null, null, null, null, null, null, null, null, null, false, null)));
  }

  @Test
  void a_rule_says_who_when_and_how() {
    rule(
        "all",
        "ticket-type",
        "incident",
        "assigned-to",
        "heidi",
        "assignment-group",
        "Huts",
        "caller",
        "peter",
        "remediation-timeframe",
        "14D",
        "grace-period",
        "true");
    Order order = order(finding());
    assertThat(order.ticketType()).isEqualTo(TicketType.INCIDENT);
    assertThat(order.terms().assignedTo()).isEqualTo("heidi");
    assertThat(order.terms().assignmentGroup()).isEqualTo("Huts");
    assertThat(order.terms().caller()).isEqualTo("peter");
    assertThat(order.terms().remediationTimeframe()).isEqualTo(Duration.ofDays(14));
    assertThat(order.terms().gracePeriod()).isTrue();
  }

  @Test
  void the_lowest_priority_that_matches_wins_and_names_break_ties() {
    rule("default");
    rule("b", "priority", "10");
    rule("a", "priority", "10");
    rule("never", "priority", "1", "match.severity", "low");
    assertThat(order(finding()).rule()).isEqualTo("a");
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
    rule("all");
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

  @Test
  void refused_proposals_pass_through_and_the_order_stays() {
    rule("all");
    Proposal refused = Proposal.rejected("id", "/title", "no title");
    Proposal snapshot = Proposal.snapshot(finding());
    List<Proposal> assigned = rules().assign(List.of(refused, snapshot));
    assertThat(assigned.get(0)).isSameAs(refused);
    assertThat(assigned.get(1).snapshot()).isTrue();
    assertThat(assigned.get(1).order().rule()).isEqualTo("all");
  }

  @ParameterizedTest
  @CsvSource({
    "integration, other, other",
    "match.severity, awful, awful",
    "match.severity, 'high,awful', awful",
    "ticket-type, ticket, ticket",
    "priority, -1, 1000",
    "priority, 1001, 1000",
    "remediation-timeframe, 0S, longer",
    "remediation-timeframe, PT-1S, longer",
    "grace-period, true, remediation-timeframe"
  })
  void a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(
      String key, String value, String said) {
    rule("all", key, value);
    assertThatThrownBy(this::rules)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("ropeway.rules.all." + key + " ")
        .hasMessageContaining(said);
  }

  private void rule(String name, String... more) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    rule(name, values);
  }

  private void rule(String name, Map<String, String> values) {
    settings.putIfAbsent("ropeway.rules." + name + ".integration", "acme");
    values.forEach((key, value) -> settings.put("ropeway.rules." + name + "." + key, value));
  }

  private Order order(Recommendation finding) {
    return rules().assign(List.of(Proposal.of(finding))).get(0).order();
  }

  private Rules rules() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RuleSettings.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    return new Rules(
        config.getConfigMapping(RuleSettings.class),
        integrations(),
        IntegrationsFixture.secrets(Map.of()));
  }

  private static Integrations integrations() {
    return IntegrationsFixture.with("acme", TicketType.PROBLEM);
  }

  private static Recommendation finding() {
    return Recommendation.of("id", "title")
        .severity(Severity.HIGH)
        .category("Devices")
        .source("microsoft")
        .resource(new Recommendation.Resource(SCOPE + "/providers/x/y", "y", null, SCOPE))
        .tags(Map.of("tier", "Gold"))
        .build();
  }
}
