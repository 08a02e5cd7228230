package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises 5 and 6: a refusal is seen, and the instance is respected. */
@RopewayTest
class RefusalTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @ParameterizedTest
  @CsvSource({
    "DATA_POLICY, data-policy",
    "BUSINESS_RULE, business-rule",
    "INSERT_DENIED, not-allowed"
  })
  void what_cannot_succeed_as_it_is_is_parked_with_advice_and_retried_on_demand(
      FaultKind fault, String reason) {
    scenario.servicenow().faults().next(fault, 1);
    UUID assignment = scenario.hears("r1");

    JsonPath parked = scenario.becomes(assignment, "parked");

    assertThat(parked.getString("failure.reason")).isEqualTo(reason);
    assertThat(parked.getString("failure.detail")).startsWith("403");
    assertThat(parked.getString("failure.advice")).endsWith("retry.");
    assertThat(parked.getString("failure.nextAttemptAt")).isNull();

    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);
    assertThat(scenario.becomes(assignment, "open").getString("failure")).isNull();
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void an_assignment_that_cannot_be_read_is_parked_and_does_not_hold_up_the_others() {
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(60));
    UUID broken = scenario.hears("r1");
    scenario.fails(broken, "rate-limited");
    scenario.run(
        "update assignment set goal = 'open', terms = '{\"dueDate\":\"never\"}' where id = '"
            + broken
            + "'");
    UUID sound = scenario.hears("r2");

    scenario.waits(Duration.ofMinutes(2));

    scenario.becomes(sound, "open");
    scenario.run("update assignment set terms = '{}' where id = '" + broken + "'");
    assertThat(scenario.becomes(broken, "parked").getString("failure.reason"))
        .isEqualTo("internal");
  }

  @Test
  void everything_parked_that_a_filter_means_is_retried_at_once() {
    scenario.servicenow().faults().next(FaultKind.DATA_POLICY, 3);
    List<UUID> parked = List.of(scenario.hears("r1"), scenario.hears("r2"), scenario.hears("r3"));
    parked.forEach(assignment -> scenario.becomes(assignment, "parked"));

    int retried =
        Scenario.caller()
            .post("/api/v1/assignments/retry?integration=snow&severity=high")
            .then()
            .statusCode(200)
            .extract()
            .path("retried");

    assertThat(retried).isEqualTo(3);
    parked.forEach(assignment -> scenario.becomes(assignment, "open"));
  }

  @ParameterizedTest
  @CsvSource({
    "nobody@example.com, no active user matches",
    "frank.former, is inactive",
    "oncall@example.com, several match",
    "javascript:gs.getUserID(), cannot be looked up",
    "a^ORDERBYname, cannot be looked up"
  })
  void an_owner_who_is_not_exactly_one_user_is_parked_with_the_candidates_named(
      String owner, String said) {
    UUID assignment = assigned(owner);

    JsonPath parked = scenario.becomes(assignment, "parked");

    assertThat(parked.getString("failure.reason")).isEqualTo("unresolved-reference");
    assertThat(parked.getString("failure.detail")).contains(said);
    assertThat(scenario.tickets("incident")).isEmpty();
    assertThat(scenario.servicenow().javascriptSeen()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"ada.fulmer@example.com", "ada.fulmer", "Ada Fulmer"})
  void an_owner_is_found_by_email_user_name_or_name(String owner) {
    UUID assignment = assigned(owner);

    scenario.becomes(assignment, "open");

    String ada = sysIdOf("ada.fulmer");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("assigned_to", ada);
  }

  @Test
  void many_deliveries_may_look_the_same_owner_up_at_once() {
    scenario.servicenow().faults().latency(Duration.ofMillis(30));
    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < 12; i++) {
      findings
          .append(i == 0 ? "" : ",")
          .append(Scenario.finding("r" + i, "\"category\":\"Owned\""));
    }

    scenario.post(findings.append("]").toString()).statusCode(202);

    await().atMost(Duration.ofSeconds(20)).until(() -> scenario.tickets("incident").size() == 12);
    assertThat(scenario.tickets("incident"))
        .allSatisfy(
            ticket -> assertThat(ticket).containsEntry("assigned_to", sysIdOf("carla.mendes")));
    Scenario.caller()
        .get("/api/v1/assignments?status=parked")
        .then()
        .body("items.size()", org.hamcrest.Matchers.equalTo(0));
  }

  private String sysIdOf(String login) {
    return scenario.tickets("sys_user").stream()
        .filter(user -> user.get("user_name").equals(login))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private UUID assigned(String owner) {
    return UUID.fromString(
        Scenario.caller()
            .body(
                "{\"recommendation\":%s,\"integration\":\"snow\",\"assignedTo\":\"%s\"}"
                    .formatted(Scenario.finding("r-" + owner.hashCode(), ""), owner))
            .post("/api/v1/assignments")
            .then()
            .statusCode(201)
            .extract()
            .path("id"));
  }

  @Test
  void a_changed_owner_takes_a_parked_assignment_up_again() {
    UUID assignment = assigned("nobody@example.com");
    scenario.becomes(assignment, "parked");

    Scenario.caller()
        .body("{\"assignedTo\":\"ben.okafor\"}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(200);

    scenario.becomes(assignment, "open");
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("assigned_to", sysIdOf("ben.okafor"));
  }

  @Test
  void a_429_pauses_the_whole_integration_until_the_time_named_and_costs_no_attempt() {
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(600));
    UUID first = scenario.hears("r1");
    JsonPath limited = scenario.fails(first, "rate-limited");
    assertThat(limited.getInt("failure.attempts")).isZero();
    long calls = scenario.servicenow().calls().size();

    UUID second = scenario.hears("r2");
    scenario.waits(Duration.ofSeconds(590));
    await()
        .during(Duration.ofMillis(1500))
        .until(() -> scenario.servicenow().calls().size() == calls);

    scenario.waits(Duration.ofSeconds(15));
    scenario.becomes(first, "open");
    scenario.becomes(second, "open");
  }

  @Test
  void a_pause_that_another_replica_met_holds_here_too() {
    scenario.run(
        "insert into integration_state (name, paused_until, failures, changed_at) values ('snow', '%1$s', 1, now())"
                .formatted(new SettableClock().instant().plusSeconds(600))
            + " on conflict (name) do update set paused_until = excluded.paused_until, failures = 1");

    UUID assignment = scenario.hears("r1");
    await().during(Duration.ofMillis(1500)).until(() -> scenario.servicenow().calls().isEmpty());

    scenario.waits(Duration.ofSeconds(610));
    scenario.becomes(assignment, "open");
  }

  @Test
  void an_instance_that_is_away_for_ten_minutes_parks_nothing() {
    scenario.servicenow().faults().always(FaultKind.MAINTENANCE);
    List<UUID> assignments =
        List.of(
            scenario.hears("r1"), scenario.hears("r2"), scenario.hears("r3"), scenario.hears("r4"));
    scenario.fails(assignments.get(0), "asleep");

    for (int i = 0; i < 20; i++) {
      scenario.waits(Duration.ofSeconds(30));
      await().until(() -> scenario.servicenow().faults().remaining(FaultKind.MAINTENANCE) >= 0);
    }
    assignments.forEach(
        assignment ->
            assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("pending"));
    scenario.servicenow().faults().clear();

    scenario.waits(Duration.ofMinutes(5));
    assignments.forEach(
        assignment -> {
          scenario.goesOn();
          scenario.becomes(assignment, "open");
        });
    assertThat(scenario.tickets("incident")).hasSize(4);
  }

  @Test
  void calls_in_flight_are_bounded_and_carry_no_cookies() {
    scenario.servicenow().faults().latency(Duration.ofMillis(50));

    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < 40; i++) {
      findings.append(i == 0 ? "" : ",").append(Scenario.finding("r" + i, ""));
    }
    scenario.post(findings.append("]").toString()).statusCode(202);

    await().atMost(Duration.ofSeconds(20)).until(() -> scenario.tickets("incident").size() == 40);
    assertThat(scenario.servicenow().maxInFlight()).isLessThanOrEqualTo(4);
    assertThat(scenario.servicenow().cookiesReceived()).isZero();
  }

  @Test
  void a_refused_token_is_replaced_by_one_login() {
    UUID first = scenario.hasTicket("r1", "\"category\":\"OAuth\"");
    scenario.servicenow().faults().revokeTokens();

    UUID second = scenario.hasTicket("r2", "\"category\":\"OAuth\"");

    assertThat(scenario.ticket("incident", first)).isNotNull();
    assertThat(scenario.ticket("incident", second)).isNotNull();
    assertThat(scenario.assignment(second).getList("timeline.what")).doesNotContain("attempt");
  }

  @Test
  void credentials_that_are_refused_wait_and_are_not_parked() {
    scenario.servicenow().faults().always(FaultKind.UNAUTHORIZED);
    UUID assignment = scenario.hears("r1");

    JsonPath failed = scenario.fails(assignment, "not-authorized");

    assertThat(failed.getString("status")).isEqualTo("pending");
    assertThat(failed.getInt("failure.attempts")).isZero();
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(2));
    scenario.becomes(assignment, "open");
  }
}
