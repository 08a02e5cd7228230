package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityCursor;
import dev.ropeway.activity.ActivityCursors;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event once, whatever rotation, late commits, ties, ACLs and faults do. */
@RopewayTest
class ActivityFaultsTest {

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;
  @Inject ActivityCursors cursors;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    activity.forget();
    assertThat(TestEnvironment.sandbox().complaints()).isEmpty();
  }

  private List<String> logins(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(
          activity
              .people()
              .ago(Duration.ofSeconds(i / 4))
              .logIn("user." + i, "203.0.113." + i % 250));
    }
    return ids;
  }

  private List<String> actors() {
    return activity.all().stream().map(Activity::actor).toList();
  }

  private void isWhole(int count) {
    assertThat(actors()).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void ties_of_one_second_go_over_pages_and_none_is_lost() {
    for (int i = 0; i < 125; i++) {
      activity.people().logIn("user." + i, "203.0.113.7");
    }
    activity.reads("logins");
    activity.pollsLater();
    isWhole(125);
  }

  @Test
  void what_rotation_doubles_is_one_whether_it_was_read_before_or_comes_on_one_page() {
    activity.reads("logins");
    String first = activity.people().logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(1);
    activity.people().rotate(first);
    String second = activity.people().logIn("ben.okafor", "203.0.113.8");
    activity.people().rotate(second);
    activity.pollsLater();
    assertThat(actors()).containsExactlyInAnyOrder("ada.fulmer", "ben.okafor");
  }

  @Test
  void two_failures_of_one_user_at_different_times_are_two() {
    activity.reads("logins");
    activity.people().failToLogIn("ada.fulmer", "203.0.113.7");
    SettableClock.advance(Duration.ofSeconds(1));
    activity.people().failToLogIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(2);
  }

  @Test
  void what_is_committed_late_is_read() {
    activity.reads("logins");
    activity.people().logIn("user.1", "203.0.113.7");
    SettableClock.advance(Duration.ofSeconds(60));
    activity.polls();
    // Stamped before that poll, and not there when it ran.
    activity.people().ago(Duration.ofSeconds(80)).logIn("user.2", "203.0.113.7");
    activity.pollsLater();
    isWhole(2);
  }

  @Test
  void an_instance_whose_clock_is_behind_is_read_up_to_its_own_time() {
    activity.reads("logins");
    scenario.servicenow().faults().clockShift(Duration.ofMinutes(-10));
    activity.people().logIn("user.1", "203.0.113.7");
    activity.polls();
    SettableClock.advance(Duration.ofSeconds(60));
    activity.people().logIn("user.2", "203.0.113.7");
    activity.pollsLater();
    // Between what it calls now and what Ropeway does.
    activity.people().logIn("user.3", "203.0.113.7");
    activity.pollsLater();
    isWhole(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"DROP", "BROKEN_JSON", "EMPTY_ANSWER", "PARTIAL_RESULT"})
  void a_page_that_does_not_come_whole_is_asked_for_again_half_as_long(FaultKind fault) {
    logins(300);
    activity.reads(100, "", "logins");
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("GET", "sysevent"));
    activity.pollsLater();
    assertThat(scenario.servicenow().faults().remaining(fault)).isZero();
    isWhole(300);
  }

  @ParameterizedTest
  @CsvSource({"RATE_LIMITED", "BUSY", "MAINTENANCE", "UNAUTHORIZED", "HIBERNATING"})
  void an_instance_that_refuses_everybody_ends_the_run_and_it_goes_on_later(FaultKind fault) {
    logins(120);
    activity.reads("logins");
    scenario
        .servicenow()
        .faults()
        .set(fault, FaultRule.next(fault == FaultKind.UNAUTHORIZED ? 2 : 1).on("GET", "sysevent"));
    SettableClock.advance(Duration.ofMinutes(2));
    assertThatThrownBy(activity::polls).isNotNull();
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofHours(1));
    activity.polls();
    isWhole(120);
  }

  @Test
  void rows_that_an_acl_hides_end_no_reading() {
    List<String> ids = logins(9);
    scenario.servicenow().faults().hide(ids.subList(0, 5));
    activity.reads(2, "", "logins");
    activity.pollsLater();
    isWhole(4);
  }

  @Test
  void a_log_whose_role_is_missing_is_read_from_where_it_would_have_been_once_it_is_there() {
    activity.people().ago(Duration.ofDays(6)).logIn("user.0", "203.0.113.7");
    activity.reads("logins");
    scenario.servicenow().faults().hideTables(Set.of("sysevent"));
    activity.people().logIn("user.1", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).isEmpty();
    assertThat(cursors.find("made", "logins").map(ActivityCursor::failure).orElseThrow())
        .contains("missing role");

    scenario.servicenow().faults().hideTables(Set.of());
    activity.pollsLater();
    isWhole(2);
  }

  @Test
  void hidden_changes_of_records_are_read_later_though_those_of_privileges_were_seen() {
    activity.reads(50, ",\"tables\":[\"incident\"]", "privileges", "records");
    activity.people().change("ben.okafor", "sys_user", "x", "active", "1", "0");
    String hidden = activity.people().change("ben.okafor", "incident", "x", "state", "1", "2");
    scenario.servicenow().faults().hide(hidden);
    activity.pollsLater();
    assertThat(activity.all()).hasSize(1);
    assertThat(cursors.find("made", "records").map(ActivityCursor::failure).orElseThrow())
        .contains("missing role");

    scenario.servicenow().faults().showAll();
    activity.pollsLater();
    assertThat(activity.all()).hasSize(2);
    assertThat(cursors.find("made", "records").map(ActivityCursor::failure)).isEmpty();
  }

  @Test
  void a_page_that_never_comes_makes_the_next_run_begin_with_less() {
    activity.reads("logins");
    activity.polls();
    SettableClock.advance(Duration.ofHours(8));
    scenario.servicenow().faults().set(FaultKind.DROP, FaultRule.always().on("GET", "sysevent"));
    assertThatThrownBy(activity::polls).isNotNull();
    assertThat(cursors.find("made", "logins").orElseThrow().position().width())
        .isLessThan(Duration.ofMinutes(2));
    scenario.servicenow().faults().clear();
  }

  @Test
  void what_an_instance_says_is_fit_to_be_stored_however_long_it_is() {
    activity.reads("logins");
    activity.people().event("login", "x\u0000y\n" + "z".repeat(5000), "203.0.113.7\u0000");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(1);
    assertThat(activity.all().get(0).actor()).hasSize(100).doesNotContain("\u0000", "\n");
  }

  @Test
  void a_log_that_may_not_be_read_keeps_no_other_from_being_read() {
    activity.reads("logins", "deletes");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.CROSS_SCOPE, FaultRule.always().on("GET", "sys_audit_delete"));
    activity.people().logIn("user.1", "203.0.113.7");
    activity.pollsLater();
    isWhole(1);
    assertThat(cursors.find("made", "deletes").map(ActivityCursor::failure).orElseThrow())
        .startsWith("403");
    scenario.servicenow().faults().clear();
    activity.pollsLater();
    assertThat(cursors.find("made", "deletes").map(ActivityCursor::failure)).isEmpty();
  }

  @Test
  void readings_take_what_a_rate_rule_leaves_to_imports_and_go_on_later() {
    logins(300);
    activity.reads(10, "", "logins");
    scenario.servicenow().faults().requestsPerHour(100);
    SettableClock.advance(Duration.ofMinutes(2));
    activity.polls();
    // The quiet days before come first.
    assertThat(activity.all()).hasSizeLessThan(150);
    assertThat(activity.lists("sysevent")).isBetween(1L, 12L);
    assertThat(MadeIntegration.shown().getInt("budget.byPurpose.import")).isLessThanOrEqualTo(12);
    for (int time = 0; time < 60; time++) {
      SettableClock.advance(Duration.ofMinutes(30));
      activity.polls();
    }
    isWhole(300);
    assertThat(scenario.servicenow().rateWindows()).allMatch(window -> window.refused() == 0);
  }

  @Test
  void a_page_that_cannot_be_stored_moves_no_cursor() {
    logins(6);
    activity.reads(3, "", "logins");
    scenario.run("alter table activity rename to activity_away");
    SettableClock.advance(Duration.ofMinutes(2));
    try {
      assertThatThrownBy(activity::polls).isNotNull();
    } finally {
      scenario.run("alter table activity_away rename to activity");
    }
    assertThat(activity.all()).isEmpty();
    activity.polls();
    isWhole(6);
  }

  @Test
  void an_instance_that_ignores_the_window_is_told_and_nothing_is_read_for_ever() {
    for (int i = 0; i < 120; i++) {
      activity.people().logIn("user." + i, "203.0.113.7");
    }
    activity.reads("logins");
    scenario.servicenow().faults().stripRangeClauses(true);
    activity.pollsLater();
    assertThat(cursors.find("made", "logins").map(ActivityCursor::failure).orElseThrow())
        .contains("query_range");
    assertThat(activity.lists("sysevent")).isLessThan(20);
    TestEnvironment.sandbox().faults().clear();
  }
}
