package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is what its body is, whatever a gateway on the way says of its type. */
@RopewayTest
class RelabelledAnswersTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    scenario.servicenow().faults().clear();
  }

  private void everyAnswerIsCalled(String type) {
    scenario.servicenow().faults().contentType(type);
  }

  private static JsonPath tested(String integration) {
    return Scenario.caller()
        .post("/api/v1/integrations/" + integration + "/test")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html;charset=UTF-8", "text/plain", "application/octet-stream", "", "x"})
  void JSON_is_read_as_JSON_by_a_create_a_poll_and_a_test(String type) {
    everyAnswerIsCalled(type);

    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), Map.of("state", "6"), "ada.fulmer");

    assertThat(scenario.syncs("snow").getInt("closed")).isEqualTo(1);
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(tested("snow").getString("verdict")).isEqualTo("ready");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/plain", "application/octet-stream", ""})
  void a_refusal_in_JSON_is_told_as_the_instance_said_it(String type) {
    everyAnswerIsCalled(type);
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.DATA_POLICY, FaultRule.next(1).on("POST", "incident"));

    UUID assignment = scenario.hears("r1");

    JsonPath parked = scenario.fails(assignment, "data-policy");
    assertThat(parked.getString("status")).isEqualTo("parked");
    assertThat(parked.getString("failure.detail")).contains("Resolution code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/plain", ""})
  void tokens_are_read_whatever_their_type_says(String type) {
    everyAnswerIsCalled(type);
    scenario.servicenow().faults().revokeTokens();

    UUID assignment = scenario.hasTicket("o1", "\"category\":\"OAuth\"");

    assertThat(scenario.assignment(assignment).getString("ticket.number")).startsWith("INC");
    assertThat(tested("oauth").getString("verdict")).isEqualTo("ready");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json;charset=UTF-8", "text/html", "text/plain", "application/x", ""})
  void a_page_of_an_instance_that_hibernates_is_told_as_such(String type) {
    UUID open = scenario.hasTicket("r1");
    everyAnswerIsCalled(type);
    scenario.servicenow().faults().always(FaultKind.HIBERNATING);

    String said =
        Scenario.caller()
            .post("/api/v1/integrations/snow/sync")
            .then()
            .statusCode(502)
            .extract()
            .path("detail");
    assertThat(said).contains("hibernating");
    JsonPath report = tested("snow");
    assertThat(report.getString("verdict")).isEqualTo("asleep");
    UUID waiting = scenario.hears("r2");
    assertThat(scenario.fails(waiting, "asleep").getString("failure.detail"))
        .contains("hibernating");

    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(30));
    scenario.becomes(waiting, "open");
    assertThat(scenario.assignment(open).getString("status")).isEqualTo("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;charset=UTF-8", "text/html", ""})
  void a_page_in_the_place_of_tokens_is_told_as_such(String type) {
    everyAnswerIsCalled(type);
    scenario.servicenow().faults().revokeTokens();
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.HIBERNATING, FaultRule.always().on("POST", Faults.TOKENS));

    UUID waiting = scenario.hears("o1", "\"category\":\"OAuth\"");

    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(waiting).getString("failure.detail"))
                    .contains("the instance is hibernating or restarting"));
  }
}
