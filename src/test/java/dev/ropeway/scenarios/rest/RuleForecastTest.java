package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule would do is told before it is stored, and is what it does then. */
@RopewayTest
class RuleForecastTest {

  private static final String RULES = "/api/v1/rules";
  private static final String LATE = RULES + "/late";

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    Scenario.caller().delete(LATE);
    scenario.run("delete from rule_run");
  }

  /** Takes from the rule default what is critical, and what no rule takes of the scanner. */
  private static String rule(String more) {
    return """
    {"name": "late", "priority": 5, "integration": "snow", %s "conditionSets": [
      {"conditions": [{"property": "source", "operator": "Equals", "value": "scanner"}]},
      {"conditions": [{"property": "severity", "operator": "Equals", "value": "Critical"}]}]}
    """
        .formatted(more);
  }

  private static ValidatableResponse evaluate(String rule) {
    return Scenario.caller().body("{\"rule\":" + rule + "}").post(RULES + "/evaluate").then();
  }

  private static JsonPath forecast(String rule) {
    return evaluate(rule).statusCode(200).extract().jsonPath();
  }

  private static JsonPath applied(String rule) {
    Scenario.caller().body(rule).put(LATE).then().statusCode(201);
    Scenario.caller().body("{}").post(LATE + "/apply").then().statusCode(202);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                Scenario.caller().get(LATE + "/apply").then().body("status", equalTo("succeeded")));
    return Scenario.caller().get(LATE + "/apply").jsonPath();
  }

  private static String scanned(String id, String more) {
    return "{\"id\":\"%s\",\"title\":\"Update %s\",\"source\":\"scanner\"%s}"
        .formatted(id, id, more.isEmpty() ? "" : "," + more);
  }

  /** Five of the scanner, of which one is over, and one that the rule default took. */
  private void everything() {
    scenario.post(scanned("a", "\"category\":\"Disks\""));
    scenario.post(scanned("b", "\"category\":\"Disks\""));
    scenario.post(scanned("c", "\"category\":\"Networks\""));
    scenario.post(scanned("d", ""));
    scenario.post(scanned("gone", "\"category\":\"Gone\",\"state\":\"healthy\""));
    scenario.post(
        "{\"id\":\"taken\",\"title\":\"Taken\",\"source\":\"microsoft\",\"severity\":\"critical\"}");
    scenario.hears("other");
  }

  @Test
  void the_counts_are_those_of_the_run_that_follows() {
    everything();

    JsonPath told = forecast(rule(""));
    assertThat(Scenario.caller().get(LATE).statusCode()).isEqualTo(404);
    assertThat(told.getBoolean("complete")).isTrue();
    assertThat(told.getInt("seen")).isEqualTo(7);
    assertThat(told.getInt("recommendations")).isEqualTo(5);
    assertThat(told.getInt("takenByNone")).isEqualTo(4);
    assertThat(told.getList("takenToday"))
        .isEqualTo(List.of(Map.of("rule", "default", "count", 1)));
    assertThat(told.getList("sample.id")).containsExactlyInAnyOrder("a", "b", "c", "d", "taken");
    assertThat(told.getString("sample.find { it.id == 'taken' }.takenToday")).isEqualTo("default");
    assertThat(told.getInt("newTickets")).isEqualTo(4);

    assertThat(applied(rule("")).getInt("assigned")).isEqualTo(4);
    assertThat(forecast(rule("")).getInt("newTickets")).as("nothing is left").isZero();
  }

  @Test
  void recommendations_that_share_a_ticket_count_as_one_ticket() {
    everything();
    String grouped = rule("\"groupBy\": [\"category\"],");

    JsonPath told = forecast(grouped);
    assertThat(told.getInt("recommendations")).isEqualTo(5);
    // Disks, Networks, and the one without a category.
    assertThat(told.getInt("newTickets")).isEqualTo(3);
    assertThat(applied(grouped).getInt("assigned")).isEqualTo(3);

    scenario.run("update recommendation set matched = false");
    Scenario.caller().delete(LATE);
    scenario.post(scanned("e", "\"category\":\"Disks\""));
    scenario.post(scanned("f", "\"category\":\"Cables\""));
    assertThat(forecast(grouped).getInt("newTickets")).as("Disks has a ticket").isEqualTo(1);
    assertThat(applied(grouped).getInt("assigned")).isEqualTo(1);
  }

  @Test
  void tickets_per_day_are_those_of_the_last_thirty_days() {
    for (int i = 0; i < 45; i++) {
      scenario.post(scanned("n" + i, "\"category\":\"c" + i % 15 + "\""));
    }
    assertThat(forecast(rule("")).getDouble("newTicketsPerDay")).isEqualTo(1.5);
    assertThat(forecast(rule("\"groupBy\": [\"category\"],")).getDouble("newTicketsPerDay"))
        .isEqualTo(0.5);

    scenario.run(
        "update recommendation set created_at = now() - interval '31 days' where id in ('n0', 'n1', 'n2')");
    assertThat(forecast(rule("")).getDouble("newTicketsPerDay")).isEqualTo(1.4);
    // Three groups began before.
    assertThat(forecast(rule("\"groupBy\": [\"category\"],")).getDouble("newTicketsPerDay"))
        .isEqualTo(0.4);
  }

  @Test
  void it_warns_as_a_rule_that_is_stored() {
    String odd = rule("\"excludedScopes\": [\"/a/*\"],");
    List<String> told = forecast(odd).getList("warnings");
    assertThat(told).anyMatch(one -> one.contains("not a wildcard"));

    Scenario.caller().body(odd).put(LATE).then().statusCode(201).body("warnings", equalTo(told));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'rule':{'integration':'snow'}} | 400 | /rule/name",
        "{'rule':{'name':'Late','integration':'snow'}} | 400 | /rule/name",
        "{'rule':{'name':'evaluate','integration':'snow'}} | 400 | /rule/name",
        "{'rule':{'name':'late'}} | 400 | integration",
        "{'rule':{'name':'late','integration':'snow','groupBy':['nothing']}} | 400 | /rule/groupBy",
        "{'rule':{'name':'default','integration':'snow'}} | 409 | configuration",
        "{'rule':{'name':'late','integration':'snow','priority':10}} | 409 | same as rule problems",
        "{'rule':{'name':'late','integration':'snow'},'event':{}} | 400 | alone"
      })
  void a_rule_that_could_not_be_stored_is_refused_alike(String body, int status, String detail) {
    Scenario.caller()
        .body(body.replace('\'', '"'))
        .post(RULES + "/evaluate")
        .then()
        .statusCode(status)
        .body("detail", containsString(detail));
  }

  @Test
  void events_are_evaluated_as_before() {
    Scenario.caller()
        .body(scanned("a", "\"rule\":{}"))
        .post(RULES + "/evaluate")
        .then()
        .statusCode(200)
        .body("results.id", hasItem("a"));
  }
}
