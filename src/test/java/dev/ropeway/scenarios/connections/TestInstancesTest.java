package dev.ropeway.scenarios.connections;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ropeway.assignment.HeldAssignments;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An integration with a test environment: what it writes says so, and can wait for a person. */
@RopewayTest
class TestInstancesTest {

  private static final String TEST = "\"environment\":\"test\"";
  private static final String HOLDING = TEST + ",\"holdTest\":true";
  private static final String MADE = "\"category\":\"Made\"";

  @Inject Scenario scenario;
  @Inject HeldAssignments held;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private String shortDescription(UUID assignment) {
    return scenario.ticket("incident", assignment).get("short_description");
  }

  private void raises(String id) {
    scenario.post(Scenario.finding(id, MADE).replace("\"high\"", "\"critical\"")).statusCode(202);
  }

  private void waitsFor(UUID assignment, String title) {
    await().untilAsserted(() -> assertThat(shortDescription(assignment)).isEqualTo(title));
  }

  @Test
  void its_tickets_begin_with_test_and_answers_and_pages_show_it() {
    MadeIntegration.basic(TEST).statusCode(201).body("environment", equalTo("test"));

    UUID tried = scenario.hasTicket("a", MADE);
    UUID real = scenario.hasTicket("b");

    assertThat(shortDescription(tried)).isEqualTo("[Test] [High] MFA should be enabled");
    assertThat(shortDescription(real)).isEqualTo("[High] MFA should be enabled");
    assertThat(scenario.assignment(tried).getString("environment")).isEqualTo("test");
    assertThat(scenario.assignment(real).getString("environment")).isEqualTo("production");
    given()
        .header("X-API-Key", TestEnvironment.KEY)
        .get("/assignments")
        .then()
        .body(containsString("made <span class=\"sub\">test</span>"));
  }

  @Test
  void a_ticket_follows_when_the_environment_changes_unless_a_person_edited_it() {
    MadeIntegration.basic("\"environment\":\"production\"").statusCode(201);
    UUID ours = scenario.hasTicket("a", MADE);
    UUID theirs = scenario.hasTicket("b", MADE);
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(theirs),
            Map.of("short_description", "Mine"),
            "carla.mendes");

    MadeIntegration.basic(TEST).statusCode(200);
    assertThat(shortDescription(ours)).isEqualTo("[High] MFA should be enabled");
    raises("a");
    raises("b");

    waitsFor(ours, "[Test] [Critical] MFA should be enabled");
    await()
        .untilAsserted(
            () -> assertThat(scenario.ticket("incident", theirs)).containsEntry("urgency", "1"));
    assertThat(shortDescription(theirs)).isEqualTo("Mine");
  }

  @Test
  void it_can_hold_new_tickets_until_a_person_releases_them() {
    MadeIntegration.basic(HOLDING).statusCode(201).body("holdTest", equalTo(true));
    MadeIntegration.becomes("connected");

    UUID assignment = scenario.hears("a", MADE);
    UUID byHand =
        UUID.fromString(
            Scenario.caller()
                .body(
                    "{\"integration\":\"made\",\"recommendation\":{\"id\":\"h\",\"title\":\"t\"}}")
                .post("/api/v1/assignments")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id"));
    scenario.waits(Duration.ofDays(2));
    assertThat(held.releaseDue()).isZero();

    Scenario.caller().get("/api/v1/assignments?held=true").then().body("items", hasSize(2));
    JsonPath waiting = scenario.assignment(assignment);
    assertThat(waiting.getString("status")).isEqualTo("pending");
    assertThat(waiting.getString("heldSince")).isNotNull();
    assertThat(waiting.getList("timeline.what")).containsExactly("accepted", "held");
    assertThat(waiting.getString("timeline[1].detail")).contains("made is a test environment");
    assertThat(scenario.assignment(byHand).getList("timeline.what"))
        .containsExactly("accepted", "held");
    assertThat(scenario.tickets("incident")).isEmpty();

    Scenario.caller().post("/api/v1/assignments/" + assignment + "/release").then().statusCode(200);
    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.assignment(byHand).getString("status")).isEqualTo("pending");
  }

  @Test
  void what_is_healthy_before_it_is_released_gets_no_ticket() {
    MadeIntegration.basic(HOLDING).statusCode(201);
    UUID assignment = scenario.hears("a", MADE);

    scenario.post(Scenario.finding("a", MADE + ",\"state\":\"healthy\"")).statusCode(202);

    scenario.becomes(assignment, "closed");
    assertThat(scenario.tickets("incident")).isEmpty();
  }

  @Test
  void a_rules_daily_limit_neither_counts_nor_releases_what_a_test_environment_holds() {
    MadeIntegration.basic(HOLDING).statusCode(201);
    Scenario.caller()
        .body(
            "{\"integration\":\"made\",\"priority\":1,\"maxNewPerDay\":1,\"match\":{\"category\":[\"Few\"]}}")
        .put("/api/v1/rules/few")
        .then()
        .statusCode(201);
    try {
      scenario.hears("a", "\"category\":\"Few\"");
      scenario.hears("b", "\"category\":\"Few\"");

      scenario.waits(Duration.ofDays(1));
      assertThat(held.releaseDue()).isZero();

      Scenario.caller().get("/api/v1/assignments?held=true").then().body("items", hasSize(2));
      assertThat(scenario.count("select count(*) from rule_day where rule = '%s'", "few")).isZero();
      Scenario.caller()
          .post("/api/v1/assignments/release?rule=few")
          .then()
          .body("released", equalTo(2));
    } finally {
      Scenario.caller().delete("/api/v1/rules/few").then().statusCode(204);
    }
  }

  @Test
  void only_a_test_environment_holds() {
    MadeIntegration.basic("\"holdTest\":true")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/holdTest"));
  }
}
