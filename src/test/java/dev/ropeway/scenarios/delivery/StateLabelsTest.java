package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read where a ticket's state is shown (A07, B31). */
@RopewayTest
class StateLabelsTest {

  private static final String NO_POLLS =
      "\"sync\":{\"cron\":\"0 0 0 1 1 ? 2099\",\"reconcileCron\":\"0 0 0 1 1 ? 2099\"}";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private UUID hasTicketOfMade(String more) {
    MadeIntegration.basic(NO_POLLS + more).statusCode(201);
    return scenario.hasTicket("m1", "\"category\":\"Made\"");
  }

  private JsonPath becomes(UUID assignment, String state) {
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("state", state, "close_code", "Solution provided", "close_notes", "done"),
            "ada.fulmer");
    return scenario.syncs("made");
  }

  private void adds(String value, String label) {
    scenario
        .servicenow()
        .insert(
            "sys_choice",
            Map.of(
                "name",
                "incident",
                "element",
                "state",
                "value",
                value,
                "label",
                label,
                "inactive",
                "false",
                "language",
                "en",
                "sequence",
                "99"));
  }

  private long choiceCalls() {
    return scenario.servicenow().callCount("GET", "sys_choice");
  }

  @Test
  void a_state_that_was_added_after_the_list_was_read_has_its_label_with_the_next_poll() {
    UUID assignment = hasTicketOfMade("");
    becomes(assignment, "2");
    long before = choiceCalls();
    becomes(assignment, "3");
    assertThat(choiceCalls()).as("known states cost no call").isEqualTo(before);
    adds("21", "Waiting for snow");
    adds("22", "Closed by the avalanche");

    becomes(assignment, "21");

    assertThat(scenario.assignment(assignment).getString("ticket.stateLabel"))
        .isEqualTo("Waiting for snow");
    assertThat(choiceCalls()).isEqualTo(before + 1);
    assertThat(becomes(assignment, "22").getInt("closed")).as("its label says so").isEqualTo(1);
    becomes(assignment, "31");
    assertThat(choiceCalls()).as("at most once a minute").isEqualTo(before + 1);
    assertThat(scenario.assignment(assignment).getString("ticket.stateLabel")).isEqualTo("31");
  }

  @Test
  void a_renamed_state_is_shown_by_its_new_name_and_means_what_it_meant() {
    UUID assignment =
        hasTicketOfMade(
            ",\"stateLabels\":{\"incident\":{\"2\":\"Being worked on\",\"6\":\"Done\"}}");
    becomes(assignment, "2");

    JsonPath open = scenario.assignment(assignment);
    assertThat(open.getString("ticket.stateLabel")).isEqualTo("Being worked on");
    assertThat(open.getString("ticket.state")).isEqualTo("2");
    assertThat(open.getList("timeline.detail")).contains("state: Being worked on");
    assertThat(page(assignment)).contains("Being worked on").doesNotContain("In Progress");
    assertThat(becomes(assignment, "6").getInt("closed")).as("Done is resolved").isEqualTo(1);
    JsonPath closed = scenario.assignment(assignment);
    assertThat(closed.getString("ticket.stateLabel")).isEqualTo("Done");
    assertThat(closed.getString("closeReason")).isEqualTo("the ticket is Done");
    assertThat(MadeIntegration.shown().getString("stateLabels.incident.2"))
        .isEqualTo("Being worked on");

    MadeIntegration.basic(NO_POLLS + ",\"stateLabels\":{}").statusCode(200);
    assertThat(scenario.assignment(assignment).getString("ticket.stateLabel"))
        .as("at once")
        .isEqualTo("Resolved");
  }

  private static ValidatableResponse labels(String type, String labels) {
    return Scenario.caller()
        .body(labels.replace('\'', '"'))
        .put(MadeIntegration.URL + "/state-labels/" + type)
        .then();
  }

  @Test
  void labels_are_changed_alone_for_one_ticket_type() {
    UUID assignment =
        hasTicketOfMade(
            ",\"stateLabels\":{\"incident\":{\"6\":\"Done\"},\"problem\":{\"1\":\"Fresh\"}}");
    becomes(assignment, "2");
    String state = MadeIntegration.shown().getString("status.state");

    labels("incident", "{'2':'Being worked on'}").statusCode(200);

    assertThat(scenario.assignment(assignment).getString("ticket.stateLabel"))
        .isEqualTo("Being worked on");
    JsonPath shown = MadeIntegration.shown();
    assertThat(shown.getMap("stateLabels.incident")).isEqualTo(Map.of("2", "Being worked on"));
    assertThat(shown.getMap("stateLabels.problem")).isEqualTo(Map.of("1", "Fresh"));
    assertThat(shown.<String>getList("auth.secrets")).contains("password");
    assertThat(shown.getString("status.state")).isEqualTo(state);
    scenario.syncs("made");

    labels("incident", "{}").statusCode(200);
    assertThat(MadeIntegration.shown().getMap("stateLabels")).containsOnlyKeys("problem");
  }

  @Test
  void what_is_no_label_or_no_ticket_type_is_refused() {
    MadeIntegration.basic(NO_POLLS).statusCode(201);

    labels("incident", "{'1':' '}").statusCode(400).body("errors[0].pointer", equalTo("/1"));
    labels("incident", "{'1':7}").statusCode(400).body("errors[0].pointer", equalTo("/1"));
    labels("event", "{}").statusCode(400).body("errors[0].pointer", equalTo("ticketType"));
    Scenario.caller()
        .body("{}")
        .put("/api/v1/integrations/nowhere/state-labels/incident")
        .then()
        .statusCode(404);
    Scenario.caller()
        .body("{}")
        .put("/api/v1/integrations/snow/state-labels/incident")
        .then()
        .statusCode(409);
  }

  private static String page(UUID assignment) {
    return Scenario.caller()
        .accept("text/html")
        .get("/assignments/" + assignment)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'task':{'1':'x'}} | /stateLabels/task",
        "{'incident':{'1':' '}} | /stateLabels/incident/1",
        "{'incident':'New'} | /stateLabels/incident"
      })
  void a_name_for_nothing_is_refused_by_its_place(String labels, String pointer) {
    MadeIntegration.basic("\"stateLabels\":" + labels.replace('\'', '"'))
        .statusCode(400)
        .body("errors[0].pointer", equalTo(pointer));
  }
}
