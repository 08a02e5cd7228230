package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as resources (B40 to B49, B88). */
@RopewayTest
class RulesApiTest {

  private static final String RULES = "/api/v1/rules";
  private static final String LATE = RULES + "/late";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Wants what no rule of the configuration does. */
  private static final String OTHERS =
      """
      {"priority": 900, "integration": "snow", "remediationTimeframe": "30d",
       "conditionSets": [{"conditions": [{"property": "source", "operator": "In", "value": ["scanner", "x,y"]}]}]}
      """;

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    Scenario.caller().delete(LATE);
    Scenario.caller().delete(RULES + "/second");
    scenario.run("delete from rule_run");
  }

  private static ValidatableResponse put(String rule) {
    return Scenario.caller().body(rule).put(LATE).then();
  }

  private static String scanned(String id, String more) {
    return "{\"id\":\"%s\",\"title\":\"Close port %s\",\"source\":\"scanner\"%s}"
        .formatted(id, id, more.isEmpty() ? "" : "," + more);
  }

  @Test
  void a_list_of_rules_is_filtered_and_paged_by_priority() {
    put(OTHERS.replaceFirst("\\{", "{\"enabled\": false, ")).statusCode(201);

    assertThat(listed("enabled=false").getList("items.name")).containsExactly("late");
    assertThat(listed("enabled=false&integration=snow").getList("items.name"))
        .containsExactly("late");
    assertThat(listed("integration=nowhere").getList("items.name")).isEmpty();
    assertThat(listed("enabled=true").getList("items.name")).isNotEmpty().doesNotContain("late");

    List<Object> all = listed("limit=1000").getList("items.name");
    List<Object> paged = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page = listed("limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      paged.addAll(page.getList("items.name"));
      cursor = page.getString("next");
    }
    assertThat(paged).hasSizeGreaterThan(2).isEqualTo(all);
    List<Integer> priorities = listed("limit=1000").getList("items.priority");
    assertThat(priorities).isSorted();
  }

  private static JsonPath listed(String query) {
    return Scenario.caller().get(RULES + "?" + query).then().statusCode(200).extract().jsonPath();
  }

  @Test
  void one_that_is_made_over_rest_decides_at_once_and_what_it_made_outlives_it_B49() {
    scenario.post(scanned("a", "")).body("results[0].outcome", equalTo("unmatched"));
    put(OTHERS)
        .statusCode(201)
        .header("Location", LATE)
        .body("origin", equalTo("rest"))
        .body("grouping", equalTo("package"))
        .body("remediationTimeframe", equalTo("PT720H"))
        .body("createdBy", equalTo("test"))
        .body(
            "warnings",
            equalTo(
                List.of(
                    "source \"x,y\": no recommendation has had this value in 30 days; built-in sources are "
                        + "alertmanager, azure-monitor, azure-policy, cloud-apps, defender, github, "
                        + "graph-security, ocsf, secure-score, security-hub, sentinel, service-health")));

    String id =
        scenario
            .post(scanned("a", ""))
            .body("results[0].outcome", equalTo("created"))
            .extract()
            .path("results[0].assignment.id");
    Scenario.caller().delete(LATE).then().statusCode(204);

    Scenario.caller().get(LATE).then().statusCode(404);
    scenario.post(scanned("b", "")).body("results[0].outcome", equalTo("unmatched"));
    assertThat(scenario.becomes(UUID.fromString(id), "open").getString("rule")).isEqualTo("late");
  }

  @Test
  void what_is_shown_can_be_sent_back() {
    put(OTHERS).statusCode(201);
    String shown = Scenario.caller().get(LATE).then().statusCode(200).extract().asString();
    assertThat(JsonPath.from(shown).getList("conditionSets[0].conditions[0].value"))
        .isEqualTo(List.of("scanner", "x,y"));

    put(shown).statusCode(200).body("createdBy", equalTo("test"));

    Map<String, Object> before = JsonPath.from(shown).getMap("");
    Map<String, Object> after = Scenario.caller().get(LATE).jsonPath().getMap("");
    before.remove("updatedAt");
    after.remove("updatedAt");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void another_replica_follows_what_is_in_the_store() {
    scenario.run(
        "insert into rule values ('second', nextval('rule_version'), '{\"integration\":\"snow\",\"priority\":901}',"
            + " 'x', now(), 'x', now())");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> Scenario.caller().get(RULES + "/second").then().statusCode(200));
    scenario.run(
        "update rule set settings = '{\"integration\":\"snow\",\"priority\":1000}',"
            + " version = nextval('rule_version') where name = 'second'");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                Scenario.caller()
                    .get(RULES + "/second")
                    .then()
                    .body("problem", containsString("the same as rule default")));
    Scenario.caller().get(RULES).then().body("items.name", hasItem("second"));
  }

  @Test
  void two_of_one_priority_on_one_scope_are_refused_with_the_others_name_B43() {
    put(OTHERS.replace("900", "1000"))
        .statusCode(409)
        .body("detail", containsString("the same as rule default"));
    put(OTHERS.replace("900", "1000").replace("{\"priority\"", "{\"scopes\":[\"/a\"],\"priority\""))
        .statusCode(201);
    Scenario.caller()
        .body("{\"integration\":\"snow\",\"scopes\":[\"/A/\"]}")
        .put(RULES + "/second")
        .then()
        .statusCode(409)
        .body("detail", containsString("the same as rule late"));
    Scenario.caller()
        .body("{\"integration\":\"snow\",\"scopes\":[\"/A/\"],\"enabled\":false}")
        .put(RULES + "/second")
        .then()
        .statusCode(201);
  }

  @Test
  void what_configuration_has_is_read_only() {
    Scenario.caller()
        .body(OTHERS)
        .put(RULES + "/default")
        .then()
        .statusCode(409)
        .body("detail", containsString("configuration"));
    Scenario.caller().delete(RULES + "/default").then().statusCode(409);
    Scenario.caller()
        .get(RULES + "/default")
        .then()
        .body("origin", equalTo("configuration"))
        .body("match.source", hasItem("microsoft"));
    Scenario.caller().get(RULES).then().body("items.priority[0]", equalTo(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "priority":1001                                                        | /priority
          "ticketType":"ticket"                                                  | /ticketType
          "remediationTimeframe":"soon"                                          | /remediationTimeframe
          "gracePeriod":true                                                     | /gracePeriod
          "grouping":"some"                                                      | /grouping
          "groupBy":["package","colour"]                                         | /groupBy
          "groupBy":["package"],"grouping":"package"                             | /groupBy
          "groupBy":["package","cve","owner","scope","severity","category","resourceType"] | /groupBy
          "life":{"healed":"fly"}                                                | /life/healed
          "colour":"red"                                                         | /colour
          "conditionSets":[]                                                     | /conditionSets
          "match":{"serverity":["high"]}                                         | /match/serverity
          "assignedTo":"ada\\nlovelace"                                          | /assignedTo
          "conditionSets":[{"conditions":[{"property":"category","operator":"Equals","value":["a","b"]}]}] | /conditionSets/0/conditions/0/value
          "match":{"severity":["awful"]}                                         | /match/severity/0
          "conditionSets":[{"conditions":[]}]                                    | /conditionSets/0/conditions
          "conditionSets":[{"conditions":[{"property":"x","operator":"In","value":"y"}]}] | /conditionSets/0/conditions/0/property
          "conditionSets":[{"conditions":[{"property":"kind","operator":"Is","value":"y"}]}] | /conditionSets/0/conditions/0/operator
          "conditionSets":[{"conditions":[{"property":"kind","operator":"In","value":["alert","y"]}]}] | /conditionSets/0/conditions/0/value
          """)
  void a_wrong_setting_is_named(String setting, String pointer) {
    put("{\"integration\":\"snow\"," + setting + "}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo(pointer));
    Scenario.caller().get(LATE).then().statusCode(404);
  }

  @Test
  void names_are_small_and_evaluate_is_taken() {
    for (String name : List.of("Late", "-late", "evaluate")) {
      Scenario.caller()
          .body(OTHERS)
          .put(RULES + "/" + name)
          .then()
          .statusCode(name.equals("evaluate") ? 405 : 400);
    }
  }

  @Test
  void a_dry_run_says_who_wins_and_why_and_stores_nothing() {
    Scenario.caller()
        .body(
            """
            [{"id":"a","title":"t","category":"Owned","source":"microsoft"},
             {"id":"b","title":"t","source":"nobody"},
             {"source":"defender","event":{"type":"Microsoft.Security/assessments","id":"/subscriptions/s/x/providers/Microsoft.Security/assessments/k",
               "properties":{"displayName":"MFA","status":{"code":"Unhealthy"}}}},
             {"source":"nowhere","event":{}},
             {"id":"c"}]
            """)
        .post(RULES + "/evaluate")
        .then()
        .statusCode(200)
        .body("results", hasSize(5))
        .body("results[0].rule", equalTo("owned"))
        .body("results[0].because", equalTo("category is Owned"))
        .body("results[0].order.terms.assignedTo", equalTo("carla.mendes"))
        .body(
            "results[0].others.find { it.rule == 'default' }.because",
            equalTo(
                "it also matches, but rule owned has the lower priority number, 40 before 1000"))
        .body(
            "results[0].others.find { it.rule == 'problems' }.because",
            equalTo("category is Owned, not Problems"))
        .body("results[1].rule", nullValue())
        .body("results[1].because", equalTo("no rule matches"))
        .body("results[2].rule", equalTo("default"))
        .body("results[2].title", equalTo("MFA"))
        .body("results[2].order.terms.dueDate", not(nullValue()))
        .body("results[3].error.pointer", equalTo("/source"))
        .body("results[4].error.pointer", equalTo("/title"));

    Scenario.caller().get("/api/v1/recommendations").then().body("items", empty());
    Scenario.caller().get("/api/v1/assignments").then().body("items", empty());
  }

  @Test
  void applied_it_assigns_what_nobody_has_and_fills_only_gaps_B48() {
    scenario.post(scanned("a", "")).body("results[0].outcome", equalTo("unmatched"));
    scenario.post(scanned("b", "\"state\":\"healthy\""));
    UUID open = scenario.hasTicket("p", "\"category\":\"Problems\"");
    assertThat(scenario.assignment(open).getString("dueDate")).isNull();
    UUID decided = scenario.hasTicket("q", "\"category\":\"Problems\"");
    String dueByHand = "2030-01-01T00:00:00Z";
    Scenario.caller()
        .body("{\"dueDate\":\"" + dueByHand + "\"}")
        .patch("/api/v1/assignments/" + decided)
        .then()
        .statusCode(200);
    put("""
            {"priority": 5, "integration": "snow", "remediationTimeframe": "7d", "assignedTo": "carla.mendes",
             "conditionSets": [{"conditions": [{"property": "category", "operator": "Equals", "value": "problems"}]},
                               {"conditions": [{"property": "source", "operator": "Equals", "value": "scanner"}]}]}
            """)
        .statusCode(201);

    applied("{}").body("seen", equalTo(3)).body("assigned", equalTo(1)).body("updated", equalTo(1));

    assertThat(due(open)).isEqualTo(made(open).plus(Duration.ofDays(7)));
    assertThat(due(decided)).isEqualTo(Instant.parse(dueByHand));
    assertThat(scenario.assignment(open).getString("assignedTo")).isNull();
    scenario.post(scanned("a", "")).body("results[0].outcome", equalTo("unchanged"));

    applied("{\"override\":true}").body("assigned", equalTo(0)).body("updated", equalTo(1));

    assertThat(due(decided)).isEqualTo(made(decided).plus(Duration.ofDays(7)));
    assertThat(scenario.assignment(decided).getString("assignedTo")).isNull();

    applied("{\"override\":true}").body("updated", equalTo(0));
  }

  private ValidatableResponse applied(String body) {
    Scenario.caller()
        .body(body)
        .post(LATE + "/apply")
        .then()
        .statusCode(202)
        .header("Location", LATE + "/apply")
        .body("status", equalTo("running"))
        .body("by", equalTo("test"));
    return ends("succeeded");
  }

  private static ValidatableResponse ends(String status) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> Scenario.caller().get(LATE + "/apply").then().body("status", equalTo(status)));
    return Scenario.caller().get(LATE + "/apply").then().body("endedAt", not(nullValue()));
  }

  private Instant due(UUID assignment) {
    return Instant.parse(scenario.assignment(assignment).getString("dueDate"));
  }

  private Instant made(UUID assignment) {
    return Instant.parse(scenario.assignment(assignment).getString("createdAt"));
  }

  @Test
  void findings_that_share_a_ticket_are_assigned_and_changed_as_one_E23() {
    String grouped =
        OTHERS.replace("{\"priority\"", "{\"grouping\":\"recommendation\",\"priority\"");
    scenario.post(scanned("a", "\"assessmentKey\":\"k\""));
    scenario.post(scanned("b", "\"assessmentKey\":\"k\""));
    put(grouped).statusCode(201);

    applied("{}").body("assigned", equalTo(1));

    var made = Scenario.caller().get("/api/v1/assignments").jsonPath();
    assertThat(made.getList("items")).hasSize(1);
    UUID group = UUID.fromString(made.getString("items[0].id"));
    assertThat(due(group)).isEqualTo(made(group).plus(Duration.ofDays(30)));

    put(grouped.replace("30d", "7d")).statusCode(200);
    applied("{}").body("updated", equalTo(0));
    applied("{\"override\":true}").body("assigned", equalTo(0)).body("updated", equalTo(1));

    assertThat(due(group)).isEqualTo(made(group).plus(Duration.ofDays(7)));
  }

  @Test
  void a_finding_whose_work_a_person_ended_is_not_begun_again() {
    UUID assignment = scenario.hasTicket("p", "\"category\":\"Problems\"");
    Scenario.caller().delete("/api/v1/assignments/" + assignment + "?ticket=keep");
    put(OTHERS
            .replace("900", "5")
            .replace("\"source\"", "\"category\"")
            .replace("scanner", "problems"))
        .statusCode(201);

    applied("{\"override\":true}").body("assigned", equalTo(0)).body("updated", equalTo(0));
  }

  @Test
  void another_replica_goes_on_where_one_died() {
    scenario.post(scanned("a", ""));
    put(OTHERS).statusCode(201);
    scenario.run(
        "insert into rule_run (rule, overrides, status, asked_by, started_at, seen, leased_until, fence)"
            + " values ('late', false, 'running', 'heidi', now(), 7, now() + interval '1 day', 3)");
    Scenario.caller().body("{}").post(LATE + "/apply").then().statusCode(409);

    scenario.waits(Duration.ofDays(2));

    ends("succeeded")
        .body("seen", equalTo(8))
        .body("assigned", equalTo(1))
        .body("by", equalTo("heidi"));
  }

  @Test
  void a_rule_that_is_disabled_is_not_applied() {
    put(OTHERS.replace("{\"priority\"", "{\"enabled\":false,\"priority\"")).statusCode(201);
    Scenario.caller()
        .body("{}")
        .post(LATE + "/apply")
        .then()
        .statusCode(409)
        .body("detail", containsString("disabled"));
    Scenario.caller().get(LATE + "/apply").then().statusCode(404);
    Scenario.caller().post(RULES + "/nobody/apply").then().statusCode(404);

    scenario.run(
        "insert into rule_run (rule, overrides, status, asked_by, started_at, leased_until)"
            + " values ('late', false, 'running', 'heidi', now(), '2000-01-01')");
    ends("canceled").body("why", containsString("disabled"));
  }

  @Test
  void an_alert_becomes_one_item_for_each_of_its_configuration_items_E22() {
    put(OTHERS.replace("{\"priority\"", "{\"grouping\":\"configuration-item\",\"priority\""))
        .statusCode(201);
    scenario
        .post(scanned("a", "\"kind\":\"alert\",\"configurationItems\":[\"vm-1\",\"vm-2\"]"))
        .body("results.id", equalTo(List.of("a#ci=vm-1", "a#ci=vm-2")))
        .body("results.outcome", equalTo(List.of("created", "created")));
  }

  @Test
  void a_reader_looks_and_tries_and_changes_nothing() {
    var reader = RestAssured.given().header("X-API-Key", "reader-key-for-these-tests");
    reader.get(RULES).then().statusCode(200);
    reader
        .contentType("application/json")
        .body(scanned("a", ""))
        .post(RULES + "/evaluate")
        .then()
        .statusCode(200);
    reader.body(OTHERS).put(LATE).then().statusCode(403);
    reader.delete(LATE).then().statusCode(403);
    reader.body("{}").post(RULES + "/default/apply").then().statusCode(403);
  }
}
