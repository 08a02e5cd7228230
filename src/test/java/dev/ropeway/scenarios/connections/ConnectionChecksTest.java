package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.packaged.FreePort;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test of a connection tells exactly what is missing (design § 8). */
@RopewayTest
class ConnectionChecksTest extends TestConnectionFixture {

  @ParameterizedTest
  @CsvSource({"snow, basic as ropeway", "oauth, OAuth password as ropeway"})
  void a_healthy_instance_is_ready_and_nothing_is_left_to_do(String integration, String login) {
    JsonPath report = tests(integration);

    assertThat(report.getString("verdict")).isEqualTo("ready");
    assertThat(report.getString("advice")).startsWith("Nothing to do");
    assertThat(report.getList("checks.result")).hasSizeGreaterThan(13).containsOnly("pass");
    assertThat(of(report, "authorized", "seen")).startsWith(login);
    assertThat(of(report, "version", "seen")).startsWith("Zurich");
    assertThat(of(report, "time-zone", "seen")).startsWith("US/Pacific");
    assertThat(report.getLong("millis")).isLessThan(10_000);
  }

  @Test
  void the_tables_of_all_rules_are_checked_and_no_others() {
    assertThat(tests("snow").getList("checks.id"))
        .contains("incident", "problem", "change-request");
    assertThat(tests("oauth").getList("checks.id"))
        .contains("incident")
        .doesNotContain("problem", "change-request");
  }

  @ParameterizedTest
  @CsvSource({
    "HIBERNATING, asleep, hibernating, Wake the instance",
    "MAINTENANCE, asleep, 503, maintenance",
    "BAD_GATEWAY, asleep, 502, maintenance",
    "LOGIN_PAGE, unreachable, a login page, single sign-on",
    "REDIRECT, unreachable, redirects, single sign-on",
    "IP_FILTERED, unreachable, the instance answered 403 before any login, IP Address Access Control"
  })
  void an_instance_that_is_not_at_home_is_told_from_one_that_lets_nobody_in(
      FaultKind fault, String verdict, String seen, String fix) {
    TestEnvironment.sandbox().faults().always(fault);

    JsonPath report = tests("snow");

    assertThat(report.getString("verdict")).isEqualTo(verdict);
    assertThat(result(report, "instance")).isEqualTo("fail");
    assertThat(of(report, "instance", "seen")).contains(seen);
    assertThat(report.getString("advice")).contains(fix);
    assertThat(result(report, "authorized")).isEqualTo("skipped");
    assertThat(of(report, "authorized", "seen")).isEqualTo("needs: instance");
    assertThat(of(report, "roles", "seen")).isEqualTo("needs: authorized");
  }

  @Test
  void an_address_without_an_instance_is_unreachable() {
    isMade("http://127.0.0.1:" + FreePort.any(), basic("ropeway", "ropeway"));

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("unreachable");
    assertThat(result(report, "address")).isEqualTo("fail");
    assertThat(of(report, "instance", "seen")).isEqualTo("needs: address");
  }

  @Test
  void credentials_that_never_worked_mean_never_set_up() {
    isMade(TestEnvironment.sandbox().url().toString(), basic("ropeway", "wrong"));

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("never-set-up");
    assertThat(report.getString("advice")).startsWith("Check, in this order: user name");
    Scenario.caller().get(MADE).then().body("status.state", equalTo("not-authorized"));
  }

  @Test
  void credentials_that_worked_before_mean_stopped_working() {
    tests("snow");
    TestEnvironment.sandbox().faults().always(FaultKind.UNAUTHORIZED);

    JsonPath report = tests("snow");

    assertThat(report.getString("verdict")).isEqualTo("stopped-working");
    assertThat(report.getString("advice")).contains("The connection worked until 20");
    Scenario.caller()
        .get("/api/v1/integrations/snow")
        .then()
        .body("status.state", equalTo("not-authorized"));
  }

  @Test
  void a_user_without_a_role_misses_the_last_step() {
    isMadeFor("ropeway.norole");

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("last-step-missing");
    assertThat(result(report, "authorized")).isEqualTo("pass");
    assertThat(result(report, "roles")).isEqualTo("fail");
    assertThat(result(report, "incident")).isEqualTo("fail");
    assertThat(report.getString("advice")).contains("incident_manager or itil");
    Scenario.caller().get(MADE).then().body("status.state", equalTo("failing"));
  }

  @Test
  void a_rest_api_that_is_closed_to_the_user_is_the_last_step() {
    TestEnvironment.sandbox().faults().requireApiRole(true);
    isMadeFor("ropeway.norole");

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("last-step-missing");
    assertThat(of(report, "authorized", "seen")).contains("Failed API level ACL Validation");
    assertThat(report.getString("advice")).contains("snc_platform_rest_api_access");
  }

  @Test
  void a_consent_that_nobody_gave_is_the_last_step() {
    isMade(
        TestEnvironment.sandbox().url().toString(),
        "{\"type\":\"oauth-authorization-code\",\"clientId\":\"ropeway-client\","
            + "\"clientSecret\":\"ropeway-secret\"}");

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("last-step-missing");
    assertThat(of(report, "authorized", "seen")).isEqualTo("consent is missing");
    assertThat(of(report, "authorized", "fix"))
        .startsWith("Open /api/v1/integrations/made/authorize");
  }

  @Test
  void a_table_that_is_closed_to_other_scopes_is_named_with_its_fix() {
    TestEnvironment.sandbox()
        .faults()
        .set(FaultKind.CROSS_SCOPE, FaultRule.always().on("GET", "incident"));

    JsonPath report = tests("snow");

    assertThat(result(report, "incident")).isEqualTo("fail");
    assertThat(of(report, "incident", "fix")).contains("All application scopes");
  }

  @Test
  void a_journal_that_cannot_be_read_is_a_warning_since_tickets_are_delivered_all_the_same() {
    journalHasAnEntry();
    isMadeFor("ropeway.nojournal");

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(result(report, "journal")).isEqualTo("warn");
    assertThat(of(report, "journal", "fix")).contains("sys_journal_field");
    Scenario.caller().get(MADE).then().body("status.state", equalTo("connected"));
  }

  private static void journalHasAnEntry() {
    Sandbox instance = TestEnvironment.sandbox();
    String incident = instance.insert("incident", Map.of("short_description", "Old"));
    instance.update("incident", incident, Map.of("comments", "Seen"), "ada.fulmer");
  }

  @Test
  void configuration_items_that_are_to_be_made_and_may_not_be_are_told() {
    isMade(
        TestEnvironment.sandbox().url().toString(),
        basic("ropeway.nojournal", "ropeway.nojournal") + MAKING.formatted("{}"));

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(result(report, "configuration-items")).isEqualTo("warn");
    assertThat(of(report, "configuration-items", "seen"))
        .isEqualTo("configuration items are to be created, but no role of the user allows it");
    assertThat(of(report, "configuration-items", "fix")).contains("sn_cmdb_editor");
    assertThat(report.getString("advice")).contains("sn_cmdb_editor");
  }

  @Test
  void a_class_that_the_instance_does_not_have_is_told() {
    isMade(
        TestEnvironment.sandbox().url().toString(),
        basic("admin", "admin")
            + MAKING.formatted("{\"microsoft.web/sites\":\"cmdb_ci_nowhere\"}"));

    JsonPath report = tests("made");

    assertThat(result(report, "configuration-items")).isEqualTo("warn");
    assertThat(of(report, "configuration-items", "seen"))
        .isEqualTo("the class cmdb_ci_nowhere in cmdb.classes does not exist on the instance");
  }

  @Test
  void a_role_that_lets_configuration_items_be_made_is_named_and_nothing_is_made() {
    isMade(
        TestEnvironment.sandbox().url().toString(),
        basic("admin", "admin")
            + MAKING.formatted("{\"microsoft.web/sites\":\"cmdb_ci_linux_server\"}"));
    int before = scenario.tickets("cmdb_ci").size();

    JsonPath report = tests("made");

    assertThat(result(report, "configuration-items")).isEqualTo("pass");
    assertThat(of(report, "configuration-items", "seen")).contains("admin allows creating records");
    assertThat(scenario.tickets("cmdb_ci")).hasSize(before);
  }

  /** After the authentication. */
  private static final String MAKING =
      ",\"createConfigurationItems\":true,\"cmdb\":{\"lookUpBy\":[\"name\"],\"classes\":%s}";

  @Test
  void groups_that_cannot_be_read_are_a_warning() {
    isMadeFor("ropeway.nogroups");

    JsonPath report = tests("made");

    assertThat(result(report, "groups")).isEqualTo("warn");
    assertThat(of(report, "groups", "fix")).contains("a group");
    assertThat(result(report, "users")).isEqualTo("pass");
  }

  @Test
  void admin_is_more_than_is_needed() {
    isMadeFor("admin");

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(of(report, "roles", "fix"))
        .contains("Remove the role admin from the integration user");
  }

  @Test
  void what_an_instance_hides_is_said_and_fails_nothing() {
    fieldIsMandatory("u_site");
    TestEnvironment.sandbox()
        .faults()
        .hideTables(Set.of("sys_properties", "sys_user_has_role", "sys_dictionary", "sys_choice"));

    JsonPath report = tests("oauth");

    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    for (String check : List.of("version", "roles", "incident", "choices", "mandatory-fields")) {
      assertThat(result(report, check)).as(check).isEqualTo("warn");
    }
  }

  @Test
  void tables_that_are_forbidden_are_told_like_those_that_look_empty() {
    TestEnvironment.sandbox().faults().forbidUnreadable(true);
    TestEnvironment.sandbox().faults().hideTables(Set.of("sys_properties", "sys_user_has_role"));

    JsonPath report = tests("oauth");

    assertThat(result(report, "version")).isEqualTo("warn");
    assertThat(result(report, "roles")).isEqualTo("warn");
    assertThat(result(report, "incident")).isEqualTo("warn");
  }

  @Test
  void a_mandatory_field_that_nobody_fills_is_found() {
    fieldIsMandatory("u_site");

    assertThat(of(tests("oauth"), "mandatory-fields", "seen")).contains("incident.u_site");
  }

  private static void fieldIsMandatory(String field) {
    TestEnvironment.sandbox()
        .insert(
            "sys_dictionary",
            Map.of("name", "incident", "element", field, "mandatory", "true", "active", "true"));
  }

  @ParameterizedTest
  @CsvSource({"3600, ahead of", "-3600, behind"})
  void a_clock_that_is_an_hour_off_is_told(long seconds, String where) {
    TestEnvironment.sandbox().faults().clockShift(Duration.ofSeconds(seconds));

    JsonPath report = tests("snow");

    assertThat(result(report, "clock")).isEqualTo("warn");
    assertThat(of(report, "clock", "seen")).contains(where);
  }

  @Test
  void a_rate_rule_is_told_and_its_end_is_no_refusal() {
    TestEnvironment.sandbox().faults().requestsPerHour(500);
    assertThat(of(tests("snow"), "rate-limit", "seen")).contains("500 requests per hour");

    TestEnvironment.sandbox()
        .faults()
        .set(FaultKind.RATE_LIMITED, FaultRule.always().retryAfter(60));
    JsonPath limited = tests("snow");

    assertThat(limited.getString("verdict")).isEqualTo("limited");
    assertThat(result(limited, "authorized")).isEqualTo("fail");
    Scenario.caller()
        .get("/api/v1/integrations/snow")
        .then()
        .body("status.state", equalTo("connected"));
    assertThat(limited.getString("advice")).contains("Wait 60 s");
  }

  @Test
  void the_steps_of_the_set_up_are_told_to_whom_asks_for_them() {
    isMadeFor("ropeway.norole");

    JsonPath answer =
        Scenario.caller()
            .post(MADE + "/test?checklist=true")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    String roles = "checklist.find { it.step == 'Give the integration user its roles' }.";
    assertThat(answer.getString(roles + "status")).isEqualTo("not-complete");
    assertThat(answer.getString(roles + "role")).isEqualTo("ServiceNow administrator");
    assertThat(answer.getString(roles + "advice")).isNotBlank();
    assertThat(answer.getString("checklist[0].status")).isEqualTo("complete");
    assertThat(answer.getString("checklist[0].advice")).isNull();
    assertThat(answer.getString("verdict")).isEqualTo("last-step-missing");
    assertThat(tests("made").getList("checklist")).isNull();
    Scenario.caller().post(MADE + "/test?checklist=maybe").then().statusCode(400);
  }
}
