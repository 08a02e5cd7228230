package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.FreePort;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.scenarios.Packaged;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets of the packaged program, and what it makes of every way in which making one fails. */
@QuarkusIntegrationTest
@QuarkusTestResource(TestEnvironment.class)
class DeliveryIT {

  @BeforeEach
  void the_program_is_ready() {
    Packaged.isReady();
  }

  @AfterEach
  void the_instance_is_well_again() {
    TestEnvironment.sandbox().faults().clear();
  }

  @ParameterizedTest
  @CsvSource({"incident", "problem", "change_request", "alert"})
  void a_ticket_of_each_kind_is_made_and_ended_when_its_finding_heals(String type) {
    Packaged.integration("kinds", TestEnvironment.sandbox().url());
    String id = Packaged.assign("kinds", "kind-" + type, ",\"ticketType\":\"" + type + "\"");

    JsonPath open = Packaged.becomes(id, "open");

    String table = type.equals("alert") ? "em_alert" : type;
    assertThat(open.getString("ticket.table")).isEqualTo(table);
    assertThat(TestEnvironment.sandbox().row(table, open.getString("ticket.sysId")))
        .containsValue(type.equals("alert") ? "ropeway-alert:" + id : id);
    Packaged.withdraw(id);
    Packaged.becomes(id, "withdrawn");
  }

  @Test
  void what_people_do_to_a_ticket_comes_back() {
    Packaged.integration("people", TestEnvironment.sandbox().url());
    String id = Packaged.assign("people", "people-1", ",\"assignedTo\":\"carla.mendes\"");
    String sysId = Packaged.becomes(id, "open").getString("ticket.sysId");

    TestEnvironment.sandbox()
        .update(
            "incident",
            sysId,
            Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done"),
            "ada.fulmer");
    Scenario.caller().post("/api/v1/integrations/people/sync").then().statusCode(200);

    assertThat(Packaged.becomes(id, "closed").getString("ticket.stateLabel")).isEqualTo("Resolved");
    assertThat(Packaged.assignment(id).getList("timeline.what")).contains("created", "closed");
  }

  /** Every row of the failure table that an answer of the instance can lead to. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "RATE_LIMITED, rate-limited",
    "BUSY, crowded",
    "UNAUTHORIZED, not-authorized",
    "HIBERNATING, asleep",
    "MAINTENANCE, asleep",
    "BAD_GATEWAY, asleep",
    "LOGIN_PAGE, asleep",
    "REDIRECT, asleep",
    "IP_FILTERED, asleep",
    "TIMEOUT, no-answer",
    "DROP, no-answer",
    "COMMIT_THEN_DROP, no-answer",
    "COMMIT_THEN_ERROR, server-error",
    "SERVER_ERROR, server-error",
    "COMMIT_THEN_BROKEN_JSON, unreadable",
    "EMPTY_ANSWER, unreadable",
    "ACCEPTED_NOT_EXECUTED, dropped",
    "FORBIDDEN_AFTER_CREATE, maybe-hidden",
    "CROSS_SCOPE, maybe-hidden",
    "INSERT_DENIED, not-allowed",
    "DATA_POLICY, data-policy",
    "BUSINESS_RULE, business-rule"
  })
  void a_failure_of_the_instance_is_told_by_its_name(FaultKind fault, String reason) {
    String name = "f-" + fault.key();
    Packaged.integration(name, TestEnvironment.sandbox().url());
    TestEnvironment.sandbox().faults().set(fault, FaultRule.always().on("POST", "incident"));

    String id = Packaged.assign(name, name, "");

    assertThat(Packaged.fails(id, reason).getString("failure.advice")).isNotBlank();
    Packaged.disable(name);
  }

  @Test
  void an_instance_that_is_not_there_is_unreachable() {
    Packaged.integration("nowhere", URI.create("http://127.0.0.1:" + FreePort.any()));
    Packaged.fails(Packaged.assign("nowhere", "nowhere", ""), "unreachable");
    Packaged.disable("nowhere");
  }

  @Test
  void an_instance_whose_certificate_nobody_vouches_for_is_not_trusted() {
    try (Sandbox instance =
        Sandbox.start(
            SandboxSettings.defaults()
                .withTls(
                    TestEnvironment.stores().serverKeys(),
                    TestEnvironment.stores().serverTrust(),
                    TestStores.PASSWORD))) {
      Packaged.integration("stranger", instance.url());
      Packaged.fails(Packaged.assign("stranger", "stranger", ""), "not-trusted");
      Packaged.disable("stranger");
    }
  }

  @Test
  void an_owner_whom_the_instance_does_not_know_is_an_unresolved_reference() {
    Packaged.integration("owners", TestEnvironment.sandbox().url());
    String id = Packaged.assign("owners", "owner", ",\"assignedTo\":\"nobody@example.com\"");
    Packaged.fails(id, "unresolved-reference");
    Scenario.caller()
        .body("{\"assignedTo\":\"carla.mendes\"}")
        .patch("/api/v1/assignments/" + id)
        .then()
        .statusCode(200);
    Packaged.becomes(id, "open");
  }

  @Test
  void a_ticket_that_is_gone_closes_its_assignment() {
    Packaged.integration("gone", TestEnvironment.sandbox().url());
    String id = Packaged.assign("gone", "gone", "");
    String sysId = Packaged.becomes(id, "open").getString("ticket.sysId");
    TestEnvironment.sandbox().faults().hide(List.of(sysId));

    Scenario.caller()
        .body("{\"shortDescription\":\"Said otherwise\"}")
        .patch("/api/v1/assignments/" + id)
        .then()
        .statusCode(200);

    Packaged.becomes(id, "closed");
  }
}
