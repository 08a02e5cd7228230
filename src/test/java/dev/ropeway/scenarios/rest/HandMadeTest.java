package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person asks for by hand is taken as it is meant, or refused by name. */
@RopewayTest
class HandMadeTest {

  private static final String ASSIGNMENTS = "/api/v1/assignments";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static ValidatableResponse assigned(
      RequestSpecification caller, String finding, String spec) {
    return caller
        .body(
            "{\"recommendation\":%s,\"integration\":\"snow\"%s}"
                .formatted(finding, spec.isEmpty() ? "" : "," + spec))
        .post(ASSIGNMENTS)
        .then();
  }

  private static UUID made(RequestSpecification caller, String finding, String spec) {
    return UUID.fromString(assigned(caller, finding, spec).statusCode(201).extract().path("id"));
  }

  private static RequestSpecification person(String address) {
    JwtClaims claims = TestEnvironment.issuer().claims("Ropeway.SecurityAdmin");
    claims.setStringClaim("preferred_username", address);
    return given()
        .header("Authorization", "Bearer " + TestEnvironment.issuer().sign(claims))
        .contentType("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"assignedTo", "assignmentGroup", "caller", "shortDescription"})
  void a_blank_is_no_word(String field) {
    UUID known = scenario.hears("r1");
    for (String blank : new String[] {"", "  ", "\\t"}) {
      String spec = "\"%s\":\"%s\"".formatted(field, blank);
      assigned(Scenario.caller(), Scenario.finding("h1", ""), spec)
          .statusCode(400)
          .body("errors[0].pointer", equalTo("/" + field));
      Scenario.caller()
          .body("{" + spec + "}")
          .patch(ASSIGNMENTS + "/" + known)
          .then()
          .statusCode(400)
          .body("errors[0].pointer", equalTo("/" + field));
    }
  }

  @Test
  void a_blank_that_was_stored_once_is_in_nobodys_way() {
    UUID known = scenario.hasTicket("r1");
    scenario.run("update assignment set terms = terms || '{\"caller\": \"\"}'");
    Scenario.caller()
        .body("{\"priority\":1}")
        .patch(ASSIGNMENTS + "/" + known)
        .then()
        .statusCode(200);
  }

  @Test
  void it_says_who_made_it_unless_the_finding_does() {
    UUID mine = made(Scenario.caller(), Scenario.finding("h1", ""), "");
    UUID anothers =
        made(Scenario.caller(), Scenario.finding("h2", "\"initiatedBy\":\"heidi\""), "");
    scenario.becomes(mine, "open");
    scenario.becomes(anothers, "open");
    assertThat(scenario.ticket("incident", mine).get("description")).contains("Initiated by: test");
    assertThat(scenario.ticket("incident", anothers).get("description"))
        .contains("Initiated by: heidi");
    assertThat(scenario.ticket("incident", mine).get("caller_id")).isEmpty();
  }

  @Test
  void a_person_who_makes_it_is_its_caller_and_one_whom_the_instance_does_not_know_is_not() {
    UUID ada = made(person("ada.fulmer@example.com"), Scenario.finding("h1", ""), "");
    UUID other =
        made(
            person("ada.fulmer@example.com"),
            Scenario.finding("h2", ""),
            "\"caller\":\"ben.okafor\",\"ticketType\":\"change_request\"");
    UUID nobody = made(person("stranger@example.com"), Scenario.finding("h3", ""), "");

    scenario.becomes(ada, "open");
    scenario.becomes(other, "open");
    JsonPath open = scenario.becomes(nobody, "open");
    assertThat(scenario.ticket("incident", ada)).containsEntry("caller_id", user("ada.fulmer"));
    assertThat(scenario.ticket("change_request", other))
        .containsEntry("requested_by", user("ben.okafor"));
    assertThat(scenario.ticket("incident", nobody).get("caller_id")).isEmpty();
    assertThat(open.getString("timeline.detail")).contains("caller_id").contains("stays empty");
  }

  private String user(String login) {
    return scenario.tickets("sys_user").stream()
        .filter(user -> user.get("user_name").equals(login))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"assignedTo", "assignmentGroup", "caller"})
  void a_name_has_no_control_characters(String field) {
    UUID known = scenario.hears("r1");
    for (String name : new String[] {"a\\u0007b", "a\\nb", "\\u0000", "a\\u0085", "\\tada"}) {
      String spec = "\"%s\":\"%s\"".formatted(field, name);
      assigned(Scenario.caller(), Scenario.finding("h1", ""), spec)
          .statusCode(400)
          .body("errors[0].pointer", equalTo("/" + field));
      Scenario.caller()
          .body("{" + spec + "}")
          .patch(ASSIGNMENTS + "/" + known)
          .then()
          .statusCode(400)
          .body("errors[0].pointer", equalTo("/" + field));
      Scenario.caller()
          .body("{\"integration\":\"snow\",\"priority\":991,\"enabled\":false," + spec + "}")
          .put("/api/v1/rules/of-controls")
          .then()
          .statusCode(400)
          .body("errors[0].pointer", equalTo("/" + field));
    }
  }

  @Test
  void the_caller_of_a_problem_is_who_opened_it() {
    String problem = "\"ticketType\":\"problem\"";
    UUID ben =
        made(Scenario.caller(), Scenario.finding("h1", ""), problem + ",\"caller\":\"ben.okafor\"");
    UUID ada = made(person("ada.fulmer@example.com"), Scenario.finding("h2", ""), problem);
    UUID stranger = made(person("stranger@example.com"), Scenario.finding("h3", ""), problem);
    UUID ours = made(Scenario.caller(), Scenario.finding("h4", ""), problem);
    for (UUID one : new UUID[] {ben, ada, stranger, ours}) {
      scenario.becomes(one, "open");
    }
    assertThat(scenario.ticket("problem", ben)).containsEntry("opened_by", user("ben.okafor"));
    assertThat(scenario.ticket("problem", ada)).containsEntry("opened_by", user("ada.fulmer"));
    assertThat(scenario.ticket("problem", stranger)).containsEntry("opened_by", user("ropeway"));
    assertThat(scenario.ticket("problem", ours)).containsEntry("opened_by", user("ropeway"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "alert"})
  void what_has_no_caller_in_ServiceNow_is_refused_one(String type) {
    String spec = "\"ticketType\":\"%s\"".formatted(type);
    assigned(Scenario.caller(), Scenario.finding("h1", ""), spec + ",\"caller\":\"ben.okafor\"")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/caller"))
        .body(
            "errors[0].detail",
            equalTo("must be left out: an " + type + " has no caller in ServiceNow"));
    UUID made = made(person("ada.fulmer@example.com"), Scenario.finding("h1", ""), spec);
    assertThat(scenario.assignment(made).getString("caller")).isNull();
    Scenario.caller()
        .body("{\"caller\":\"ben.okafor\"}")
        .patch(ASSIGNMENTS + "/" + made)
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/caller"));
    String rule = "/api/v1/rules/of-" + type;
    Scenario.caller()
        .body(
            "{\"integration\":\"snow\",\"priority\":992,\"enabled\":false,\"caller\":\"x\","
                + spec
                + "}")
        .put(rule)
        .then()
        .statusCode(201)
        .body("warnings[0]", containsString("an " + type + " has no caller in ServiceNow"));
    Scenario.caller().delete(rule).then().statusCode(204);
  }

  @Test
  void it_shows_who_made_it_also_where_the_finding_is_known_already() {
    scenario.post(Scenario.finding("k1", "").replace("microsoft", "elsewhere")).statusCode(202);

    UUID made = made(person("stranger@example.com"), Scenario.finding("k1", ""), "");

    JsonPath open = scenario.becomes(made, "open");
    assertThat(open.getString("recommendation.initiatedBy")).isEqualTo("stranger@example.com");
    assertThat(open.getString("caller")).isEqualTo("stranger@example.com");
    assertThat(open.getString("timeline[0].who")).contains("stranger@example.com");
    assertThat(open.getString("timeline[0].detail")).isEqualTo("assigned by hand");
    assertThat(scenario.ticket("incident", made).get("description"))
        .contains("Initiated by: stranger@example.com");
  }

  @Test
  void a_change_has_the_priority_that_is_asked_for() {
    String change = "\"ticketType\":\"change_request\"";
    UUID urgent = made(Scenario.caller(), Scenario.finding("h1", ""), change + ",\"priority\":1");
    UUID usual = made(Scenario.caller(), Scenario.finding("h2", ""), change);
    scenario.becomes(urgent, "open");
    scenario.becomes(usual, "open");
    assertThat(scenario.ticket("change_request", urgent)).containsEntry("priority", "1");
    assertThat(scenario.ticket("change_request", usual)).containsEntry("priority", "2");

    Scenario.caller()
        .body("{\"priority\":3}")
        .patch(ASSIGNMENTS + "/" + usual)
        .then()
        .statusCode(200);

    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(scenario.ticket("change_request", usual))
                    .containsEntry("priority", "3"));
  }

  @Test
  void a_duration_may_be_written_as_Azure_does() {
    UUID made =
        made(
            Scenario.caller(),
            Scenario.finding("h1", ""),
            "\"remediationTimeframe\":\"7.00:00:00\"");
    assertThat(Duration.parse(scenario.assignment(made).getString("remediationTimeframe")))
        .isEqualTo(Duration.ofDays(7));
    assigned(
            Scenario.caller(),
            Scenario.finding("h2", ""),
            "\"remediationTimeframe\":\"7.25:00:00\"")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/remediationTimeframe"));
    String rule = "/api/v1/rules/of-azure";
    Scenario.caller()
        .body(
            Map.of(
                "integration",
                "snow",
                "priority",
                990,
                "enabled",
                false,
                "remediationTimeframe",
                "14.12:00:00"))
        .put(rule)
        .then()
        .statusCode(201)
        .body("remediationTimeframe", equalTo("PT348H"));
    Scenario.caller().delete(rule).then().statusCode(204);
  }

  @Test
  void what_nobody_reads_is_refused_by_hand_and_told_to_senders() {
    String finding = Scenario.finding("h1", "\"resource\":{\"name\":\"n\",\"tags\":{\"a\":\"b\"}}");
    assigned(Scenario.caller(), finding, "")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/recommendation/resource/tags"))
        .body("errors[0].detail", containsString("is not a known field"));
    scenario
        .post(finding)
        .statusCode(202)
        .body("results[0].outcome", equalTo("created"))
        .body("results[0].warnings[0].pointer", equalTo("/resource/tags"));
  }
}
