package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.store.Json;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that would lead elsewhere in a path, or end a condition of a query, do neither. */
@RopewayTest
class BadNamesTest {

  private static final String RULE = "/api/v1/rules/named";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void forget() {
    Scenario.caller().delete(RULE);
  }

  private static ValidatableResponse rule(String more) {
    return Scenario.caller()
        .body("{\"priority\":7,\"integration\":\"snow\"" + more + "}")
        .put(RULE)
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../package", "package^active=true", "package/../cve", "^", "..", "tag:"})
  void a_criterion_of_groups_that_is_none_is_refused_by_its_place(String name) {
    rule(",\"groupBy\":[\"package\"," + Json.write(name) + "]")
        .statusCode(400)
        .body("errors[0].pointer", containsString("/groupBy"));
    Scenario.caller().get(RULE).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../incident", "incident^active=true", "incident/../problem", "^", "Incident"})
  void a_ticket_type_that_is_none_is_refused_wherever_it_is_named(String name) {
    rule(",\"ticketType\":" + Json.write(name))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/ticketType"));
    Scenario.caller()
        .body(
            "{\"recommendation\":{\"id\":\"x\",\"title\":\"t\"},\"integration\":\"snow\",\"ticketType\":"
                + Json.write(name)
                + "}")
        .post("/api/v1/assignments")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/ticketType"));
    for (String list : List.of("assignments", "integrations")) {
      Scenario.caller()
          .queryParam("ticketType", name)
          .get("/api/v1/" + list)
          .then()
          .statusCode(400)
          .body("detail", containsString("ticketType"));
    }
    assertThat(scenario.servicenow().calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, rules/..%2F..%2Fapi-keys, 400",
    "PUT, rules/a%5Eb, 400",
    "GET, integrations/snow/mappings/..%2Fincident, 404",
    "GET, integrations/snow/mappings/incident%5Eactive=true, 404",
    "PUT, integrations/snow/mappings/incident%5Ex, 404",
    "GET, integrations/..%2Fsnow, 404",
    "DELETE, ticket-types/..%2Fincident, 404",
    "GET, ticket-types/incident%5Eactive=true, 404",
    "GET, assignments/..%2F..%2Frules, 404"
  })
  void a_name_in_a_path_leads_nowhere_else(String verb, String path, int status) {
    Scenario.caller()
        .urlEncodingEnabled(false)
        .body("{\"priority\":7,\"integration\":\"snow\"}")
        .request(verb, "/api/v1/" + path)
        .then()
        .statusCode(status)
        .contentType("application/problem+json");
    assertThat(scenario.servicenow().calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "assignments, integration",
    "assignments, rule",
    "assignments, assignedTo",
    "assignments, recommendation",
    "assignments, text",
    "integrations, text",
    "rules, integration"
  })
  void a_filter_finds_what_is_called_so_and_nothing_else(String list, String filter) {
    scenario.hasTicket("a");
    for (String value : List.of("../", "^ORactive=true", "%", "' or 1=1 --", "snow^")) {
      Scenario.caller()
          .queryParam(filter, value)
          .get("/api/v1/" + list)
          .then()
          .statusCode(200)
          .body("items", empty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../", "^", "1 or 1=1", "01a1fcb3"})
  void an_id_of_an_assignment_that_is_none_is_refused(String value) {
    Scenario.caller()
        .queryParam("assignment", value)
        .get("/api/v1/recommendations")
        .then()
        .statusCode(400)
        .body("detail", containsString("must be an id such as"));
  }

  @Test
  void values_that_are_grouped_may_have_any_characters() {
    rule(",\"match\":{\"source\":[\"scanner\"]},\"groupBy\":[\"package\",\"tag:own^er\"]")
        .statusCode(201);
    UUID caret = hears("a", "x^ORactive=true", "../ada");
    UUID pipe = hears("b", "x^ORactive=true", "../ada|package=y");
    UUID same = hears("c", "X^oractive=TRUE", "../ADA");

    assertThat(same).isEqualTo(caret);
    assertThat(pipe).isNotEqualTo(caret);
    scenario.becomes(caret, "open");
    scenario.becomes(pipe, "open");
    assertThat(scenario.tickets("incident"))
        .hasSize(2)
        .allSatisfy(
            row ->
                assertThat(row.get("short_description"))
                    .isEqualToIgnoringCase("[Medium] Update x^ORactive=true"));
    // It may have been made while only the first was known.
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.ticket("incident", caret).get("description"))
                    .contains("2 findings:"));
  }

  private UUID hears(String id, String software, String owner) {
    String assignment =
        scenario
            .post(
                """
                {"id":"%s","title":"t","source":"scanner","tags":{"own^er":"%s"},
                 "vulnerability":{"package":"%s"}}
                """
                    .formatted(id, owner, software))
            .statusCode(202)
            .extract()
            .path("results[0].assignment.id");
    return UUID.fromString(assignment);
  }
}
