package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has which role, since when, and when they were last seen. */
@RopewayTest
class PrivilegeInventoryTest {

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    activity.forget();
  }

  private static JsonPath shows(String query) {
    return ActivityFixture.shows("/privileges" + query);
  }

  private String sysId(String table, String column, String value) {
    return scenario.servicenow().rows(table).stream()
        .filter(row -> row.get(column).equals(value))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  @Test
  void users_and_groups_are_listed_with_their_roles_and_the_last_login() {
    scenario
        .servicenow()
        .update(
            "sys_user",
            sysId("sys_user", "user_name", "ada.fulmer"),
            Map.of("last_login_time", "2026-01-02 03:04:05"),
            "admin");
    scenario
        .servicenow()
        .insert(
            "sys_group_has_role",
            Map.of(
                "group", sysId("sys_user_group", "name", "Network"),
                "role", sysId("sys_user_role", "name", "itil")));
    activity.reads("privileges");
    activity.lists();

    int roles = scenario.servicenow().rows("sys_user_has_role").size();
    assertThat(shows("?limit=1000").getList("items")).hasSize(roles + 1);
    JsonPath ada = shows("?name=ada.fulmer&role=itil");
    assertThat(ada.getString("items[0].lastLogin")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(ada.getString("items[0].since")).isNotNull();
    assertThat(ada.getString("items[0].fullName")).isEqualTo("Ada Fulmer");
    assertThat(shows("?holder=group").getString("items[0].name")).isEqualTo("Network");
    assertThat(shows("?role=admin").getList("items.name", String.class)).containsExactly("admin");
    assertThat(shows("?name=ada.fulmer&lastLoginBefore=2026-01-01T00:00:00Z").getList("items"))
        .isEmpty();
  }

  @Test
  void a_role_that_was_taken_is_gone_after_the_next_listing() {
    activity.reads("privileges");
    activity.lists();
    assertThat(shows("?name=ada.fulmer&role=itil").getList("items")).hasSize(1);
    activity.people().revoke("admin", "ada.fulmer", "itil");
    activity.lists();
    assertThat(shows("?name=ada.fulmer&role=itil").getList("items")).isEmpty();
    assertThat(shows("?name=ben.okafor&role=itil").getList("items")).hasSize(1);
  }

  @Test
  void a_listing_that_was_cut_short_goes_on_and_loses_nothing_meanwhile() {
    for (int i = 0; i < 60; i++) {
      activity.people().grant("admin", "ada.fulmer", "role." + i);
    }
    activity.reads(10, "", "privileges");
    activity.lists();
    int all = shows("?limit=1000").getList("items").size();
    assertThat(all).isGreaterThan(60);
    long before = activity.lists("sys_user_has_role");

    scenario
        .servicenow()
        .faults()
        .set(FaultKind.RATE_LIMITED, FaultRule.next(1).on("GET", "sys_user_has_role"));
    assertThatThrownBy(activity::lists).isNotNull();
    assertThat(shows("?limit=1000").getList("items")).hasSize(all);
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofHours(1));
    activity.goesOnListing();
    assertThat(shows("?limit=1000").getList("items")).hasSize(all);
    assertThat(activity.lists("sys_user_has_role")).isGreaterThan(before + 6);
    long after = activity.lists("sys_user_has_role");
    activity.goesOnListing();
    assertThat(activity.lists("sys_user_has_role")).isEqualTo(after);
  }

  @Test
  void what_was_listed_before_stays_where_the_table_is_refused() {
    activity.reads("privileges");
    activity.lists();
    int all = shows("?limit=1000").getList("items").size();
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.CROSS_SCOPE, FaultRule.always().on("GET", "sys_group_has_role"));
    activity.lists();
    assertThat(shows("?limit=1000").getList("items")).hasSize(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys_user_has_role", "sys_group_has_role"})
  void what_was_listed_before_stays_where_the_role_was_lost_and_all_rows_are_hidden(String table) {
    scenario
        .servicenow()
        .insert(
            "sys_group_has_role",
            Map.of(
                "group", sysId("sys_user_group", "name", "Network"),
                "role", sysId("sys_user_role", "name", "itil")));
    activity.reads("privileges");
    activity.lists();
    int all = shows("?limit=1000").getList("items").size();
    scenario.servicenow().faults().hideTables(Set.of(table));
    activity.lists();
    assertThat(shows("?limit=1000").getList("items")).hasSize(all);
    assertThat(
            scenario.count(
                "select count(*) from privilege_listing where failure like '%%%s%%'",
                "hides all rows"))
        .isEqualTo(1);

    scenario.servicenow().faults().hideTables(Set.of());
    activity.people().revoke("admin", "ada.fulmer", "itil");
    activity.lists();
    assertThat(shows("?limit=1000").getList("items")).hasSize(all - 1);
  }

  @Test
  void it_is_read_page_by_page_and_as_lines() {
    activity.reads("privileges");
    activity.lists();
    JsonPath first = shows("?limit=5");
    JsonPath second = shows("?limit=5&cursor=" + first.getString("next"));
    List<Map<String, Object>> of = second.getList("items");
    assertThat(first.getList("items")).hasSize(5).doesNotContainAnyElementsOf(of);
    String lines =
        Scenario.caller()
            .accept("application/x-ndjson")
            .get(ActivityFixture.URL + "/privileges")
            .asString();
    assertThat(lines.strip().split("\n"))
        .hasSize(scenario.servicenow().rows("sys_user_has_role").size());
  }
}
