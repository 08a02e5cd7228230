package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.TicketType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule orders, and settings that it cannot be made of. */
class RuleOrdersTest extends RulesFixture {

  @Test
  void without_rules_nothing_is_assigned() {
    assertThat(order(finding())).isNull();
  }

  @Test
  void a_rule_without_conditions_matches_everything_and_takes_the_integrations_default() {
    rule("all");
    assertThat(order(finding()))
        .isEqualTo(
            TicketRequest.single(
                "acme",
                TicketType.PROBLEM,
                "all",
                new AssignmentSpec(
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
    TicketRequest order = order(finding());
    assertThat(order.ticketType()).isEqualTo(TicketType.INCIDENT);
    assertThat(order.spec().assignedTo()).isEqualTo("heidi");
    assertThat(order.spec().assignmentGroup()).isEqualTo("Huts");
    assertThat(order.spec().caller()).isEqualTo("peter");
    assertThat(order.spec().remediationTimeframe()).isEqualTo(Duration.ofDays(14));
    assertThat(order.spec().gracePeriod()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "acceptance, 2026-02-01T00:00:00Z, ",
    "detection, 2026-02-01T00:00:00Z, 2026-02-15T00:00:00Z",
    "detection, 2026-05-01T00:00:00Z, 2026-03-15T23:30:00Z",
    "detection, , "
  })
  void a_timeframe_may_count_from_the_detection(String from, Instant detected, Instant due) {
    rule("all", "remediation-timeframe", "14d", "due-from", from);

    assertThat(order(finding().but().stateChangedAt(detected).build()).spec().dueDate())
        .isEqualTo(due);
  }

  @ParameterizedTest(name = "{0}, {1}, fixed {2}: {3}")
  @CsvSource({
    "owner=heidi, owner=peter, klara, heidi",
    "OWNER=heidi, owner=peter, klara, heidi",
    "tier=gold, owner=peter, klara, peter",
    "owner=' ', owner=peter, klara, peter",
    "tier=gold, tier=tin, klara, klara",
    "tier=gold, tier=tin, , "
  })
  void the_owner_is_whom_the_nearest_tag_names_B46(
      String own, String inherited, String fixed, String owner) {
    rule("one", "owner-tag", "Owner");
    if (fixed != null) {
      rule("one", "assigned-to", fixed);
    }
    Recommendation finding =
        finding()
            .but()
            .tags(tag(own))
            .inheritedTags(List.of(Map.of("floor", "1"), tag(inherited), Map.of("owner", "last")))
            .build();
    if (inherited.startsWith("tier")) {
      finding = finding.but().inheritedTags(List.of(tag(inherited))).build();
    }
    assertThat(order(finding).spec().assignedTo()).isEqualTo(owner);
  }

  private static Map<String, String> tag(String text) {
    return Map.of(text.split("=")[0], text.split("=")[1].replace("'", ""));
  }

  @Test
  void a_rule_says_how_its_tickets_live_and_how_many_a_day_it_may_open() {
    rule(
        "one",
        "life.healed",
        "note",
        "life.healed-on-hold",
        "leave",
        "life.reopen-within",
        "3d",
        "life.returned-after-person",
        "reopen",
        "life.turns-per-day",
        "2",
        "life.close-note",
        "all well",
        "max-new-per-day",
        "20",
        "notify.manager",
        "false");
    TicketRequest order = order(finding());
    assertThat(order.policy())
        .isEqualTo(
            new Policy(
                Policy.Ending.NOTE,
                Policy.Ending.LEAVE,
                null,
                null,
                Duration.ofDays(3),
                Policy.Return.REOPEN,
                2,
                null,
                "all well"));
    assertThat(order.newPerDay()).isEqualTo(20);
    assertThat(order.spec().notification()).isEqualTo(new AssignmentSpec.Notify(null, false));
    assertThat(order.group()).isNull();
  }

  @Test
  void refused_proposals_pass_through_and_the_order_stays() {
    rule("all");
    Candidate refused = Candidate.rejected("id", "/title", "no title");
    Candidate snapshot = Candidate.snapshot(finding());
    List<Candidate> assigned = rules().assign(List.of(refused, snapshot));
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
    "remediation-timeframe, 0S, greater than zero",
    "remediation-timeframe, PT-1S, greater than zero",
    "grace-period, true, remediation-timeframe",
    "max-new-per-day, 0, at least 1",
    "life.turns-per-day, 0, at least 1",
    "life.reopen-within, PT-1S, negative"
  })
  void a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(
      String key, String value, String said) {
    rule("all", key, value);
    assertThatThrownBy(this::rules)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("ropeway.rules.all." + key + " ")
        .hasMessageContaining(said);
  }
}
