package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A connection is tested before it is trusted, in time and without a trace (design § 8). */
@RopewayTest
class TestedBeforeTrustedTest extends TestConnectionFixture {

  private static final List<String> TABLES =
      List.of(
          "incident",
          "problem",
          "change_request",
          "sys_user",
          "sys_user_group",
          "sys_user_has_role",
          "sys_journal_field",
          "sys_properties",
          "sys_choice",
          "sys_dictionary");

  @Test
  void a_test_leaves_no_record_behind() {
    Map<String, List<Map<String, String>>> before = everything();

    tests("snow");

    assertThat(everything()).isEqualTo(before);
    assertThat(TestEnvironment.sandbox().calls()).allMatch(call -> call.method().equals("GET"));
  }

  private static Map<String, List<Map<String, String>>> everything() {
    Map<String, List<Map<String, String>>> rows = new HashMap<>();
    TABLES.forEach(table -> rows.put(table, TestEnvironment.sandbox().rows(table)));
    return rows;
  }

  @Test
  void a_slow_instance_is_tested_within_ten_seconds_and_is_no_wrong_one() {
    TestEnvironment.sandbox().faults().latency(Duration.ofSeconds(5));

    JsonPath report = tests("snow");

    assertThat(report.getLong("millis")).isLessThan(10_000);
    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(result(report, "authorized")).isEqualTo("pass");
    assertThat(of(report, "groups", "seen")).isEqualTo("no time left");
  }

  @Test
  void an_instance_that_never_answers_is_given_up_within_ten_seconds() {
    TestEnvironment.sandbox().faults().always(FaultKind.TIMEOUT);

    JsonPath report = tests("snow");

    assertThat(report.getLong("millis")).isLessThan(10_000);
    assertThat(report.getString("verdict")).isEqualTo("unreachable");
  }

  @Test
  void who_asks_during_a_test_shares_what_it_finds() {
    TestEnvironment.sandbox().faults().latency(Duration.ofMillis(500));
    List<CompletableFuture<JsonPath>> callers =
        List.of(
            CompletableFuture.supplyAsync(() -> tests("snow")),
            CompletableFuture.supplyAsync(() -> tests("snow")));

    Set<String> begun =
        Set.copyOf(
            callers.stream().map(one -> one.join().getString("startedAt")).distinct().toList());

    assertThat(begun).hasSize(1);
  }

  @Test
  void what_is_unknown_or_disabled_is_not_tested() {
    Scenario.caller().post("/api/v1/integrations/nobody/test").then().statusCode(404);
    isMadeFor("ropeway");
    Scenario.caller().post(MADE + "/disable").then().statusCode(200);

    Scenario.caller()
        .post(MADE + "/test")
        .then()
        .statusCode(409)
        .body("detail", containsString("disabled"));
  }

  @Test
  void a_passing_test_ends_the_pause_so_that_deliveries_go_on_at_once() {
    TestEnvironment.sandbox().faults().always(FaultKind.UNAUTHORIZED);
    UUID assignment = scenario.hears("a");
    scenario.fails(assignment, "not-authorized");
    scenario.run(
        "update integration_state set paused_until = paused_until + interval '1 day'"
            + " where name = 'snow'");
    TestEnvironment.sandbox().faults().clear();

    tests("snow");

    scenario.becomes(assignment, "open");
  }

  @Test
  void a_new_integration_delivers_nothing_until_a_test_passed_and_parks_nothing_meanwhile() {
    TestEnvironment.sandbox().faults().always(FaultKind.UNAUTHORIZED);
    isMadeFor("ropeway");
    UUID assignment = scenario.hears("a", "\"category\":\"Made\"");
    await().atMost(PATIENCE).until(() -> "not-authorized".equals(state()));
    scenario.waits(Duration.ofMinutes(1));
    assertThat(TestEnvironment.sandbox().callCount("POST", "incident")).isZero();
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("pending");
    assertThat(scenario.assignment(assignment).getString("failure")).isNull();

    TestEnvironment.sandbox().faults().clear();

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              scenario.waits(Duration.ofMinutes(5));
              return scenario.assignment(assignment).getString("status").equals("open");
            });
    assertThat(state()).isEqualTo("connected");
  }

  @Test
  void a_change_of_what_failed_is_tested_at_once() {
    isMade(TestEnvironment.sandbox().url().toString(), basic("ropeway", "wrong"));
    UUID assignment = scenario.hears("a", "\"category\":\"Made\"");
    await().atMost(PATIENCE).until(() -> "not-authorized".equals(state()));

    Scenario.caller()
        .body("{\"auth\":{\"password\":\"ropeway\"}}")
        .patch(MADE)
        .then()
        .statusCode(200);

    scenario.becomes(assignment, "open");
  }

  private static String state() {
    return Scenario.caller().get(MADE).then().extract().path("status.state");
  }
}
