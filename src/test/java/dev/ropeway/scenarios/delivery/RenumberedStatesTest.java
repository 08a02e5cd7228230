package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.CustomTable.State;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody renumbers the states of a table whose ticket type leaves them to the instance. */
@RopewayTest
class RenumberedStatesTest {

  private static final String TYPE = "/api/v1/ticket-types/finding_task";
  private static final String RULE = "/api/v1/rules/finding-tasks";
  private static final String TABLE = "u_finding_task";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
    hasStates(
        State.open("1", "Open"),
        State.open("2", "In Progress"),
        State.open("5", "On Hold"),
        State.closed("6", "Resolved"),
        State.closed("8", "Canceled"));
    Scenario.caller().post("/api/v1/integrations/snow/sync?what=choices").then().statusCode(200);
    Scenario.caller()
        .body("{\"table\":\"u_finding_task\"}")
        .put(TYPE + "?integration=snow")
        .then()
        .statusCode(201);
    Scenario.caller()
        .body(
            """
            {"priority":6,"integration":"snow","ticketType":"finding_task","match":{"source":["scanner"]}}
            """)
        .put(RULE)
        .then()
        .statusCode(201);
  }

  @AfterEach
  void forget() {
    scenario.run("delete from assignment");
    Scenario.caller().delete(RULE);
    Scenario.caller().delete(TYPE);
  }

  /** The list that Ropeway read before is not the newest, and still good enough to be used. */
  private void hasStates(State... states) {
    scenario.servicenow().define(TABLE, CustomTable.named("Finding task", "FT").withStates(states));
    SettableClock.advance(Duration.ofSeconds(20));
  }

  private void areRenumbered() {
    hasStates(
        State.open("10", "Open"),
        State.open("20", "In Progress"),
        State.open("50", "On Hold"),
        State.closed("60", "Resolved"),
        State.closed("80", "Canceled"));
  }

  private UUID hears(String id, String state) {
    SettableClock.advance(Duration.ofSeconds(1));
    String assignment =
        scenario
            .post(
                "{\"id\":\"%s\",\"title\":\"t\",\"source\":\"scanner\",\"state\":\"%s\",\"stateChangedAt\":\"%s\"}"
                    .formatted(id, state, new SettableClock().instant()))
            .statusCode(202)
            .extract()
            .path("results[0].assignment.id");
    return UUID.fromString(assignment);
  }

  private UUID isThere(String id) {
    UUID assignment = hears(id, "unhealthy");
    scenario.becomes(assignment, "open");
    return assignment;
  }

  private String stateOf(UUID assignment) {
    return scenario.ticket(TABLE, assignment).get("state");
  }

  @Test
  void a_ticket_is_resolved_with_the_state_that_is_called_so_now() {
    List<UUID> assignments = Stream.of("a", "b", "c", "d", "e").map(this::isThere).toList();
    areRenumbered();

    Stream.of("a", "b", "c", "d", "e").forEach(id -> hears(id, "healthy"));

    for (UUID assignment : assignments) {
      assertThat(scenario.becomes(assignment, "closed").getString("closeReason"))
          .isEqualTo("the recommendation is healthy");
      assertThat(stateOf(assignment)).isEqualTo("60");
    }
    assertThat(scenario.tickets(TABLE)).hasSize(5);
  }

  @Test
  void a_number_that_means_something_else_now_is_not_written() {
    UUID assignment = isThere("a");
    hasStates(
        State.open("1", "Open"),
        State.open("2", "In Progress"),
        State.open("6", "On Hold"),
        State.closed("7", "Resolved"),
        State.closed("8", "Canceled"));
    SettableClock.advance(Duration.ofMinutes(2));

    hears("a", "healthy");

    scenario.becomes(assignment, "closed");
    assertThat(stateOf(assignment)).isEqualTo("7");
    assertThat(scenario.assignment(assignment).getString("ticket.stateLabel"))
        .isEqualTo("Resolved");
  }

  @Test
  void a_ticket_whose_state_was_renumbered_is_reopened() {
    UUID assignment = isThere("a");
    hears("a", "healthy");
    scenario.becomes(assignment, "closed");
    areRenumbered();
    scenario
        .servicenow()
        .update(TABLE, scenario.sysId(assignment), Map.of("state", "60"), "ada.fulmer");

    assertThat(isThere("a")).isEqualTo(assignment);

    await().untilAsserted(() -> assertThat(stateOf(assignment)).isEqualTo("20"));
    assertThat(scenario.tickets(TABLE)).hasSize(1);
  }

  @Test
  void where_no_state_is_called_resolved_any_more_the_assignment_says_what_to_do() {
    UUID assignment = isThere("a");
    hasStates(State.open("1", "Open"), State.open("2", "Wartet"), State.closed("9", "Erledigt"));

    hears("a", "healthy");

    scenario.becomes(assignment, "parked");
    assertThat(scenario.assignment(assignment).getString("failure.detail"))
        .contains("no state of u_finding_task is called resolved or closed: set resolve.state");

    Scenario.caller()
        .body(
            """
            {"table":"u_finding_task","states":{"over":["9"]},"resolve":{"state":"9"},"cancel":{"state":"9"}}
            """)
        .put(TYPE + "?integration=snow")
        .then()
        .statusCode(200);
    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);

    scenario.becomes(assignment, "closed");
    assertThat(stateOf(assignment)).isEqualTo("9");
  }
}
