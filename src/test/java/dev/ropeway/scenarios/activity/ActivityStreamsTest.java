package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityFormat;
import dev.ropeway.sandbox.People;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each stream brings of what people did on an instance, and that nothing else is read. */
@RopewayTest
class ActivityStreamsTest {

  private static final String DOCUMENT = "0123456789abcdef0123456789abcdef";

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    activity.forget();
    assertThat(TestEnvironment.sandbox().complaints()).isEmpty();
  }

  private List<Activity> all() {
    return activity.all();
  }

  @Test
  void privileges_are_who_got_which_role_and_what_changed_in_users_and_rules() {
    activity.reads("privileges");
    People people = activity.people();
    people.grant("ben.okafor", "ada.fulmer", "admin");
    SettableClock.advance(Duration.ofSeconds(1));
    people.revoke("ben.okafor", "ada.fulmer", "admin");
    SettableClock.advance(Duration.ofSeconds(1));
    people.change("ben.okafor", "sys_user", DOCUMENT, "locked_out", "0", "1");
    SettableClock.advance(Duration.ofSeconds(1));
    people.change("ben.okafor", "sys_user", DOCUMENT, "user_password", "old", "new");
    SettableClock.advance(Duration.ofSeconds(1));
    people.change("ben.okafor", "sys_group_has_role", DOCUMENT, "role", "", "itil_admin");
    SettableClock.advance(Duration.ofSeconds(1));
    people.change("ben.okafor", "sys_security_acl", DOCUMENT, "active", "1", "0");
    people.change("ben.okafor", "incident", DOCUMENT, "state", "1", "2");
    people.change("ada.fulmer", "sys_user", DOCUMENT, "last_login_time", "", "now");
    activity.pollsLater();

    assertThat(all())
        .extracting(Activity::action)
        .containsExactly(
            ActivityAction.ACCESS_RULE_CHANGED,
            ActivityAction.GROUP_ROLE_GRANTED,
            ActivityAction.PASSWORD_CHANGED,
            ActivityAction.LOCKED_OUT,
            ActivityAction.ROLE_REVOKED,
            ActivityAction.ROLE_GRANTED);
    Activity granted = all().get(5);
    assertThat(granted.actor()).isEqualTo("ben.okafor");
    assertThat(granted.target()).isEqualTo("ada.fulmer");
    assertThat(granted.detail("role")).isEqualTo("admin");
    assertThat(all().get(2).detail()).doesNotContainKeys("old", "new");
  }

  @Test
  void records_are_the_changes_of_the_tables_that_are_named_and_of_no_others() {
    activity.reads(50, ",\"tables\":[\"cmdb_ci_server\",\"incident\"]", "records");
    activity.people().change("ben.okafor", "incident", DOCUMENT, "state", "1", "2");
    activity.people().change("ben.okafor", "problem", DOCUMENT, "state", "1", "2");
    activity.pollsLater();

    assertThat(all()).hasSize(1);
    assertThat(all().get(0).detail())
        .isEqualTo(
            Map.of(
                "table",
                "incident",
                "document",
                DOCUMENT,
                "field",
                "state",
                "old",
                "1",
                "new",
                "2"));
  }

  @Test
  void another_table_among_the_records_is_read_from_seven_days_before_on() {
    activity.people().change("ben.okafor", "problem", DOCUMENT, "state", "1", "2");
    activity.reads(50, ",\"tables\":[\"incident\"]", "records");
    activity.pollsLater();
    assertThat(all()).isEmpty();
    activity.reads(50, ",\"tables\":[\"incident\",\"problem\"]", "records");
    activity.pollsLater();
    assertThat(all()).hasSize(1);
  }

  @Test
  void exports_are_lists_in_files_and_calls_of_other_programs() {
    activity.reads("exports");
    People people = activity.people();
    people.open("ada.fulmer", "/incident_list.do?EXCEL&sysparm_query=active=true", "203.0.113.7");
    SettableClock.advance(Duration.ofSeconds(1));
    people.call("ben.okafor", "/api/now/table/sys_user?sysparm_limit=10000", "203.0.113.8");
    people.open("ada.fulmer", "/incident_list.do?sysparm_query=active=true", "203.0.113.7");
    people.call("ropeway.auditor", "/api/now/table/sysevent", "203.0.113.9");
    activity.pollsLater();

    assertThat(all())
        .extracting(Activity::action)
        .containsExactly(ActivityAction.API_CALLED, ActivityAction.LIST_EXPORTED);
    assertThat(all().get(1).detail("table")).isEqualTo("incident");
    assertThat(all().get(1).detail("form")).isEqualTo("excel");
    assertThat(all().get(0).detail("table")).isEqualTo("sys_user");
    assertThat(all().get(0).address()).isEqualTo("203.0.113.8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "EXCEL", "XLSX", "XML", "JSONv2", "PDF", "UNL"})
  void an_export_is_one_wherever_its_form_stands_in_the_address(String form) {
    activity.reads("exports");
    People people = activity.people();
    people.open("ada.fulmer", "/incident_list.do?" + form + "&sysparm_query=a", "203.0.113.7");
    SettableClock.advance(Duration.ofSeconds(1));
    people.open("ben.okafor", "/incident_list.do?sysparm_query=a&" + form, "203.0.113.7");
    SettableClock.advance(Duration.ofSeconds(1));
    String conditions = "active=true^EQ".repeat(50);
    people.open(
        "emi.tanaka", "/incident_list.do?sysparm_query=" + conditions + "&" + form, "203.0.113.7");
    people.open("carla.mendes", "/x_list.do?a=1&" + form + "less=1", "203.0.113.7");
    activity.pollsLater();

    assertThat(all())
        .extracting(Activity::actor)
        .containsExactly("emi.tanaka", "ben.okafor", "ada.fulmer");
    assertThat(all()).allMatch(one -> one.action() == ActivityAction.LIST_EXPORTED);
    assertThat(all())
        .allMatch(one -> form.toLowerCase(Locale.ROOT).equals(one.detail("form")))
        .allMatch(one -> "incident".equals(one.detail("table")));
  }

  @Test
  void deletes_name_the_record_and_who_deleted_it() {
    activity.reads("deletes");
    String incident =
        scenario.servicenow().insert("incident", Map.of("short_description", "wrong"));
    scenario.servicenow().delete("incident", incident);
    activity.pollsLater();

    assertThat(all()).hasSize(1);
    assertThat(all().get(0).actor()).isEqualTo("admin");
    assertThat(all().get(0).detail("document")).isEqualTo(incident);
    assertThat(all().get(0).detail("table")).isEqualTo("incident");
  }

  @Test
  void a_stream_that_nobody_asked_for_is_not_read() {
    activity.reads("deletes");
    activity.people().logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.lists("sysevent")).isZero();
    assertThat(activity.lists("sys_audit")).isZero();
    assertThat(activity.lists("syslog_transaction")).isZero();
  }

  @Test
  void every_activity_has_each_form() {
    activity.reads(
        50, ",\"tables\":[\"incident\"]", "logins", "privileges", "records", "exports", "deletes");
    People people = activity.people();
    people.logIn("ada.fulmer", "203.0.113.7");
    people.grant("ben.okafor", "ada.fulmer", "admin");
    people.change("ben.okafor", "sys_user", DOCUMENT, "active", "1", "0");
    people.change("ben.okafor", "incident", DOCUMENT, "state", "1", "2");
    people.open("ada.fulmer", "/incident_list.do?CSV", "203.0.113.7");
    scenario
        .servicenow()
        .delete("incident", scenario.servicenow().insert("incident", Map.of("state", "1")));
    activity.pollsLater();
    assertThat(all()).hasSize(6);
    for (ActivityFormat format : ActivityFormat.values()) {
      assertThat(all()).allSatisfy(one -> assertThat(format.of(one)).isNotNull());
    }
  }
}
