package dev.ropeway.journeys.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.journeys.Rope;
import dev.ropeway.journeys.RopewayTest;
import dev.ropeway.journeys.SettableClock;
import dev.ropeway.sandbox.faults.Fault;
import dev.ropeway.sandbox.faults.FaultRule;
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

  @Inject Rope rope;

  @BeforeEach
  void start() {
    rope.isNew();
  }

  @ParameterizedTest
  @CsvSource({
    "DATA_POLICY, data-policy",
    "BUSINESS_RULE, business-rule",
    "INSERT_DENIED, not-allowed"
  })
  void what_cannot_succeed_as_it_is_is_parked_with_advice_and_retried_on_demand(
      Fault fault, String reason) {
    rope.servicenow().faults().next(fault, 1);
    UUID assignment = rope.hears("r1");

    JsonPath parked = rope.becomes(assignment, "parked");

    assertThat(parked.getString("failure.reason")).isEqualTo(reason);
    assertThat(parked.getString("failure.detail")).startsWith("403");
    assertThat(parked.getString("failure.advice")).endsWith("retry.");
    assertThat(parked.getString("failure.nextAttemptAt")).isNull();

    Rope.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);
    assertThat(rope.becomes(assignment, "open").getString("failure")).isNull();
    assertThat(rope.tickets("incident")).hasSize(1);
  }

  @Test
  void an_assignment_that_cannot_be_read_is_parked_and_does_not_hold_up_the_others() {
    rope.servicenow().faults().set(Fault.RATE_LIMITED, FaultRule.next(1).retryAfter(60));
    UUID broken = rope.hears("r1");
    rope.fails(broken, "rate-limited");
    rope.run(
        "update assignment set goal = 'open', ticket_type = 'sys_user' where id = '"
            + broken
            + "'");
    UUID sound = rope.hears("r2");

    rope.waits(Duration.ofMinutes(2));

    rope.becomes(sound, "open");
    rope.run("update assignment set ticket_type = 'incident' where id = '" + broken + "'");
    assertThat(rope.becomes(broken, "parked").getString("failure.reason")).isEqualTo("internal");
  }

  @Test
  void everything_parked_that_a_filter_means_is_retried_at_once() {
    rope.servicenow().faults().next(Fault.DATA_POLICY, 3);
    List<UUID> parked = List.of(rope.hears("r1"), rope.hears("r2"), rope.hears("r3"));
    parked.forEach(assignment -> rope.becomes(assignment, "parked"));

    int retried =
        Rope.caller()
            .post("/api/v1/assignments/retry?integration=snow&severity=high")
            .then()
            .statusCode(200)
            .extract()
            .path("retried");

    assertThat(retried).isEqualTo(3);
    parked.forEach(assignment -> rope.becomes(assignment, "open"));
  }

  @ParameterizedTest
  @CsvSource({
    "nobody@example.com, no active user is",
    "frank.former, is inactive",
    "oncall@example.com, several could be",
    "javascript:gs.getUserID(), cannot be looked up",
    "a^ORDERBYname, cannot be looked up"
  })
  void an_owner_who_is_not_exactly_one_user_is_parked_with_the_candidates_named(
      String owner, String said) {
    UUID assignment = assigned(owner);

    JsonPath parked = rope.becomes(assignment, "parked");

    assertThat(parked.getString("failure.reason")).isEqualTo("unresolved-reference");
    assertThat(parked.getString("failure.detail")).contains(said);
    assertThat(rope.tickets("incident")).isEmpty();
    assertThat(rope.servicenow().javascriptSeen()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"ada.fulmer@example.com", "ada.fulmer", "Ada Fulmer"})
  void an_owner_is_found_by_email_user_name_or_name(String owner) {
    UUID assignment = assigned(owner);

    rope.becomes(assignment, "open");

    String ada = sysIdOf("ada.fulmer");
    assertThat(rope.ticket("incident", assignment)).containsEntry("assigned_to", ada);
  }

  @Test
  void many_deliveries_may_look_the_same_owner_up_at_once() {
    rope.servicenow().faults().latency(Duration.ofMillis(30));
    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < 12; i++) {
      findings.append(i == 0 ? "" : ",").append(Rope.finding("r" + i, "\"category\":\"Owned\""));
    }

    rope.post(findings.append("]").toString()).statusCode(202);

    await().atMost(Duration.ofSeconds(20)).until(() -> rope.tickets("incident").size() == 12);
    assertThat(rope.tickets("incident"))
        .allSatisfy(
            ticket -> assertThat(ticket).containsEntry("assigned_to", sysIdOf("carla.mendes")));
    Rope.caller()
        .get("/api/v1/assignments?status=parked")
        .then()
        .body("items.size()", org.hamcrest.Matchers.equalTo(0));
  }

  private String sysIdOf(String login) {
    return rope.tickets("sys_user").stream()
        .filter(user -> user.get("user_name").equals(login))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private UUID assigned(String owner) {
    return UUID.fromString(
        Rope.caller()
            .body(
                "{\"recommendation\":%s,\"integration\":\"snow\",\"assignedTo\":\"%s\"}"
                    .formatted(Rope.finding("r-" + owner.hashCode(), ""), owner))
            .post("/api/v1/assignments")
            .then()
            .statusCode(201)
            .extract()
            .path("id"));
  }

  @Test
  void a_changed_owner_takes_a_parked_assignment_up_again() {
    UUID assignment = assigned("nobody@example.com");
    rope.becomes(assignment, "parked");

    Rope.caller()
        .body("{\"assignedTo\":\"ben.okafor\"}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(200);

    rope.becomes(assignment, "open");
    assertThat(rope.ticket("incident", assignment))
        .containsEntry("assigned_to", sysIdOf("ben.okafor"));
  }

  @Test
  void a_429_pauses_the_whole_integration_until_the_time_named_and_costs_no_attempt() {
    rope.servicenow().faults().set(Fault.RATE_LIMITED, FaultRule.next(1).retryAfter(600));
    UUID first = rope.hears("r1");
    JsonPath limited = rope.fails(first, "rate-limited");
    assertThat(limited.getInt("failure.attempts")).isZero();
    long calls = rope.servicenow().calls().size();

    UUID second = rope.hears("r2");
    rope.waits(Duration.ofSeconds(590));
    await().during(Duration.ofMillis(1500)).until(() -> rope.servicenow().calls().size() == calls);

    rope.waits(Duration.ofSeconds(15));
    rope.becomes(first, "open");
    rope.becomes(second, "open");
  }

  @Test
  void a_pause_that_another_replica_met_holds_here_too() {
    rope.run(
        "insert into integration_state (name, paused_until, failures, changed_at) values ('snow', '%1$s', 1, now())"
                .formatted(new SettableClock().instant().plusSeconds(600))
            + " on conflict (name) do update set paused_until = excluded.paused_until, failures = 1");

    UUID assignment = rope.hears("r1");
    await().during(Duration.ofMillis(1500)).until(() -> rope.servicenow().calls().isEmpty());

    rope.waits(Duration.ofSeconds(610));
    rope.becomes(assignment, "open");
  }

  @Test
  void an_instance_that_is_away_for_ten_minutes_parks_nothing() {
    rope.servicenow().faults().always(Fault.MAINTENANCE);
    List<UUID> assignments =
        List.of(rope.hears("r1"), rope.hears("r2"), rope.hears("r3"), rope.hears("r4"));
    rope.fails(assignments.get(0), "asleep");

    for (int i = 0; i < 20; i++) {
      rope.waits(Duration.ofSeconds(30));
      await().until(() -> rope.servicenow().faults().remaining(Fault.MAINTENANCE) >= 0);
    }
    assignments.forEach(
        assignment ->
            assertThat(rope.assignment(assignment).getString("status")).isEqualTo("pending"));
    rope.servicenow().faults().clear();

    rope.waits(Duration.ofMinutes(5));
    assignments.forEach(
        assignment -> {
          rope.goesOn();
          rope.becomes(assignment, "open");
        });
    assertThat(rope.tickets("incident")).hasSize(4);
  }

  @Test
  void calls_in_flight_are_bounded_and_carry_no_cookies() {
    rope.servicenow().faults().latency(Duration.ofMillis(50));

    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < 40; i++) {
      findings.append(i == 0 ? "" : ",").append(Rope.finding("r" + i, ""));
    }
    rope.post(findings.append("]").toString()).statusCode(202);

    await().atMost(Duration.ofSeconds(20)).until(() -> rope.tickets("incident").size() == 40);
    assertThat(rope.servicenow().maxInFlight()).isLessThanOrEqualTo(4);
    assertThat(rope.servicenow().cookiesReceived()).isZero();
  }

  @Test
  void a_refused_token_is_replaced_by_one_login() {
    UUID first = rope.hasTicket("r1", "\"category\":\"OAuth\"");
    rope.servicenow().faults().revokeTokens();

    UUID second = rope.hasTicket("r2", "\"category\":\"OAuth\"");

    assertThat(rope.ticket("incident", first)).isNotNull();
    assertThat(rope.ticket("incident", second)).isNotNull();
    assertThat(rope.assignment(second).getList("timeline.what")).doesNotContain("attempt");
  }

  @Test
  void credentials_that_are_refused_wait_and_are_not_parked() {
    rope.servicenow().faults().always(Fault.UNAUTHORIZED);
    UUID assignment = rope.hears("r1");

    JsonPath failed = rope.fails(assignment, "not-authorized");

    assertThat(failed.getString("status")).isEqualTo("pending");
    assertThat(failed.getInt("failure.attempts")).isZero();
    rope.servicenow().faults().clear();
    rope.waits(Duration.ofMinutes(2));
    rope.becomes(assignment, "open");
  }
}
