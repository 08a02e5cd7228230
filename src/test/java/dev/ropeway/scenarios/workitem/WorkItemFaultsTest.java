package dev.ropeway.scenarios.workitem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an instance hides, refuses or breaks costs an import time, and no record. */
@RopewayTest
class WorkItemFaultsTest {

  @Inject Scenario scenario;
  @Inject WorkItemsFixture items;

  @BeforeEach
  void start() {
    items.isNew();
  }

  @AfterEach
  void forget() {
    items.forget();
  }

  private String incident(String title) {
    return scenario.servicenow().insert("incident", Map.of("short_description", title));
  }

  private void incidents(int count) {
    for (int i = 0; i < count; i++) {
      incident("work " + i);
    }
  }

  private void isEqual(String table) {
    assertThat(items.stored(WorkItemsFixture.COMPARED))
        .isEqualTo(WorkItemsFixture.there(table, WorkItemsFixture.COMPARED));
  }

  @Test
  void rows_that_an_acl_hides_end_no_import() {
    Map<String, Boolean> all = new HashMap<>();
    for (int i = 0; i < 9; i++) {
      all.put(incident("work " + i), i >= 2 && i < 7);
      SettableClock.advance(Duration.ofSeconds(2));
    }
    // Whole pages of them are empty, and there is more behind.
    scenario
        .servicenow()
        .faults()
        .hide(all.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList());
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(2, "incident");
    items.polls();
    items.backfills();
    assertThat(items.all()).hasSize(4);

    items.checks();
    JsonPath summary = WorkItemsFixture.shows("/summary");
    assertThat(summary.getInt("imports[0].counted")).isEqualTo(9);
    assertThat(summary.getInt("imports[0].hidden")).isEqualTo(5);
  }

  @Test
  void a_table_that_may_not_be_read_keeps_no_other_from_being_read() {
    incidents(3);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(50, "problem", "incident");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.CROSS_SCOPE, FaultRule.always().on("GET", "problem"));
    items.polls();
    items.backfills();

    assertThat(items.all()).hasSize(3);
    JsonPath summary = WorkItemsFixture.shows("/summary");
    assertThat(summary.getString("imports.find { it.type == 'problem' }.failure"))
        .startsWith("403");
    assertThat(summary.getString("imports.find { it.type == 'incident' }.failure")).isNull();

    scenario.servicenow().faults().clear();
    items.polls();
    assertThat(
            WorkItemsFixture.shows("/summary")
                .getString("imports.find { it.type == 'problem' }.failure"))
        .isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"DROP", "BROKEN_JSON", "EMPTY_ANSWER", "PARTIAL_RESULT"})
  void a_page_that_does_not_come_whole_is_asked_for_again_half_as_long(FaultKind fault) {
    incidents(300);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(100, "incident");
    items.polls();
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("GET", "incident"));
    items.backfills();

    assertThat(scenario.servicenow().faults().remaining(fault)).isZero();
    assertThat(items.all()).hasSize(300);
    isEqual("incident");
  }

  @ParameterizedTest
  @CsvSource({"RATE_LIMITED", "BUSY", "MAINTENANCE", "UNAUTHORIZED", "HIBERNATING"})
  void an_instance_that_refuses_everybody_ends_the_run_and_nothing_is_read_again(FaultKind fault) {
    incidents(120);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(50, "incident");
    items.polls();
    long before = items.lists("incident");
    scenario
        .servicenow()
        .faults()
        .set(fault, FaultRule.next(fault == FaultKind.UNAUTHORIZED ? 2 : 1).on("GET", "incident"));
    assertThatThrownBy(items::backfills).isNotNull();
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofHours(1));
    items.backfills();

    assertThat(items.all()).hasSize(120);
    isEqual("incident");
    // The refused call, three pages and the empty one.
    assertThat(items.lists("incident") - before).isBetween(5L, 6L);
  }

  @Test
  void a_login_that_is_refused_in_the_middle_is_told_as_that_and_the_rest_comes_later() {
    registerSecret("app-secret");
    incidents(120);
    SettableClock.advance(Duration.ofMinutes(10));
    MadeIntegration.put(
            """
            {"type":"oauth-password","clientId":"app","clientSecret":"app-secret",
             "username":"ropeway","password":"ropeway"}""",
            WorkItemsFixture.settings(10, 30, "incident"))
        .statusCode(201);
    MadeIntegration.becomes("connected");
    items.polls();
    // So slow that tokens end long before the last page.
    scenario.servicenow().faults().latency(Duration.ofMillis(300));
    items.timerFires("fill-work-items");
    await().until(() -> !items.all().isEmpty());
    registerSecret("another-secret");
    scenario.servicenow().faults().revokeTokens();

    MadeIntegration.becomes("not-authorized");
    assertThat(MadeIntegration.shown().getString("status.why"))
        .contains("in this order: the user name and password");
    int before = items.all().size();
    assertThat(before).isLessThan(120);

    registerSecret("app-secret");
    scenario.servicenow().faults().latency(Duration.ZERO);
    scenario.waits(Duration.ofHours(1));
    items.backfills();
    isEqual("incident");
  }

  private void registerSecret(String secret) {
    scenario.servicenow().register("app", OAuthClient.withSecret(secret));
  }

  @Test
  void rows_that_came_without_columns_are_found_by_the_check() {
    incidents(30);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(10, "incident");
    items.polls();
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.EMPTY_ROWS, FaultRule.next(1).on("GET", "incident"));
    items.backfills();
    assertThat(items.all()).hasSizeLessThan(30);

    items.checks();
    assertThat(items.all()).hasSize(30);
    isEqual("incident");
  }

  @Test
  void imports_take_what_a_rate_rule_leaves_to_them_and_go_on_later() {
    incidents(300);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(10, "incident");
    scenario.servicenow().faults().requestsPerHour(100);
    items.polls();
    items.backfills();
    int first = items.all().size();
    assertThat(first).isBetween(1, 150);
    // A tenth of the rule, and a little at once.
    assertThat(MadeIntegration.shown().getInt("budget.byPurpose.import")).isLessThanOrEqualTo(12);

    for (int time = 0; time < 40; time++) {
      SettableClock.advance(Duration.ofMinutes(30));
      items.polls();
      items.backfills();
    }
    assertThat(items.all()).hasSize(300);
    assertThat(scenario.servicenow().rateWindows()).allMatch(window -> window.refused() == 0);
  }

  @Test
  void a_page_that_cannot_be_stored_moves_no_cursor() {
    incidents(6);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(3, "incident");
    items.polls();
    scenario.run("alter table work_item rename to work_item_away");
    try {
      assertThatThrownBy(items::backfills).isNotNull();
    } finally {
      scenario.run("alter table work_item_away rename to work_item");
    }
    assertThat(items.all()).isEmpty();

    items.backfills();
    assertThat(items.all()).hasSize(6);
  }
}
